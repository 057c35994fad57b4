package io.github.resourcemonitor.aop;

import org.jspecify.annotations.Nullable;

/**
 * An annotation that can have no effect where it stands.
 *
 * @param bean the name of the bean; {@code null} if the class is no bean
 * @param place the class or method that bears the annotation
 * @param problem why it has no effect
 * @param cure what to do about it
 */
public record InterceptionProblem(@Nullable String bean, String place, String problem, String cure) {

	@Override
	public String toString() {
		String where = (this.bean != null) ? "bean '" + this.bean + "', " + this.place : this.place;
		return where + ": " + this.problem + ". " + this.cure;
	}

}
