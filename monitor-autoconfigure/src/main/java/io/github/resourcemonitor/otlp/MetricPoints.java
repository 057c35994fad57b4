package io.github.resourcemonitor.otlp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;

/**
 * The points of one request, all of them of the same interval and with delta temporality.
 * Series without a value are left out.
 */
final class MetricPoints {

	private final long start;

	private final long end;

	private final Map<Metric, List<LongPointData>> wholeSums = new EnumMap<>(Metric.class);

	private final Map<Metric, List<DoublePointData>> sums = new EnumMap<>(Metric.class);

	private final Map<Metric, List<ExponentialHistogramPointData>> histograms = new EnumMap<>(Metric.class);

	/**
	 * Create a request without points.
	 * @param start the start of the interval, in nanoseconds since the epoch
	 * @param end its end
	 */
	MetricPoints(long start, long end) {
		this.start = start;
		this.end = end;
	}

	void add(Metric metric, Attributes attributes, Sum sum) {
		if (!sum.isEmpty()) {
			add(metric, attributes, sum.value());
		}
	}

	void add(Metric metric, Attributes attributes, long value) {
		if (metric.unit().whole()) {
			this.wholeSums.computeIfAbsent(metric, (key) -> new ArrayList<>())
				.add(LongPointData.create(this.start, this.end, attributes, value));
		}
		else {
			this.sums.computeIfAbsent(metric, (key) -> new ArrayList<>())
				.add(DoublePointData.create(this.start, this.end, attributes, metric.unit().of(value), List.of()));
		}
	}

	void add(Metric metric, Attributes attributes, ExponentialHistogram histogram) {
		if (histogram.isEmpty()) {
			return;
		}
		int scale = histogram.scale();
		this.histograms.computeIfAbsent(metric, (key) -> new ArrayList<>())
			.add(ExponentialHistogramPointData.create(scale, histogram.sum(), histogram.zeros(), true, histogram.min(),
					true, histogram.max(),
					ExponentialHistogramBuckets.create(scale, histogram.offset(), histogram.buckets()),
					ExponentialHistogramBuckets.create(scale, 0, List.of()), this.start, this.end, attributes,
					List.of()));
	}

	/**
	 * Return what is sent.
	 * @param resource where the points come from
	 * @param scope the name of the library
	 * @return the metrics that have points
	 */
	List<MetricData> metrics(Resource resource, InstrumentationScopeInfo scope) {
		List<MetricData> metrics = new ArrayList<>();
		this.wholeSums.forEach((metric, points) -> metrics.add(new SentMetric(resource, scope, metric,
				MetricDataType.LONG_SUM, SumData.createLongSumData(true, AggregationTemporality.DELTA, points))));
		this.sums.forEach((metric, points) -> metrics.add(new SentMetric(resource, scope, metric,
				MetricDataType.DOUBLE_SUM, SumData.createDoubleSumData(true, AggregationTemporality.DELTA, points))));
		this.histograms.forEach((metric, points) -> metrics
			.add(new SentMetric(resource, scope, metric, MetricDataType.EXPONENTIAL_HISTOGRAM,
					ExponentialHistogramData.create(AggregationTemporality.DELTA, points))));
		return metrics;
	}

	private record SentMetric(Resource resource, InstrumentationScopeInfo scope, Metric metric, MetricDataType type,
			Data<?> data) implements MetricData {

		@Override
		public Resource getResource() {
			return this.resource;
		}

		@Override
		public InstrumentationScopeInfo getInstrumentationScopeInfo() {
			return this.scope;
		}

		@Override
		public String getName() {
			return this.metric.metricName();
		}

		@Override
		public String getDescription() {
			return this.metric.description();
		}

		@Override
		public String getUnit() {
			return this.metric.unit().symbol();
		}

		@Override
		public MetricDataType getType() {
			return this.type;
		}

		@Override
		public Data<?> getData() {
			return this.data;
		}

	}

}
