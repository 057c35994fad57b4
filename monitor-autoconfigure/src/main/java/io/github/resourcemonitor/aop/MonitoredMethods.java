package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * The annotated methods of a class: those that a proxy can intercept, and why the others
 * cannot be.
 * <p>
 * Immutable but for a cache; safe for use by any thread.
 */
final class MonitoredMethods {

	private static final MonitoredMethods NONE = new MonitoredMethods(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

	/**
	 * Nobody puts our annotations on these, and an application has hundreds of such
	 * beans.
	 */
	private static final String[] FOREIGN_PACKAGES = { "java.", "javax.", "jakarta.", "org.springframework.",
			"org.apache.catalina.", "com.google.cloud.", "com.google.api.", "io.micrometer.", "tools.jackson.",
			"com.fasterxml." };

	private final Map<Method, String> handlers;

	private final Map<Method, ServiceOperation> serviceCalls;

	private final Map<Method, String> wovenHandlers;

	private final Map<Method, ServiceOperation> wovenServiceCalls;

	private final Map<Method, InterceptionProblem> problems;

	/**
	 * From what callers call, an interface's method for instance, to what it comes down
	 * to.
	 */
	private final Map<Method, Method> specific = new ConcurrentHashMap<>();

	private final Map<Method, Class<?>> resultTypes = new ConcurrentHashMap<>();

	private MonitoredMethods(Map<Method, String> handlers, Map<Method, ServiceOperation> serviceCalls,
			Map<Method, String> wovenHandlers, Map<Method, ServiceOperation> wovenServiceCalls,
			Map<Method, InterceptionProblem> problems) {
		this.handlers = handlers;
		this.serviceCalls = serviceCalls;
		this.wovenHandlers = wovenHandlers;
		this.wovenServiceCalls = wovenServiceCalls;
		this.problems = problems;
	}

	/**
	 * Look through a class.
	 * @param type the class of a bean
	 * @return its methods
	 */
	static MonitoredMethods of(Class<?> type) {
		if (isForeign(type)) {
			return NONE;
		}
		Map<Method, Found> found = isGenerated(type) ? findOnInterfaces(type) : find(type);
		if (found.isEmpty()) {
			return NONE;
		}
		Map<Method, String> handlers = new LinkedHashMap<>();
		Map<Method, ServiceOperation> serviceCalls = new LinkedHashMap<>();
		Map<Method, String> wovenHandlers = new LinkedHashMap<>();
		Map<Method, ServiceOperation> wovenServiceCalls = new LinkedHashMap<>();
		Map<Method, InterceptionProblem> problems = new LinkedHashMap<>();
		found.forEach((method, annotations) -> {
			Class<?> named = isGenerated(type) ? method.getDeclaringClass() : type;
			if (!isBeanMethod(method)) {
				putHandler(wovenHandlers, annotations.handler(), method, named);
				putServiceCall(wovenServiceCalls, annotations.serviceCall(), method, named);
			}
			InterceptionProblem problem = isGenerated(type) ? null : problem(method, type, annotations);
			if (problem != null) {
				problems.put(method, problem);
				return;
			}
			putHandler(handlers, annotations.proxyHandler(), method, named);
			putServiceCall(serviceCalls, annotations.serviceCall(), method, named);
		});
		return new MonitoredMethods(handlers, serviceCalls, wovenHandlers, wovenServiceCalls, problems);
	}

	private static void putHandler(Map<Method, String> names, @Nullable MonitoredHandler handler, Method method,
			Class<?> type) {
		if (handler != null) {
			names.put(method, handlerName(handler, method, type));
		}
	}

	private static void putServiceCall(Map<Method, ServiceOperation> operations, @Nullable CloudServiceCall call,
			Method method, Class<?> type) {
		if (call != null) {
			operations.put(method, operation(call, method, type));
		}
	}

	static boolean isForeign(Class<?> type) {
		for (String foreign : FOREIGN_PACKAGES) {
			if (type.getName().startsWith(foreign)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether a class is that of a JDK proxy or a lambda. It can only be called
	 * through its interfaces, and its name says nothing.
	 */
	private static boolean isGenerated(Class<?> type) {
		return Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
	}

	private static Map<Method, Found> findOnInterfaces(Class<?> type) {
		Map<Method, Found> found = new LinkedHashMap<>();
		for (Class<?> exposed : ClassUtils.getAllInterfacesForClass(type)) {
			if (!isForeign(exposed)) {
				found.putAll(find(exposed));
			}
		}
		return found;
	}

	private static Map<Method, Found> find(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<Found>) (method) -> find(method, type));
	}

	private static @Nullable Found find(Method method, Class<?> type) {
		if (method.getDeclaringClass() == Object.class || method.isSynthetic()) {
			return null;
		}
		MonitoredHandler handler = AnnotatedElementUtils.findMergedAnnotation(method, MonitoredHandler.class);
		CloudServiceCall call = AnnotatedElementUtils.findMergedAnnotation(method, CloudServiceCall.class);
		boolean functional = false;
		if (isBeanMethod(method)) {
			// The calls of the functional bean that it makes are seen by a proxy of that.
			handler = FunctionalBeans.isFunctional(method.getReturnType()) ? null : handler;
		}
		else if (isMeantByType(method)) {
			Class<?> declaring = method.getDeclaringClass();
			functional = FunctionalBeans.isFunctionalMethod(method, type);
			if (handler == null && (functional || !FunctionalBeans.isFunctional(type))) {
				handler = AnnotatedElementUtils.findMergedAnnotation(declaring, MonitoredHandler.class);
			}
			if (call == null) {
				call = AnnotatedElementUtils.findMergedAnnotation(declaring, CloudServiceCall.class);
			}
		}
		return (handler != null || call != null) ? new Found(handler, call, functional) : null;
	}

	private static boolean isBeanMethod(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, Bean.class);
	}

	/**
	 * Return whether an annotation on the type speaks of a method.
	 */
	private static boolean isMeantByType(Method method) {
		return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method);
	}

