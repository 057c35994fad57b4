package io.github.resourcemonitor.servicecall;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Chain of all payload sizers: the first one that supports a type is used. Arrays,
 * collections and {@link Optional} are measured by their elements. Thread-safe.
 */
public final class PayloadSizers {

	private static final String HOOK = "payload sizer";

	/**
	 * Maximum depth of nested structures; a deeper one is assumed to contain itself.
	 */
	private static final int MAX_DEPTH = 8;

	private static final int MAX_TYPES = 1024;

	private final List<PayloadSizer> sizers;

	private final Failures failures;

	private final Map<Class<?>, Optional<PayloadSizer>> byType = new ConcurrentHashMap<>();

	/**
	 * Create a new instance.
	 * @param sizers the sizers that take precedence over the built-in one
	 * @param failures where failures of sizers are recorded
	 */
	public PayloadSizers(List<PayloadSizer> sizers, Failures failures) {
		this.sizers = Stream.concat(sizers.stream(), Stream.of(new StandardPayloadSizer())).toList();
		this.failures = failures;
	}

	/**
	 * Return whether objects of a type can be measured.
	 * @param type the type
	 * @return whether they can; for a collection, provided that its elements can
	 */
	public boolean supports(Class<?> type) {
		Boolean supported = this.failures.attempt(HOOK, () -> isStructure(type) || sizer(type) != null);
		return supported != null && supported;
	}

	/**
	 * Return the size of a payload.
	 * @param payload the payload
	 * @return the size in bytes; 0 for {@code null}; {@link PayloadSizer#UNKNOWN} if
	 * unknown
	 */
	public long sizeOf(@Nullable Object payload) {
		Long size = this.failures.attempt(HOOK, () -> sizeOf(payload, 0));
		return (size != null) ? size : PayloadSizer.UNKNOWN;
	}

	private long sizeOf(@Nullable Object payload, int depth) {
		if (payload == null) {
			return 0;
		}
		PayloadSizer sizer = sizer(payload.getClass());
		if (sizer != null) {
			return Math.max(sizer.sizeOf(payload), PayloadSizer.UNKNOWN);
		}
		if (depth == MAX_DEPTH) {
			return PayloadSizer.UNKNOWN;
		}
		if (payload instanceof Optional<?> optional) {
			return sizeOf(optional.orElse(null), depth + 1);
		}
		if (payload instanceof Object[] array) {
			return sum(Arrays.asList(array), depth);
		}
		if (payload instanceof Collection<?> collection) {
			return sum(collection, depth);
		}
		return PayloadSizer.UNKNOWN;
	}

	private long sum(Collection<?> elements, int depth) {
		long sum = 0;
		for (Object element : elements) {
			long size = sizeOf(element, depth + 1);
			if (size == PayloadSizer.UNKNOWN) {
				return PayloadSizer.UNKNOWN;
			}
			sum += size;
		}
		return sum;
	}

	private static boolean isStructure(Class<?> type) {
		return Optional.class.isAssignableFrom(type) || Object[].class.isAssignableFrom(type)
				|| Collection.class.isAssignableFrom(type);
	}

	private @Nullable PayloadSizer sizer(Class<?> type) {
		Optional<PayloadSizer> sizer = this.byType.get(type);
		if (sizer == null) {
			sizer = this.sizers.stream().filter((candidate) -> candidate.supports(type)).findFirst();
			// An unbounded number of generated types must not fill the heap.
			if (this.byType.size() < MAX_TYPES) {
				this.byType.put(type, sizer);
			}
		}
		return sizer.orElse(null);
	}

}
