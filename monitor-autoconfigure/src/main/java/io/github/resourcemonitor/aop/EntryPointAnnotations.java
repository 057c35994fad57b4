package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The annotations of methods that frameworks call, by name because the frameworks are
 * optional. A method is found where its framework finds it: some look at overridden
 * methods and at those of interfaces, others do not.
 */
final class EntryPointAnnotations {

	private static final List<Listed> ALL = List.of(
			new Listed(EntryPointKind.SCHEDULED, SearchStrategy.DIRECT, "org.springframework.scheduling.annotation.",
					"Scheduled", "Schedules"),
			new Listed(EntryPointKind.MESSAGES, SearchStrategy.TYPE_HIERARCHY, "org.springframework.kafka.annotation.",
					"KafkaListener", "KafkaListeners", "KafkaHandler", "DltHandler"),
			new Listed(EntryPointKind.MESSAGES, SearchStrategy.TYPE_HIERARCHY,
					"org.springframework.amqp.rabbit.annotation.", "RabbitListener", "RabbitListeners",
					"RabbitHandler"),
			new Listed(EntryPointKind.MESSAGES, SearchStrategy.DIRECT, "org.springframework.jms.annotation.",
					"JmsListener", "JmsListeners"),
			new Listed(EntryPointKind.MESSAGES, SearchStrategy.TYPE_HIERARCHY, "org.springframework.pulsar.annotation.",
					"PulsarListener", "PulsarListeners", "PulsarReader"),
			new Listed(EntryPointKind.MESSAGES, SearchStrategy.TYPE_HIERARCHY,
					"org.springframework.pulsar.reactive.config.annotation.", "ReactivePulsarListener",
					"ReactivePulsarListeners"),
			new Listed(EntryPointKind.MESSAGES, SearchStrategy.TYPE_HIERARCHY, "io.awspring.cloud.sqs.annotation.",
					"SqsListener", "SqsHandler"),
			new Listed(EntryPointKind.EVENTS, SearchStrategy.TYPE_HIERARCHY, "org.springframework.context.event.",
					"EventListener"));

	static final EntryPointAnnotations ANY = new EntryPointAnnotations(EnumSet.allOf(EntryPointKind.class));

	private final List<Listed> wanted;

	EntryPointAnnotations(Set<EntryPointKind> kinds) {
		this.wanted = ALL.stream().filter((listed) -> kinds.contains(listed.kind())).toList();
	}

	/**
	 * Return the names of the annotations, those that contain repeated ones included.
	 */
	Set<String> names() {
		return this.wanted.stream().flatMap(Listed::names).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Return the kind of a method.
	 * @param method the most specific method
	 * @param type the class of the bean
	 * @return the kind, {@code null} if no framework calls it, or one that is not wanted
	 */
	@Nullable EntryPointKind kindOf(Method method, Class<?> type) {
		for (Listed listed : this.wanted) {
			MergedAnnotations annotations = MergedAnnotations.from(method, listed.search());
			if (listed.names().anyMatch(annotations::isPresent)
					&& (listed.kind() != EntryPointKind.EVENTS || takesCloudEvents(annotations, method, type))) {
				return listed.kind();
			}
		}
		return null;
	}

	private static boolean takesCloudEvents(MergedAnnotations annotations, Method method, Class<?> type) {
		MergedAnnotation<EventListener> listener = annotations.get(EventListener.class);
		Class<?>[] declared = listener.getClassArray("classes");
		if (declared.length > 0) {
			return Arrays.stream(declared).allMatch(CloudEvents::isEvent);
		}
		if (method.getParameterCount() != 1) {
			return false;
		}
		ResolvableType parameter = ResolvableType.forMethodParameter(method, 0, type);
		ResolvableType payload = parameter.as(PayloadApplicationEvent.class);
		return CloudEvents.isEvent((payload != ResolvableType.NONE) ? payload.getGeneric().resolve(Object.class)
				: parameter.resolve(Object.class));
	}

	/**
	 * Annotations of one package.
	 *
	 * @param kind the kind of method
	 * @param search where the framework looks for them
	 * @param prefix the package, with a dot
	 * @param simpleNames their names in it
	 */
	private record Listed(EntryPointKind kind, SearchStrategy search, String prefix, List<String> simpleNames) {

		Listed(EntryPointKind kind, SearchStrategy search, String prefix, String... simpleNames) {
			this(kind, search, prefix, List.of(simpleNames));
		}

		Stream<String> names() {
			return this.simpleNames.stream().map((name) -> this.prefix + name);
		}

	}

}
