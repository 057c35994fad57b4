package io.github.resourcemonitor.aop;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Recognizes reactive publishers without requiring them on the class path.
 */
final class Publishers {

	private static final @Nullable Class<?> TYPE = find();

	private Publishers() {
	}

	private static @Nullable Class<?> find() {
		try {
			return ClassUtils.forName("org.reactivestreams.Publisher", Publishers.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	static boolean isPublisher(Class<?> type) {
		return TYPE != null && TYPE.isAssignableFrom(type);
	}

}
