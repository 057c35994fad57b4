package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The annotated methods of a class: those that a proxy can intercept, and why the others
 * cannot be intercepted. Names are determined at the first call.
 * <p>
 * Immutable except for caches; safe for use by any thread.
 */
final class MonitoredMethods {

	static final MonitoredMethods NONE = new MonitoredMethods(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
			Set.of(), false);

	private final Map<Method, Supplier<String>> handlers;

	private final Map<Method, Supplier<ServiceOperation>> serviceCalls;

	private final Map<Method, Supplier<String>> wovenHandlers;

	private final Map<Method, Supplier<ServiceOperation>> wovenServiceCalls;

	private final Map<Method, InterceptionProblem> problems;

	private final Set<Method> own;

	private final boolean byInterfaces;

	/**
	 * The most specific methods by the methods that callers call, for instance those of
	 * an interface.
	 */
	private final Map<Method, Method> mostSpecific = new ConcurrentHashMap<>();

	private final Map<Method, Class<?>> resultTypes = new ConcurrentHashMap<>();

	private final Map<Method, Optional<EntryPointKind>> entryPoints = new ConcurrentHashMap<>();

	/**
	 * Create new methods.
	 * @param handlers the names of handlers, by method
	 * @param serviceCalls the operations of service calls
	 * @param wovenHandlers the names of handlers that can be woven
	 * @param wovenServiceCalls the operations of service calls that can be woven
	 * @param problems why methods cannot be intercepted
	 * @param own the methods with an annotation of their own
	 * @param byInterfaces whether the class needs a proxy of its interfaces
	 */
	MonitoredMethods(Map<Method, Supplier<String>> handlers, Map<Method, Supplier<ServiceOperation>> serviceCalls,
			Map<Method, Supplier<String>> wovenHandlers, Map<Method, Supplier<ServiceOperation>> wovenServiceCalls,
			Map<Method, InterceptionProblem> problems, Set<Method> own, boolean byInterfaces) {
		this.handlers = handlers;
		this.serviceCalls = serviceCalls;
		this.wovenHandlers = wovenHandlers;
		this.wovenServiceCalls = wovenServiceCalls;
		this.problems = problems;
		this.own = own;
		this.byInterfaces = byInterfaces;
	}

	/**
	 * Return whether a class is that of a JDK proxy or a lambda. It can only be called
	 * through its interfaces, and its name is generated.
	 */
	static boolean isGenerated(Class<?> type) {
		return Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
	}

	boolean hasHandlers() {
		return !this.handlers.isEmpty();
	}

	boolean hasServiceCalls() {
		return !this.serviceCalls.isEmpty();
	}

	/**
	 * Return whether a proxy must have the interfaces of the class only.
	 */
	boolean byInterfaces() {
		return this.byInterfaces;
	}

	/**
	 * Return whether a method is annotated itself, not only its type.
	 */
	boolean isAnnotated(Method method) {
		return this.own.contains(method);
	}

	boolean isHandler(Method called, Class<?> type) {
		return this.handlers.containsKey(mostSpecific(called, type));
	}

	boolean isServiceCall(Method called, Class<?> type) {
		return this.serviceCalls.containsKey(mostSpecific(called, type));
	}

	boolean isWovenHandler(Method called, Class<?> type) {
		return this.wovenHandlers.containsKey(mostSpecific(called, type));
	}

	boolean isWovenServiceCall(Method called, Class<?> type) {
		return this.wovenServiceCalls.containsKey(mostSpecific(called, type));
	}

	/**
	 * Return the name of a handler.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the name, or {@code null} if the method is not a handler
	 */
	@Nullable String handler(Method called, Class<?> type) {
		return get(this.handlers, called, type);
	}

	/**
	 * Return the operation that a method calls.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the operation, or {@code null} if the method is not a service call
	 */
	@Nullable ServiceOperation serviceCall(Method called, Class<?> type) {
		return get(this.serviceCalls, called, type);
	}

	/**
	 * Return the name of a handler whose calls woven advice intercepts, instead of a
	 * proxy.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the name, or {@code null} if the method is not a handler
	 */
	@Nullable String wovenHandler(Method called, Class<?> type) {
		return get(this.wovenHandlers, called, type);
	}

	/**
	 * Return the operation of a method whose calls woven advice intercepts, instead of a
	 * proxy.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the operation, or {@code null} if the method is not a service call
	 */
	@Nullable ServiceOperation wovenServiceCall(Method called, Class<?> type) {
		return get(this.wovenServiceCalls, called, type);
	}

	private <T> @Nullable T get(Map<Method, Supplier<T>> values, Method called, Class<?> type) {
		Supplier<T> value = values.get(mostSpecific(called, type));
		return (value != null) ? value.get() : null;
	}

	/**
	 * Return the methods that can be woven.
	 * @return the methods
	 */
	Set<Method> woven() {
		Set<Method> result = new LinkedHashSet<>(this.wovenHandlers.keySet());
		result.addAll(this.wovenServiceCalls.keySet());
		return result;
	}

	/**
	 * Return the declared result type of a method, with the type variables of the class
	 * resolved.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the class; {@code Object} if it cannot be resolved
	 */
	Class<?> resultType(Method called, Class<?> type) {
		Class<?> result = this.resultTypes.get(called);
		if (result == null) {
			result = ResolvableType.forMethodReturnType(mostSpecific(called, type), type).resolve(Object.class);
			this.resultTypes.put(called, result);
		}
		return result;
	}

	/**
	 * Return how frameworks call a handler.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the kind of method, {@code null} if none calls it
	 */
	@Nullable EntryPointKind entryPoint(Method called, Class<?> type) {
		Optional<EntryPointKind> kind = this.entryPoints.get(called);
		if (kind == null) {
			kind = Optional.ofNullable(EntryPointAnnotations.ANY.kindOf(mostSpecific(called, type), type));
			this.entryPoints.put(called, kind);
		}
		return kind.orElse(null);
	}

	Method mostSpecific(Method called, Class<?> type) {
		Method method = this.mostSpecific.get(called);
		if (method == null) {
			method = isGenerated(type) ? called : AopUtils.getMostSpecificMethod(called, type);
			this.mostSpecific.put(called, method);
		}
		return method;
	}

	/**
	 * Return the methods that a proxy intercepts.
	 * @return the methods
	 */
	List<Method> intercepted() {
		List<Method> result = new ArrayList<>(this.handlers.keySet());
		this.serviceCalls.keySet().stream().filter((method) -> !result.contains(method)).forEach(result::add);
		return result;
	}

	/**
	 * Return the methods that a proxy cannot intercept.
	 * @return the methods with the problems
	 */
	Map<Method, InterceptionProblem> problems() {
		return this.problems;
	}

}
