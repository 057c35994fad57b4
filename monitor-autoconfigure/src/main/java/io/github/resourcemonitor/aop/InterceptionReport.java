package io.github.resourcemonitor.aop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The annotations that have no effect. Bounded; safe for use by any thread.
 */
public final class InterceptionReport {

	private static final int CAPACITY = 1000;

	private final Set<InterceptionProblem> problems = new LinkedHashSet<>();

	/**
	 * Add a problem.
	 * @param problem the problem
	 * @return whether it is new
	 */
	synchronized boolean add(InterceptionProblem problem) {
		return this.problems.size() < CAPACITY && this.problems.add(problem);
	}

	/**
	 * Return the problems so far.
	 * @return a copy
	 */
	public synchronized List<InterceptionProblem> problems() {
		return new ArrayList<>(this.problems);
	}

}
