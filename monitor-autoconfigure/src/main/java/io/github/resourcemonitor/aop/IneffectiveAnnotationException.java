package io.github.resourcemonitor.aop;

import java.util.List;

/**
 * Thrown when annotations can have no effect and
 * {@code resource-monitor.verification=fail}.
 */
@SuppressWarnings("serial")
public final class IneffectiveAnnotationException extends RuntimeException {

	private final transient List<InterceptionProblem> problems;

	IneffectiveAnnotationException(List<InterceptionProblem> problems) {
		super("Annotations of Resource Monitor can have no effect: " + problems);
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
