package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * All methods of a class, its own and those that it inherits from classes and interfaces:
 * for each method that a call can execute, the methods that declare it.
 *
 * @param type the class
 * @param declarations the methods by the one that is executed; first those of classes,
 * the most specific one first, then those of interfaces
 */
record InheritedMethods(Class<?> type, Map<Method, Set<Method>> declarations) {

	/**
	 * Find the methods of a class.
	 * @param type the class, or an interface
	 * @return the methods
	 */
	static InheritedMethods of(Class<?> type) {
		Map<Method, Set<Method>> declarations = new LinkedHashMap<>();
		for (Class<?> declaring : hierarchy(type)) {
			for (Method method : ReflectionUtils.getDeclaredMethods(declaring)) {
				if (!method.isSynthetic() && method.getDeclaringClass() != Object.class) {
					declarations.computeIfAbsent(executed(method, type), (key) -> new LinkedHashSet<>()).add(method);
				}
			}
		}
		return new InheritedMethods(type, declarations);
	}

	private static Method executed(Method method, Class<?> type) {
		boolean overridable = !Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers());
		return overridable ? AopUtils.getMostSpecificMethod(method, type) : method;
	}

	private static Set<Class<?>> hierarchy(Class<?> type) {
		Set<Class<?>> result = new LinkedHashSet<>();
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			result.add(current);
		}
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			addInterfaces(current, result);
		}
		return result;
	}

	private static void addInterfaces(Class<?> type, Set<Class<?>> result) {
		for (Class<?> implemented : type.getInterfaces()) {
			if (result.add(implemented)) {
				addInterfaces(implemented, result);
			}
		}
	}

	Set<Method> executed() {
		return this.declarations.keySet();
	}

	/**
	 * Return the methods that declare a method, itself included.
	 */
	Set<Method> declarationsOf(Method executed) {
		return this.declarations.getOrDefault(executed, Collections.emptySet());
	}

	/**
	 * Return whether a method is declared by an interface that a predicate accepts.
	 */
	boolean isDeclaredByInterface(Method executed, Predicate<Class<?>> filter) {
		return declarationsOf(executed).stream()
			.map(Method::getDeclaringClass)
			.anyMatch((declaring) -> declaring.isInterface() && filter.test(declaring));
	}

}
