package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The annotated methods of all classes; each class is scanned once. Safe for use by any
 * thread.
 */
public final class MonitoredMethodIndex {

	private final Map<Class<?>, MonitoredMethods> methods = new ConcurrentHashMap<>();

	private final AnnotationPresence presence = new AnnotationPresence();

	private final AnnotationPresence entryPoints = new AnnotationPresence(EntryPointAnnotations.ANY.names());

	private final TypeNames names = new TypeNames();

	/**
	 * Create a new index.
	 */
	public MonitoredMethodIndex() {
	}

	MonitoredMethods get(Class<?> type) {
		MonitoredMethods result = this.methods.get(type);
		if (result == null) {
			Class<?> userType = ClassUtils.getUserClass(type);
			result = (userType != type) ? get(userType) : MonitoredMethodScanner.scan(type, this.presence, this.names);
			this.methods.put(type, result);
		}
		return result;
	}

	/**
	 * Return whether a class has an annotation or inherits one, on itself or on a method.
	 */
	boolean isAnnotated(Class<?> type) {
		return this.presence.isPresent(type);
	}

	/**
	 * Return the default names of handlers.
	 */
	TypeNames names() {
		return this.names;
	}

	@Nullable String handler(Method method, Class<?> type) {
		return get(type).handler(method, type);
	}

	Class<?> resultType(Method method, Class<?> type) {
		return get(type).resultType(method, type);
	}

	@Nullable EntryPointKind entryPoint(Method method, Class<?> type) {
		return this.entryPoints.isPresent(type) ? get(type).entryPoint(method, type) : null;
	}

	@Nullable ServiceOperation serviceCall(Method method, Class<?> type) {
		return get(type).serviceCall(method, type);
	}

	@Nullable String wovenHandler(Method method, Class<?> type) {
		return get(type).wovenHandler(method, type);
	}

	@Nullable ServiceOperation wovenServiceCall(Method method, Class<?> type) {
		return get(type).wovenServiceCall(method, type);
	}

}
