package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The methods of all classes that frameworks call, without those that are handlers by an
 * annotation of the monitor; each class is scanned once. Safe for use by any thread.
 */
public final class EntryPoints {

	private final MonitoredMethodIndex index;

	private final EntryPointAnnotations annotations;

	private final AnnotationPresence presence;

	private final Map<Class<?>, EntryPointMethods> types = new ConcurrentHashMap<>();

	/**
	 * Create new entry points.
	 * @param kinds the kinds that are wanted
	 * @param index the annotated methods
	 */
	public EntryPoints(Set<EntryPointKind> kinds, MonitoredMethodIndex index) {
		this.index = index;
		this.annotations = new EntryPointAnnotations(kinds);
		this.presence = new AnnotationPresence(this.annotations.names());
	}

	EntryPointMethods of(Class<?> type) {
		Class<?> userType = ClassUtils.getUserClass(type);
		EntryPointMethods result = this.types.get(userType);
		if (result == null) {
			result = scan(userType);
			this.types.put(userType, result);
		}
		return result;
	}

	@Nullable EntryPoint find(Method method, Class<?> type) {
		return of(type).find(method, type);
	}

	private EntryPointMethods scan(Class<?> type) {
		if (!this.presence.isPresent(type) || MonitoredMethods.isGenerated(type)) {
			return EntryPointMethods.NONE;
		}
		InheritedMethods methods = InheritedMethods.of(type);
		InterceptionRules rules = new InterceptionRules(methods, ProxyKind.of(methods));
		Map<Method, EntryPoint> points = new LinkedHashMap<>();
		List<InterceptionProblem> problems = new ArrayList<>();
		for (Method method : methods.executed()) {
			EntryPointKind kind = isHandler(method, type) ? null : this.annotations.kindOf(method, type);
			if (kind != null) {
				InterceptionProblem problem = rules.problem(method);
				if (problem != null) {
					problems.add(problem);
				}
				else {
					points.put(method, new EntryPoint(kind, name(method, type),
							ResolvableType.forMethodReturnType(method, type).resolve(Object.class)));
				}
			}
		}
		return (points.isEmpty() && problems.isEmpty()) ? EntryPointMethods.NONE
				: new EntryPointMethods(points, problems, ProxyObstacle.find(methods));
	}

	private boolean isHandler(Method method, Class<?> type) {
		MonitoredMethods annotated = this.index.get(type);
		return annotated.isHandler(method, type) || annotated.isWovenHandler(method, type);
	}

	private Supplier<String> name(Method method, Class<?> type) {
		String suffix = "." + method.getName();
		TypeNames names = this.index.names();
		names.add(type, suffix);
		return SingletonSupplier.of(() -> names.get(type, suffix))::obtain;
	}

}
