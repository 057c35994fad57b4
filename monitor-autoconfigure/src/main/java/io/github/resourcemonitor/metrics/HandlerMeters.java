package io.github.resourcemonitor.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Trigger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.util.function.SingletonSupplier;

/**
 * The meters of one handler in one registry, apart for each trigger.
 * <p>
 * Safe for use by any thread.
 */
final class HandlerMeters {

	/**
	 * A registry wants the same tags on all meters of a name, so an unknown trigger has a
	 * value too.
	 */
	private static final String UNKNOWN = "unknown";

	/**
	 * For each trigger, that of an unknown one last.
	 */
	private final List<Supplier<TriggerMeters>> meters = new ArrayList<>();

	HandlerMeters(MeterRegistry registry, String handler) {
		Tags tags = Tags.of("handler", handler);
		for (Trigger trigger : Trigger.values()) {
			this.meters.add(meters(registry, tags, trigger.label()));
		}
		this.meters.add(meters(registry, tags, UNKNOWN));
	}

	private static Supplier<TriggerMeters> meters(MeterRegistry registry, Tags handler, String trigger) {
		return SingletonSupplier.of(() -> new TriggerMeters(registry, handler.and("faas.trigger", trigger)));
	}

	void record(InvocationRecord record) {
		Trigger trigger = record.trigger();
		this.meters.get((trigger != null) ? trigger.ordinal() : this.meters.size() - 1).get().record(record);
	}

}
