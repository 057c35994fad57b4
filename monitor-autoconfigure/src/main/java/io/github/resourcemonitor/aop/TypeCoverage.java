package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationListener;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.stereotype.Controller;
import org.springframework.util.ReflectionUtils;

/**
 * The methods that an annotation on a type applies to: all that others can call to have
 * work done. Methods for the container or for the preparation of a request are not; their
 * work is part of other calls.
 */
final class TypeCoverage {

	/**
	 * Types with one method that does the work, by name because they are optional.
	 */
	private static final Map<String, String> ENTRY_METHODS = Map.of("jakarta.servlet.Filter", "doFilter",
			"jakarta.servlet.Servlet", "service");

	/**
	 * Annotations of methods that a framework calls with a request, message or event.
	 */
	private static final Set<String> ENTRY_ANNOTATIONS = Set.of(
			"org.springframework.web.bind.annotation.RequestMapping",
			"org.springframework.web.service.annotation.HttpExchange",
			"org.springframework.messaging.handler.annotation.MessageMapping",
			"org.springframework.messaging.simp.annotation.SubscribeMapping",
			"org.springframework.messaging.rsocket.annotation.ConnectMapping",
			"org.springframework.graphql.data.method.annotation.SchemaMapping",
			"org.springframework.graphql.data.method.annotation.BatchMapping",
			"org.springframework.context.event.EventListener", "org.springframework.scheduling.annotation.Scheduled",
			"org.springframework.scheduling.annotation.Schedules", "org.springframework.kafka.annotation.KafkaListener",
			"org.springframework.kafka.annotation.KafkaListeners",
			"org.springframework.amqp.rabbit.annotation.RabbitListener",
			"org.springframework.amqp.rabbit.annotation.RabbitListeners",
			"org.springframework.jms.annotation.JmsListener", "org.springframework.jms.annotation.JmsListeners",
			"org.springframework.pulsar.annotation.PulsarListener", "io.awspring.cloud.sqs.annotation.SqsListener");

	/**
	 * Annotations of methods that take part in the handling of a request which another
	 * method handles.
	 */
	private static final Set<String> PART_ANNOTATIONS = Set.of("org.springframework.web.bind.annotation.InitBinder",
			"org.springframework.web.bind.annotation.ModelAttribute",
			"org.springframework.web.bind.annotation.ExceptionHandler",
			"org.springframework.messaging.handler.annotation.MessageExceptionHandler",
			"org.springframework.graphql.data.method.annotation.GraphQlExceptionHandler");

	private static final Set<String> LIFECYCLE_ANNOTATIONS = Set.of("jakarta.annotation.PostConstruct",
			"jakarta.annotation.PreDestroy");

	private static final Set<Class<?>> CONTAINER_INTERFACES = Set.of(InitializingBean.class, DisposableBean.class,
			SmartInitializingSingleton.class, FactoryBean.class, SmartFactoryBean.class, Lifecycle.class,
			SmartLifecycle.class, Phased.class, Ordered.class, SmartApplicationListener.class,
			GenericApplicationListener.class);

	private final InheritedMethods methods;

	private final Predicate<Method> filter;

	private TypeCoverage(InheritedMethods methods, Predicate<Method> filter) {
		this.methods = methods;
		this.filter = filter;
	}

	static TypeCoverage of(InheritedMethods methods) {
		String entry = entryMethod(methods.type());
		if (entry != null) {
			return new TypeCoverage(methods, (method) -> method.getName().equals(entry)
					&& methods.isDeclaredByInterface(method, (type) -> ENTRY_METHODS.containsKey(type.getName())));
		}
		boolean controller = MergedAnnotations.from(methods.type(), SearchStrategy.TYPE_HIERARCHY)
			.isPresent(Controller.class);
		Predicate<Method> entries = (method) -> hasAny(methods, method, ENTRY_ANNOTATIONS);
		if (controller && methods.executed().stream().anyMatch(entries)) {
			return new TypeCoverage(methods, entries);
		}
		return new TypeCoverage(methods,
				(method) -> entries.test(method) || !hasAny(methods, method, PART_ANNOTATIONS));
	}

	private static @Nullable String entryMethod(Class<?> type) {
		for (Map.Entry<String, String> entry : ENTRY_METHODS.entrySet()) {
			if (isNamed(type, entry.getKey())) {
				return entry.getValue();
			}
		}
		return null;
	}

	/**
	 * Return whether a type is, extends or implements the one of a name.
	 */
	private static boolean isNamed(Class<?> type, String name) {
		if (type.getName().equals(name)) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (isNamed(implemented, name)) {
				return true;
			}
		}
		return type.getSuperclass() != null && isNamed(type.getSuperclass(), name);
	}

	/**
	 * Return whether a class is called by a servlet container, through an interface.
	 */
	static boolean isServletComponent(Class<?> type) {
		return entryMethod(type) != null;
	}

	/**
	 * Return whether the container calls the methods of an interface before there is a
	 * proxy.
	 */
	static boolean isCalledOnTarget(Class<?> declaring) {
		return Aware.class.isAssignableFrom(declaring) || declaring == InitializingBean.class
				|| declaring == DisposableBean.class;
	}

	/**
	 * Return whether an annotation on the type applies to a method.
	 */
	boolean contains(Method method) {
		return isCandidate(method) && this.filter.test(method);
	}

	/**
	 * Return whether others can call a method for something else than the container's
	 * purposes.
	 */
	boolean isCandidate(Method method) {
		return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method) && !isForContainer(method);
	}

	private boolean isForContainer(Method method) {
		return hasAny(this.methods, method, LIFECYCLE_ANNOTATIONS)
				|| this.methods.isDeclaredByInterface(method, (type) -> isContainerMethod(method, type));
	}

	private static boolean isContainerMethod(Method method, Class<?> declaring) {
		return Aware.class.isAssignableFrom(declaring) || CONTAINER_INTERFACES.contains(declaring)
				|| (declaring == ApplicationListener.class && !method.getName().equals("onApplicationEvent"));
	}

	private static boolean hasAny(InheritedMethods methods, Method method, Set<String> names) {
		return methods.declarationsOf(method)
			.stream()
			.map((declaration) -> MergedAnnotations.from(declaration, SearchStrategy.TYPE_HIERARCHY))
			.anyMatch((annotations) -> names.stream().anyMatch(annotations::isPresent));
	}

}
