package io.github.resourcemonitor.otlp;

import java.util.function.Consumer;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * The series of one handler, apart for each trigger. Used by one thread.
 */
final class HandlerSeries {

	/**
	 * Value of the attribute if the trigger is not known, as that of the meters.
	 */
	private static final String UNKNOWN = "unknown";

	private final String handler;

	/**
	 * By trigger, that of an unknown one last.
	 */
	private final @Nullable TriggerSeries[] triggers = new @Nullable TriggerSeries[Trigger.values().length + 1];

	HandlerSeries(String handler) {
		this.handler = handler;
	}

	void add(InvocationRecord record) {
		Trigger trigger = record.trigger();
		int index = (trigger != null) ? trigger.ordinal() : this.triggers.length - 1;
		TriggerSeries series = this.triggers[index];
		if (series == null) {
			series = new TriggerSeries(this.handler, (trigger != null) ? trigger.label() : UNKNOWN);
			this.triggers[index] = series;
		}
		series.add(record);
	}

	void forEach(Consumer<TriggerSeries> action) {
		for (TriggerSeries series : this.triggers) {
			if (series != null) {
				action.accept(series);
			}
		}
	}

}
