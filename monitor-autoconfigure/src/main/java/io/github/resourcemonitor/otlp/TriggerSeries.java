package io.github.resourcemonitor.otlp;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.share.FairShare;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The series of one handler and one trigger. What is unknown is not added. Used by one
 * thread.
 */
final class TriggerSeries {

	private final Attributes attributes;

	/**
	 * For each outcome two histograms: without and with a cold start.
	 */
	private final List<ExponentialHistogram> durations = new ArrayList<>();

	private final ExponentialHistogram initialization = new ExponentialHistogram(Metric.INIT_DURATION.unit());

	private final ExponentialHistogram cpu = new ExponentialHistogram(Metric.CPU_USAGE.unit());

	private final ExponentialHistogram memory = new ExponentialHistogram(Metric.MEMORY_USAGE.unit());

	private final ExponentialHistogram received = new ExponentialHistogram(Metric.NETWORK_IO.unit());

	private final ExponentialHistogram sent = new ExponentialHistogram(Metric.NETWORK_IO.unit());

	private final Sum successes = new Sum();

	private final Sum errors = new Sum();

	private final Sum coldStarts = new Sum();

	private final Sum shareWall = new Sum();

	private final Sum shareCpu = new Sum();

	private final Sum shareRead = new Sum();

	private final Sum shareWritten = new Sum();

	private final Sum shareReceived = new Sum();

	private final Sum shareSent = new Sum();

	/**
	 * Create empty series.
	 * @param handler the name of the handler
	 * @param trigger the trigger
	 */
	TriggerSeries(String handler, String trigger) {
		this.attributes = Attributes.of(OtlpAttributes.HANDLER, handler, OtlpAttributes.TRIGGER, trigger);
		for (int i = 0; i < 2 * Outcome.values().length; i++) {
			this.durations.add(new ExponentialHistogram(Metric.INVOKE_DURATION.unit()));
		}
	}

	void add(InvocationRecord record) {
		this.durations.get(2 * record.outcome().ordinal() + (record.coldStart() ? 1 : 0)).add(record.durationNanos());
		add(this.initialization, record.initNanos());
		add(this.cpu, record.own().totalCpuNanos());
		long resident = record.process().max(Column.MEMORY_RSS);
		if (resident != Column.ABSENT) {
			this.memory.add(resident);
		}
		add(this.received, record.process().delta(Column.NETWORK_RECEIVED));
		add(this.sent, record.process().delta(Column.NETWORK_SENT));
		if (record.coldStart()) {
			this.coldStarts.add(1);
		}
		if (record.outcome() == Outcome.SUCCESS) {
			this.successes.add(1);
		}
		else if (record.outcome() == Outcome.ERROR) {
			this.errors.add(1);
		}
		FairShare share = record.share();
		if (share != null) {
			this.shareWall.add(share.wallNanos());
			add(this.shareCpu, share.cpuNanos());
			add(this.shareRead, share.value(Column.DISK_READ_BYTES));
			add(this.shareWritten, share.value(Column.DISK_WRITE_BYTES));
			add(this.shareReceived, share.value(Column.NETWORK_RECEIVED));
			add(this.shareSent, share.value(Column.NETWORK_SENT));
		}
	}

	private static void add(ExponentialHistogram histogram, @Nullable Long value) {
		if (value != null) {
			histogram.add(value);
		}
	}

	private static void add(Sum sum, @Nullable Long value) {
		if (value != null) {
			sum.add(value);
		}
	}

	void collect(MetricPoints points) {
		for (Outcome outcome : Outcome.values()) {
			for (int cold = 0; cold < 2; cold++) {
				ExponentialHistogram duration = this.durations.get(2 * outcome.ordinal() + cold);
				if (!duration.isEmpty()) {
					points.add(Metric.INVOKE_DURATION,
							this.attributes.toBuilder()
								.put(OtlpAttributes.OUTCOME, outcome.name())
								.put(OtlpAttributes.COLD_START, cold == 1)
								.build(),
							duration);
				}
			}
		}
		points.add(Metric.INIT_DURATION, this.attributes, this.initialization);
		points.add(Metric.CPU_USAGE, this.attributes, this.cpu);
		points.add(Metric.MEMORY_USAGE, this.attributes, this.memory);
		points.add(Metric.NETWORK_IO, network("receive"), this.received);
		points.add(Metric.NETWORK_IO, network("transmit"), this.sent);
		points.add(Metric.INVOCATIONS, this.attributes, this.successes);
		points.add(Metric.ERRORS, this.attributes, this.errors);
		points.add(Metric.COLD_STARTS, this.attributes, this.coldStarts);
		points.add(Metric.SHARE_WALL, this.attributes, this.shareWall);
		points.add(Metric.SHARE_CPU, this.attributes, this.shareCpu);
		points.add(Metric.SHARE_DISK, disk("read"), this.shareRead);
		points.add(Metric.SHARE_DISK, disk("write"), this.shareWritten);
		points.add(Metric.SHARE_NETWORK, network("receive"), this.shareReceived);
		points.add(Metric.SHARE_NETWORK, network("transmit"), this.shareSent);
	}

	private Attributes network(String direction) {
		return this.attributes.toBuilder().put(OtlpAttributes.NETWORK_DIRECTION, direction).build();
	}

	private Attributes disk(String direction) {
		return this.attributes.toBuilder().put(OtlpAttributes.DISK_DIRECTION, direction).build();
	}

	void clear() {
		this.durations.forEach(ExponentialHistogram::clear);
		for (ExponentialHistogram histogram : List.of(this.initialization, this.cpu, this.memory, this.received,
				this.sent)) {
			histogram.clear();
		}
		for (Sum sum : List.of(this.successes, this.errors, this.coldStarts, this.shareWall, this.shareCpu,
				this.shareRead, this.shareWritten, this.shareReceived, this.shareSent)) {
			sum.clear();
		}
	}

}
