package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.Transfers;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.sampling.ThreadTimes.ThreadTime;
import io.github.resourcemonitor.share.FairShare;
import org.jspecify.annotations.Nullable;

/**
 * The form of a record that every outlet writes: nested maps and lists with the keys of
 * the record's contract, so that all outlets have the same JSON. What is unknown is left
 * out.
 */
public final class RecordDocument {

	/**
	 * The name and version of the form.
	 */
	public static final String SCHEMA = "resource-monitor/invocation/1";

	/**
	 * How many of the busiest threads a record names.
	 */
	private static final int THREADS = 10;

	private static final Set<String> SOCKETS = EnumSet.range(Column.SOCKETS_ESTABLISHED, Column.SOCKETS_CLOSING)
		.stream()
		.map(Column::label)
		.collect(Collectors.toUnmodifiableSet());

	private static final String OWN_CPU = "own.cpuNanos";

	private static final String NOT_SHARED = "the process was not read anew between start and end";

	private static final String BUSIEST_THREADS = "threads.busiest";

	private RecordDocument() {
	}

	/**
	 * Return the form of a record.
	 * @param record the record
	 * @param samples whether to include its samples
	 * @return maps, lists, strings, numbers and booleans
	 */
	public static Map<String, Object> of(InvocationRecord record, boolean samples) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("schema", SCHEMA);
		document.put("id", record.id());
		document.put("sequence", record.sequence());
		Document.put(document, "parentId", record.parentId());
		document.put("handler", record.handler());
		Map<String, Object> function = Document.section(document, "function");
		Document.put(function, "name", record.function().name());
		Document.put(function, "revision", record.function().revision());
		function.put("instance", record.function().instance());
		if (record.trace() != null) {
			Map<String, Object> trace = Document.section(document, "trace");
			trace.put("traceId", record.trace().traceId());
			trace.put("spanId", record.trace().spanId());
		}
		document.put("start", record.start().toString());
		document.put("durationNanos", record.durationNanos());
		document.put("outcome", record.outcome().name());
		Document.put(document, "error", record.error());
		document.put("coldStart", record.coldStart());
		Document.put(document, "initNanos", record.initNanos());
		Map<String, Object> concurrency = Document.section(document, "concurrency");
		concurrency.put("max", record.concurrency().max());
		concurrency.put("mean", record.concurrency().mean());
		document.put("own", own(record.own()));
		if (record.nested().count() > 0) {
			Map<String, Object> nested = Document.section(document, "nested");
			nested.put("count", record.nested().count());
			Document.put(nested, "cpuNanos", record.nested().cpuNanos());
			Document.put(nested, "allocatedBytes", record.nested().allocatedBytes());
		}
		Map<String, Object> unavailable = new LinkedHashMap<>();
		Map<String, Object> belowResolution = new LinkedHashMap<>();
		if (record.share() != null) {
			document.put("share", share(record.share(), unavailable));
		}
		document.put("process", process(record.process(), unavailable, belowResolution));
		document.put("serviceCalls", record.serviceCalls().stream().map(RecordDocument::serviceCall).toList());
		Map<String, Object> transfers = Document.section(document, "transfers");
		Transfers totals = record.transfers();
		transfers.put("calls", totals.calls());
		Document.put(transfers, "downloadBytes", totals.downloadBytes());
		Document.put(transfers, "uploadBytes", totals.uploadBytes());
		putIfPositive(transfers, "unmeasured", totals.unmeasured());
		if (samples && record.samples() != null) {
			document.put("samples", samples(record.samples()));
		}
		addReasons(document, record, unavailable, belowResolution);
		Map<String, Object> monitor = Document.section(document, "monitor");
		monitor.put("cpuNanos", record.monitor().cpuNanos());
		monitor.put("dropped", record.monitor().dropped());
		return document;
	}

	private static Map<String, Object> own(OwnUsage own) {
		Map<String, Object> result = new LinkedHashMap<>();
		Document.put(result, "cpuNanos", own.cpuNanos());
		Document.put(result, "allocatedBytes", own.allocatedBytes());
		Document.put(result, "estimatedCpuNanos", own.estimatedCpuNanos());
		Document.put(result, "estimatedAllocatedBytes", own.estimatedAllocatedBytes());
		result.put("threads", own.threads());
		result.put("complete", own.isComplete());
		Document.put(result, "incompleteReason", own.incompleteReason());
		return result;
	}

	private static Map<String, Object> share(FairShare share, Map<String, Object> unavailable) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("wallNanos", share.wallNanos());
		Document.put(result, "cpuNanos", share.cpuNanos());
		boolean known = share.cpuNanos() != null;
		for (Column column : FairShare.columns()) {
			Long value = share.value(column);
			if (value != null) {
				known = true;
				putNested(result, column.label(), value);
			}
		}
		if (!known) {
			unavailable.put("share", NOT_SHARED);
		}
		else if (share.cpuNanos() == null) {
			unavailable.put("share.cpuNanos", NOT_SHARED);
		}
		return result;
	}

	private static Map<String, Object> process(ProcessUsage usage, Map<String, Object> unavailable,
			Map<String, Object> belowResolution) {
		Map<String, Object> result = new LinkedHashMap<>();
		for (Column column : Column.values()) {
			Object value = value(usage, column);
			if (value != null) {
				putNested(result, column.label(), value);
			}
			Document.put(belowResolution, column.label(), usage.belowResolution(column));
			Document.put(unavailable, column.label(), usage.reason(column));
		}
		List<ThreadTime> threads = usage.threads(THREADS);
		if (threads != null) {
			putNested(result, BUSIEST_THREADS, threads.stream().map(RecordDocument::thread).toList());
		}
		else {
			unavailable.put(BUSIEST_THREADS, "needs two looks at the threads; the invocation had fewer");
		}
		joinSockets(unavailable);
		return result;
	}

	/**
	 * Give one reason for the sockets of all states if it is the same, as it mostly is.
	 */
	private static void joinSockets(Map<String, Object> unavailable) {
		Set<Object> reasons = new HashSet<>();
		for (String label : SOCKETS) {
			reasons.add(unavailable.getOrDefault(label, ""));
		}
		Object reason = reasons.iterator().next();
		if (reasons.size() == 1 && !reason.equals("")) {
			unavailable.keySet().removeAll(SOCKETS);
			unavailable.put("network.sockets", reason);
		}
	}

	private static @Nullable Object value(ProcessUsage usage, Column column) {
		return switch (column.kind()) {
			case COUNTER -> usage.delta(column);
			case GAUGE, RATE -> peak(column, usage.peak(column));
			case INSTANT -> null;
		};
	}

	private static @Nullable Map<String, Object> peak(Column column, ProcessUsage.@Nullable Peak peak) {
		if (peak == null) {
			return null;
		}
		Map<String, Object> result = new LinkedHashMap<>();
		Document.put(result, "start", peak.start());
		Document.put(result, "max", peak.max());
		if (column.unit() == Column.Unit.BYTES) {
			result.put("mean", Math.round(peak.mean()));
		}
		else {
			result.put("mean", peak.mean());
		}
		Document.put(result, "end", peak.end());
		return result;
	}

	private static Map<String, Object> thread(ThreadTime thread) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("id", thread.id());
		result.put("name", thread.name());
		// Counted in ticks: 0 only says that it was less than one.
		putIfPositive(result, "userNanos", thread.userNanos());
		putIfPositive(result, "systemNanos", thread.systemNanos());
		return result;
	}

	/**
	 * Return the form of the calls of one operation.
	 * @param usage the calls
	 * @return maps, strings and numbers
	 */
	public static Map<String, Object> serviceCall(ServiceCallUsage usage) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("service", usage.service());
		result.put("operation", usage.operation());
		result.put("direction", usage.direction().name());
		result.put("count", usage.count());
		result.put("errors", usage.errors());
		Document.put(result, "bytes", usage.bytes());
		putIfPositive(result, "unmeasured", usage.unmeasured());
		putIfPositive(result, "open", usage.open());
		ServiceCallUsage.Requests requests = usage.requests();
		if (requests != null) {
			result.put("wireSentBytes", requests.sentBytes());
			result.put("wireReceivedBytes", requests.receivedBytes());
			result.put("attempts", requests.attempts());
			result.put("retries", requests.retries());
			putIfFilled(result, "statuses", new LinkedHashMap<>(requests.statuses()));
		}
		Document.put(result, "durationNanos", usage.durationNanos());
		Document.put(result, "maxNanos", usage.maxNanos());
		return result;
	}

	private static Map<String, Object> samples(SampleSeries series) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("intervalMillis", series.intervalNanos() / 1_000_000.0);
		List<String> columns = new ArrayList<>();
		columns.add("timeNanos");
		series.columns().forEach((column) -> columns.add(column.label()));
		result.put("columns", columns);
		List<List<@Nullable Number>> rows = new ArrayList<>();
		for (int row = 0; row < series.size(); row++) {
			List<@Nullable Number> values = new ArrayList<>();
			values.add(series.times()[row]);
			for (int column = 0; column < series.columns().size(); column++) {
				values.add(series.value(row, column));
			}
			rows.add(values);
		}
		result.put("rows", rows);
		return result;
	}

	private static void addReasons(Map<String, Object> document, InvocationRecord record,
			Map<String, Object> unavailable, Map<String, Object> belowResolution) {
		OwnUsage own = record.own();
		Map<String, Object> resolution = new LinkedHashMap<>();
		if (own.resolutionNanos() > 0) {
			resolution.put(OWN_CPU, own.resolutionNanos());
			if (own.cpuNanos() == null) {
				belowResolution.put(OWN_CPU, own.resolutionNanos());
			}
		}
		record.process().catalog().statuses().forEach((column, status) -> {
			if (status.resolutionNanos() > 0 && status.availability().isRecorded()) {
				resolution.put(column.label(), status.resolutionNanos());
			}
		});
		putIfFilled(document, "unavailable", unavailable);
		putIfFilled(document, "resolutionNanos", resolution);
		putIfFilled(document, "belowResolution", belowResolution);
	}

	@SuppressWarnings("unchecked")
	private static void putNested(Map<String, Object> target, String label, Object value) {
		Map<String, Object> level = target;
		String[] names = label.split("\\.");
		for (int i = 0; i < names.length - 1; i++) {
			level = (Map<String, Object>) level.computeIfAbsent(names[i], (name) -> new LinkedHashMap<>());
		}
		level.put(names[names.length - 1], value);
	}

	private static void putIfPositive(Map<String, Object> target, String name, long value) {
		if (value > 0) {
			target.put(name, value);
		}
	}

	private static void putIfFilled(Map<String, Object> target, String name, Map<String, Object> value) {
		if (!value.isEmpty()) {
			target.put(name, value);
		}
	}

	/**
	 * Return the samples of a record as CSV with a header line; a place is empty where
	 * nothing was read.
	 * @param record the record
	 * @return the CSV; the header line alone if there are no samples
	 */
	public static String csv(InvocationRecord record) {
		SampleSeries series = record.samples();
		StringBuilder csv = new StringBuilder("timeNanos");
		List<Column> columns = (series != null) ? series.columns() : record.process().catalog().recorded();
		columns.forEach((column) -> csv.append(',').append(column.label()));
		csv.append("\r\n");
		if (series == null) {
			return csv.toString();
		}
		for (int row = 0; row < series.size(); row++) {
			csv.append(series.times()[row]);
			for (int column = 0; column < columns.size(); column++) {
				Number value = series.value(row, column);
				csv.append(',');
				if (value instanceof Double percent) {
					csv.append(String.format(Locale.ROOT, "%.3f", percent));
				}
				else if (value != null) {
					csv.append(value);
				}
			}
			csv.append("\r\n");
		}
		return csv.toString();
	}

}