	private static @Nullable InterceptionProblem problem(Method method, Class<?> type, Found found) {
		String place = place(method);
		int modifiers = method.getModifiers();
		if (found.proxyHandler() == null && found.serviceCall() == null) {
			return null;
		}
		if (isBeanMethod(method)) {
			return (found.handler() != null)
					? new InterceptionProblem(null, place,
							"@MonitoredHandler on a @Bean method can only watch a Function, Consumer or Supplier",
							"Return one of these, or put the annotation on the method that does the work")
					: new InterceptionProblem(null, place, "@CloudServiceCall on a @Bean method has nothing to count",
							"Put it on the methods that call the service");
		}
		if (Modifier.isPrivate(modifiers)) {
			return new InterceptionProblem(null, place, "a private method cannot be intercepted",
					"Make it package-private or wider and call it from another bean");
		}
		if (Modifier.isStatic(modifiers)) {
			return new InterceptionProblem(null, place, "a static method cannot be intercepted",
					"Make it an instance method of a bean");
		}
		if (Modifier.isFinal(type.getModifiers())) {
			return new InterceptionProblem(null, place, "a final class or record cannot be intercepted",
					"Remove 'final' from " + ClassUtils.getShortName(type) + ", or use the ResourceMonitor bean in it");
		}
		if (type.isSealed() && !type.isInterface()) {
			return new InterceptionProblem(null, place, "a sealed class cannot be intercepted", "Remove 'sealed' from "
					+ ClassUtils.getShortName(type) + ", or use the ResourceMonitor bean in it");
		}
		if (Modifier.isFinal(modifiers)) {
			return new InterceptionProblem(null, place, "a final method cannot be intercepted",
					"Remove 'final', or use the ResourceMonitor bean in it");
		}
		return null;
	}

	static String place(Method method) {
		return ClassUtils.getShortName(method.getDeclaringClass()) + "." + method.getName() + "()";
	}

	private static String handlerName(MonitoredHandler handler, Method method, Class<?> type) {
		return StringUtils.hasText(handler.name()) ? handler.name() : type.getSimpleName() + "." + method.getName();
	}

	private static ServiceOperation operation(CloudServiceCall call, Method method, Class<?> type) {
		String service = StringUtils.hasText(call.service()) ? call.service() : type.getSimpleName();
		String operation = StringUtils.hasText(call.operation()) ? call.operation() : method.getName();
		return new ServiceOperation(service, operation, call.direction());
	}

	boolean hasHandlers() {
		return !this.handlers.isEmpty();
	}

	boolean hasServiceCalls() {
		return !this.serviceCalls.isEmpty();
	}

	/**
	 * Return the name of a handler.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the name, or {@code null} if the method is no handler
	 */
	@Nullable String handler(Method called, Class<?> type) {
		return this.handlers.get(specific(called, type));
	}

	/**
	 * Return the operation that a method calls.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the operation, or {@code null} if the method is no service call
	 */
	@Nullable ServiceOperation serviceCall(Method called, Class<?> type) {
		return this.serviceCalls.get(specific(called, type));
	}

	/**
	 * Return the name of a handler whose calls are seen where they arrive, not where a
	 * proxy sees them.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the name, or {@code null} if the method is no handler
	 */
	@Nullable String wovenHandler(Method called, Class<?> type) {
		return this.wovenHandlers.get(specific(called, type));
	}

	/**
	 * Return the operation that a method calls, if its calls are seen where they arrive.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the operation, or {@code null} if the method is no service call
	 */
	@Nullable ServiceOperation wovenServiceCall(Method called, Class<?> type) {
		return this.wovenServiceCalls.get(specific(called, type));
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
	 * Return what a method is declared to return, type variables of the class replaced.
	 * @param called the method that is called
	 * @param type the class of the target
	 * @return the class; {@code Object} if that is not declared
	 */
	Class<?> resultType(Method called, Class<?> type) {
		Class<?> result = this.resultTypes.get(called);
		if (result == null) {
			result = ResolvableType.forMethodReturnType(specific(called, type), type).resolve(Object.class);
			this.resultTypes.put(called, result);
		}
		return result;
	}

	Method specific(Method called, Class<?> type) {
		Method method = this.specific.get(called);
		if (method == null) {
			method = isGenerated(type) ? called : AopUtils.getMostSpecificMethod(called, type);
			this.specific.put(called, method);
		}
		return method;
	}

	/**
	 * Return the methods that a proxy shall intercept.
	 * @return the methods
	 */
	List<Method> intercepted() {
		List<Method> result = new ArrayList<>(this.handlers.keySet());
		this.serviceCalls.keySet().stream().filter((method) -> !result.contains(method)).forEach(result::add);
		return result;
	}

	/**
	 * Return the methods that a proxy cannot intercept.
	 * @return the methods, and why it cannot
	 */
	Map<Method, InterceptionProblem> problems() {
		return this.problems;
	}

	/**
	 * What was found on a method.
	 *
	 * @param handler the annotation of a handler
	 * @param serviceCall the annotation of a service call
	 * @param functional whether it is the method of a function, whose proxy is made apart
	 */
	private record Found(@Nullable MonitoredHandler handler, @Nullable CloudServiceCall serviceCall,
			boolean functional) {

		@Nullable MonitoredHandler proxyHandler() {
			return this.functional ? null : this.handler;
		}

	}

}
