package io.github.resourcemonitor.aop;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Default names of handlers and services. They begin with the simple name of the class,
 * or with its qualified name if several classes would have the same name otherwise. Names
 * are added when a class is scanned, and needed at the first call, so that the order in
 * which beans are created does not matter. Safe for use by any thread.
 */
final class TypeNames {

	private final Map<String, Set<String>> qualified = new HashMap<>();

	synchronized void add(Class<?> type, String suffix) {
		this.qualified.computeIfAbsent(simpleName(type) + suffix, (key) -> new HashSet<>()).add(type.getName());
	}

	/**
	 * Return a name.
	 * @param type the class
	 * @param suffix what follows the name of the class
	 * @return the name of the class and the suffix
	 */
	synchronized String get(Class<?> type, String suffix) {
		String name = simpleName(type) + suffix;
		Set<String> same = this.qualified.get(name);
		return (same == null || same.size() < 2) ? name : type.getName() + suffix;
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
		return name.substring(name.lastIndexOf('.') + 1);
	}

}
