package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the annotated methods of one class.
 */
final class MonitoredMethodScanner {

	private final TypeNames names;

	private final Map<Method, Supplier<String>> handlers = new LinkedHashMap<>();

	private final Map<Method, Supplier<ServiceOperation>> serviceCalls = new LinkedHashMap<>();

	private final Map<Method, Supplier<String>> wovenHandlers = new LinkedHashMap<>();

	private final Map<Method, Supplier<ServiceOperation>> wovenServiceCalls = new LinkedHashMap<>();

	private final Map<Method, InterceptionProblem> problems = new LinkedHashMap<>();

	private final Set<Method> own = new LinkedHashSet<>();

	private boolean byInterfaces;

	private MonitoredMethodScanner(TypeNames names) {
		this.names = names;
	}

	/**
	 * Scan a class.
	 * @param type the class of a bean
	 * @param presence knows which classes have no annotations
	 * @param names names the classes that have some
	 * @return its methods
	 */
	static MonitoredMethods scan(Class<?> type, AnnotationPresence presence, TypeNames names) {
		if (!presence.isPresent(type)) {
			return MonitoredMethods.NONE;
		}
		MonitoredMethodScanner scanner = new MonitoredMethodScanner(names);
		if (MonitoredMethods.isGenerated(type)) {
			for (Class<?> exposed : ClassUtils.getAllInterfacesForClass(type)) {
				if (presence.isPresent(exposed)) {
					scanner.addInterface(exposed);
				}
			}
		}
		else {
			scanner.addClass(type);
		}
		return scanner.result();
	}

	private MonitoredMethods result() {
		return new MonitoredMethods(this.handlers, this.serviceCalls, this.wovenHandlers, this.wovenServiceCalls,
				this.problems, this.own, this.byInterfaces);
	}

	private void addClass(Class<?> type) {
		AnnotatedType annotated = AnnotatedType.of(type);
		InterceptionRules rules = new InterceptionRules(annotated.methods(), ProxyKind.of(annotated.methods()));
		this.byInterfaces = rules.proxy().byInterfaces();
		for (Method method : annotated.methods().executed()) {
			MethodAnnotations annotations = annotated.annotationsOf(method);
			if (annotations != null && (annotations.own() || !rules.isOutOfReach(method))) {
				add(method, annotations, type, rules.problem(method, annotations));
			}
		}
		Method uncovered = annotated.findUncovered();
		if (uncovered != null) {
			this.problems.put(uncovered,
					new InterceptionProblem(null, ClassUtils.getShortName(type),
							"the annotation on the type applies to none of its methods",
							"Put it on the methods that are meant, for instance on the @Bean methods of functions"));
		}
	}

	/**
	 * Add the methods of an interface of a generated class. Callers call the methods that
	 * interfaces declare; no class has others.
	 */
	private void addInterface(Class<?> exposed) {
		AnnotatedType annotated = AnnotatedType.of(exposed);
		for (Method method : annotated.methods().executed()) {
			MethodAnnotations annotations = annotated.annotationsOf(method);
			if (annotations != null) {
				for (Method declaration : annotated.methods().declarationsOf(method)) {
					add(declaration, annotations, exposed, null);
				}
			}
		}
	}

	private void add(Method method, MethodAnnotations annotations, Class<?> type,
			@Nullable InterceptionProblem problem) {
		Supplier<String> handler = handlerName(annotations.handler(), method, type);
		Supplier<ServiceOperation> call = operation(annotations.serviceCall(), method, type);
		put(this.wovenHandlers, method, handler);
		put(this.wovenServiceCalls, method, call);
		if (problem != null) {
			this.problems.put(method, problem);
			return;
		}
		put(this.handlers, method, (annotations.proxyHandler() != null) ? handler : null);
		put(this.serviceCalls, method, call);
		if (annotations.own()) {
			this.own.add(method);
		}
	}

	private static <T> void put(Map<Method, Supplier<T>> values, Method method, @Nullable Supplier<T> value) {
		if (value != null) {
			values.putIfAbsent(method, value);
		}
	}

	private @Nullable Supplier<String> handlerName(@Nullable MonitoredHandler handler, Method method, Class<?> type) {
		if (handler == null) {
			return null;
		}
		String name = handler.name();
		if (StringUtils.hasText(name)) {
			return () -> name;
		}
		String suffix = "." + method.getName();
		this.names.add(type, suffix);
		return SingletonSupplier.of(() -> this.names.get(type, suffix))::obtain;
	}

	private @Nullable Supplier<ServiceOperation> operation(@Nullable CloudServiceCall call, Method method,
			Class<?> type) {
		if (call == null) {
			return null;
		}
		String operation = StringUtils.hasText(call.operation()) ? call.operation() : method.getName();
		if (StringUtils.hasText(call.service())) {
			ServiceOperation known = new ServiceOperation(call.service(), operation, call.direction());
			return () -> known;
		}
		this.names.add(type, "");
		return SingletonSupplier
			.of(() -> new ServiceOperation(this.names.get(type, ""), operation, call.direction()))::obtain;
	}

}
