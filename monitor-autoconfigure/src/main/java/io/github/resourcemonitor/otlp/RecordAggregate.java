package io.github.resourcemonitor.otlp;

import java.util.EnumMap;
import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.cardinality.BoundedMap;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;

/**
 * What no receiver has confirmed of one instance: sums and histograms over its records,
 * and growth of the counters of its process. A nested invocation counts under its own
 * handler, and what it used is also part of the outer one. The number of names is
 * bounded. Used by one thread.
 */
final class RecordAggregate {

	private static final char SEPARATOR = '\0';

	private final BoundedMap<HandlerSeries> handlers;

	private final BoundedMap<Map<CallDirection, ServiceSeries>> services;

	private final ProcessCounters counters;

	private long[] growth = new long[0];

	/**
	 * Create an empty aggregate.
	 * @param counters the counters of the process
	 * @param maxNames the maximum number of handlers, and of operations of services, that
	 * have series of their own
	 */
	RecordAggregate(ProcessCounters counters, int maxNames) {
		this.counters = counters;
		this.handlers = new BoundedMap<>(maxNames, HandlerSeries::new);
		this.services = new BoundedMap<>(maxNames, RecordAggregate::serviceSeries);
	}

	/**
	 * Create the series of an operation.
	 * @param name service and operation, or one word for both
	 */
	private static Map<CallDirection, ServiceSeries> serviceSeries(String name) {
		int separator = name.indexOf(SEPARATOR);
		String service = (separator >= 0) ? name.substring(0, separator) : name;
		Map<CallDirection, ServiceSeries> series = new EnumMap<>(CallDirection.class);
		for (CallDirection direction : CallDirection.values()) {
			series.put(direction, new ServiceSeries(service, name.substring(separator + 1), direction));
		}
		return series;
	}

	void add(InvocationRecord record) {
		this.handlers.get(record.handler()).add(record);
		if (record.parentId() == null) {
			// The record of the outermost invocation includes the calls of nested ones.
			for (ServiceCallUsage usage : record.serviceCalls()) {
				ServiceSeries series = this.services.get(usage.service() + SEPARATOR + usage.operation())
					.get(usage.direction());
				if (series != null) {
					series.add(usage);
				}
			}
		}
	}

	/**
	 * Add what the counters of the process grew by since any instance asked.
	 */
	void addGrowth() {
		long[] added = this.counters.growth();
		for (int i = 0; i < this.growth.length; i++) {
			added[i] += this.growth[i];
		}
		this.growth = added;
	}

	void collect(MetricPoints points) {
		this.handlers.forEach((name, series) -> series.forEach((each) -> each.collect(points)));
		this.services.forEach((name, series) -> series.values().forEach((each) -> each.collect(points)));
		this.counters.collect(this.growth, points);
	}

	void clear() {
		this.growth = new long[0];
		this.handlers.forEach((name, series) -> series.forEach(TriggerSeries::clear));
		this.services.forEach((name, series) -> series.values().forEach(ServiceSeries::clear));
	}

}
