package io.github.resourcemonitor.metrics;

import java.util.function.ToDoubleFunction;

import io.github.resourcemonitor.export.ExporterState;
import io.github.resourcemonitor.export.RecordExports;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Publishes what each exporter has done as meters, with its name as a tag.
 */
public final class ExporterMeters implements MeterBinder {

	private static final String TAG = "exporter";

	private final RecordExports exports;

	/**
	 * Create new meters.
	 * @param exports the exporters
	 */
	public ExporterMeters(RecordExports exports) {
		this.exports = exports;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ExporterState state : this.exports.states()) {
			String name = state.name();
			counter(registry, name, "resourcemonitor.export.records", "Records that were exported",
					ExporterState::exported);
			counter(registry, name, "resourcemonitor.export.dropped",
					"Records that were not exported and never will be", ExporterState::dropped);
			counter(registry, name, "resourcemonitor.export.failures", "Exports that failed or took too long",
					ExporterState::failures);
			Gauge
				.builder("resourcemonitor.export.waiting", this.exports,
						(exports) -> value(exports, name, ExporterState::waiting))
				.description("Records that wait for their export")
				.tag(TAG, name)
				.register(registry);
		}
	}

	private void counter(MeterRegistry registry, String exporter, String name, String description,
			ToDoubleFunction<ExporterState> value) {
		FunctionCounter.builder(name, this.exports, (exports) -> value(exports, exporter, value))
			.description(description)
			.tag(TAG, exporter)
			.register(registry);
	}

	private static double value(RecordExports exports, String exporter, ToDoubleFunction<ExporterState> value) {
		for (ExporterState state : exports.states()) {
			if (state.name().equals(exporter)) {
				return value.applyAsDouble(state);
			}
		}
		return Double.NaN;
	}

}
