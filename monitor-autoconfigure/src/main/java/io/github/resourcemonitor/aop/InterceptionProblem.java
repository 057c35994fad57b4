package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * An annotation that has no effect in its place.
 *
 * @param bean the name of the bean; {@code null} if the class is not a bean, or if the
 * start never fails for it
 * @param place the annotated class or method
 * @param problem why it has no effect
 * @param cure what to do about it
 */
public record InterceptionProblem(@Nullable String bean, String place, String problem, String cure) {

	/**
	 * Return the place that denotes a method.
	 */
	static String place(Method method) {
		return ClassUtils.getShortName(method.getDeclaringClass()) + "." + method.getName() + "()";
	}

	/**
	 * Return the same problem of a bean.
	 */
	InterceptionProblem of(String beanName) {
		return new InterceptionProblem(beanName, this.place, this.problem, this.cure);
	}

	@Override
	public String toString() {
		String where = (this.bean != null) ? "bean '" + this.bean + "', " + this.place : this.place;
		return where + ": " + this.problem + ". " + this.cure;
	}

}
