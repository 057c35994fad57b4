package io.github.resourcemonitor.aop;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.util.ClassUtils;

/**
 * Names of the classes with annotated methods: the simple name, or the qualified name if
 * several classes have the same simple name. Classes are added when they are scanned, and
 * names are needed at the first call, so that the order in which beans are created does
 * not matter. Safe for use by any thread.
 */
final class TypeNames {

	private final Map<String, Set<String>> qualified = new HashMap<>();

	synchronized void add(Class<?> type) {
		this.qualified.computeIfAbsent(simpleName(type), (key) -> new HashSet<>()).add(type.getName());
	}

	synchronized String get(Class<?> type) {
		String simple = simpleName(type);
		Set<String> same = this.qualified.get(simple);
		return (same == null || same.size() < 2) ? simple : type.getName();
	}

	/**
	 * An anonymous class has no simple name.
	 */
	private static String simpleName(Class<?> type) {
		String simple = type.getSimpleName();
		if (!simple.isEmpty()) {
			return simple;
		}
		String name = type.getName();
		return name
			.substring(ClassUtils.getPackageName(name).isEmpty() ? 0 : ClassUtils.getPackageName(name).length() + 1);
	}

}
