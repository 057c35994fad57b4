package io.github.resourcemonitor.otlp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Points with delta temporality as a receiver keeps them that follows the rule: a later
 * point of the same series and start replaces the earlier one.
 */
final class ReceivedPoints {

	private final Map<Series, Map<Long, Point>> points = new LinkedHashMap<>();

	private final Map<String, String> units = new TreeMap<>();

	synchronized void add(String instance, Metric metric) {
		this.units.put(metric.getName(), metric.getUnit());
		switch (metric.getDataCase()) {
			case SUM -> {
				assertThat(metric.getSum().getAggregationTemporality())
					.isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
				assertThat(metric.getSum().getIsMonotonic()).isTrue();
				metric.getSum().getDataPointsList().forEach((point) -> add(instance, metric.getName(), point));
			}
			case EXPONENTIAL_HISTOGRAM -> {
				assertThat(metric.getExponentialHistogram().getAggregationTemporality())
					.isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
				metric.getExponentialHistogram()
					.getDataPointsList()
					.forEach((point) -> add(instance, metric.getName(), point));
			}
			default -> throw new AssertionError(metric.getDataCase());
		}
	}

	private void add(String instance, String name, NumberDataPoint point) {
		double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
		add(new Series(instance, name, OtlpReceiver.attributes(point.getAttributesList())),
				point.getStartTimeUnixNano(), new Point(point.getTimeUnixNano(), 1, value));
	}

	private void add(String instance, String name, ExponentialHistogramDataPoint point) {
		long inBuckets = point.getPositive().getBucketCountsList().stream().mapToLong(Long::longValue).sum();
		assertThat(point.getZeroCount() + inBuckets).isEqualTo(point.getCount());
		add(new Series(instance, name, OtlpReceiver.attributes(point.getAttributesList())),
				point.getStartTimeUnixNano(), new Point(point.getTimeUnixNano(), point.getCount(), point.getSum()));
	}

	private void add(Series series, long start, Point point) {
		this.points.computeIfAbsent(series, (key) -> new TreeMap<>())
			.merge(start, point, (present, later) -> (later.end() > present.end()) ? later : present);
	}

	/**
	 * Return the sum of a metric over all series that have the given attributes.
	 * @param name the name of the metric
	 * @param attributes names and values
	 */
	synchronized double sum(String name, String... attributes) {
		return points(name, attributes).mapToDouble(Point::value).sum();
	}

	/**
	 * Return the number of values in a histogram, or of points of a sum.
	 */
	synchronized long count(String name, String... attributes) {
		return points(name, attributes).mapToLong(Point::count).sum();
	}

	private Stream<Point> points(String name, String... attributes) {
		return this.points.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().is(name, attributes))
			.flatMap((entry) -> entry.getValue().values().stream());
	}

	synchronized List<Map<String, String>> attributes(String name) {
		return this.points.keySet().stream().filter((series) -> series.is(name)).map(Series::attributes).toList();
	}

	synchronized List<String> instances(String name) {
		return this.points.keySet().stream().filter((series) -> series.is(name)).map(Series::instance).toList();
	}

	/**
	 * Return the units by the names of the metrics.
	 */
	synchronized Map<String, String> units() {
		return new TreeMap<>(this.units);
	}

	/**
	 * Assert that no moment is in two intervals of a series.
	 */
	synchronized void assertThatIntervalsDoNotOverlap() {
		this.points.forEach((series, byStart) -> {
			List<Map.Entry<Long, Point>> sorted = new ArrayList<>(byStart.entrySet());
			sorted.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
			for (int i = 0; i < sorted.size(); i++) {
				assertThat(sorted.get(i).getValue().end()).as(series.toString()).isGreaterThan(sorted.get(i).getKey());
				if (i > 0) {
					assertThat(sorted.get(i).getKey()).as(series.toString())
						.isGreaterThanOrEqualTo(sorted.get(i - 1).getValue().end());
				}
			}
		});
	}

	private record Series(String instance, String name, Map<String, String> attributes) {

		boolean is(String wanted, String... wantedAttributes) {
			boolean same = this.name.equals(wanted);
			for (int i = 0; i < wantedAttributes.length; i += 2) {
				same &= wantedAttributes[i + 1].equals(this.attributes.get(wantedAttributes[i]));
			}
			return same;
		}

	}

	private record Point(long end, long count, double value) {

	}

}
