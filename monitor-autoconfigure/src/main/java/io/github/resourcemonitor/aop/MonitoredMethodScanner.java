package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the annotated methods of classes.
 */
final class MonitoredMethodScanner {

	/**
	 * Packages whose classes do not have the annotations. Skipping them saves time,
	 * because an application has hundreds of such beans.
	 */
	private static final String[] EXCLUDED_PACKAGES = { "java.", "javax.", "jakarta.", "org.springframework.",
			"org.apache.catalina.", "com.google.cloud.", "com.google.api.", "io.micrometer.", "tools.jackson.",
			"com.fasterxml." };

	private MonitoredMethodScanner() {
	}

	/**
	 * Scan a class.
	 * @param type the class of a bean
	 * @return its methods
	 */
	static MonitoredMethods scan(Class<?> type) {
		if (isExcluded(type)) {
			return MonitoredMethods.NONE;
		}
		Map<Method, MethodAnnotations> found = MonitoredMethods.isGenerated(type) ? findOnInterfaces(type) : find(type);
		if (found.isEmpty()) {
			return MonitoredMethods.NONE;
		}
		Map<Method, String> handlers = new LinkedHashMap<>();
		Map<Method, ServiceOperation> serviceCalls = new LinkedHashMap<>();
		Map<Method, String> wovenHandlers = new LinkedHashMap<>();
		Map<Method, ServiceOperation> wovenServiceCalls = new LinkedHashMap<>();
		Map<Method, InterceptionProblem> problems = new LinkedHashMap<>();
		found.forEach((method, annotations) -> {
			Class<?> named = MonitoredMethods.isGenerated(type) ? method.getDeclaringClass() : type;
			if (!MethodAnnotations.isBeanMethod(method)) {
				putHandler(wovenHandlers, annotations.handler(), method, named);
				putServiceCall(wovenServiceCalls, annotations.serviceCall(), method, named);
			}
			InterceptionProblem problem = MonitoredMethods.isGenerated(type) ? null
					: InterceptionRules.problem(method, type, annotations);
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

	static boolean isExcluded(Class<?> type) {
		for (String excluded : EXCLUDED_PACKAGES) {
			if (type.getName().startsWith(excluded)) {
				return true;
			}
		}
		return false;
	}

	private static Map<Method, MethodAnnotations> findOnInterfaces(Class<?> type) {
		Map<Method, MethodAnnotations> found = new LinkedHashMap<>();
		for (Class<?> exposed : ClassUtils.getAllInterfacesForClass(type)) {
			if (!isExcluded(exposed)) {
				found.putAll(find(exposed));
			}
		}
		return found;
	}

	private static Map<Method, MethodAnnotations> find(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<MethodAnnotations>) (method) -> MethodAnnotations.find(method,
						type));
	}

	private static String handlerName(MonitoredHandler handler, Method method, Class<?> type) {
		return StringUtils.hasText(handler.name()) ? handler.name() : type.getSimpleName() + "." + method.getName();
	}

	private static ServiceOperation operation(CloudServiceCall call, Method method, Class<?> type) {
		String service = StringUtils.hasText(call.service()) ? call.service() : type.getSimpleName();
		String operation = StringUtils.hasText(call.operation()) ? call.operation() : method.getName();
		return new ServiceOperation(service, operation, call.direction());
	}

}
