package io.github.resourcemonitor.aop;

import java.util.List;

/**
 * Thrown when annotations have no effect and {@code resource-monitor.verification=fail}.
 */
@SuppressWarnings("serial")
public final class IneffectiveAnnotationException extends RuntimeException {

	private final transient List<InterceptionProblem> problems;

	IneffectiveAnnotationException(List<InterceptionProblem> problems) {
		super("Resource Monitor annotations have no effect: " + problems);
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return the problems.
	 * @return the problems
	 */
	public List<InterceptionProblem> getProblems() {
		return this.problems;
	}

}
