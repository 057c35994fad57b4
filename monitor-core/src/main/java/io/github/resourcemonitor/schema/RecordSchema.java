package io.github.resourcemonitor.schema;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.ThreadTimes.ThreadTime;
import io.github.resourcemonitor.share.FairShare;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of all fields of a record, version 1 of its form. All that leaves the
 * process comes from it: JSON, maps, CSV, the JSON Schema
 * ({@code META-INF/resource-monitor/invocation-1.schema.json}) and the tables of
 * {@code docs/record.md}. The columns of the process are those of {@link Column}.
 * <p>
 * It is loaded with the first record, in the cold start of a function, so it is put
 * together without what is slow at its first use: streams, and {@code +} between strings
 * that are no constants.
 */
public final class RecordSchema {

	/**
	 * The name and version of the form, which every record carries.
	 */
	public static final String NAME = "resource-monitor/invocation/1";

	/**
	 * How many of the busiest threads a record names.
	 */
	private static final int THREADS = 10;

	private static final String SAMPLES = "samples";

	private static final String CURRENCY = "{currency}";

	private static final Set<String> REQUIRED_OBJECTS = Set.of("function", "concurrency", "own", "process", "transfers",
			"monitor");

	/**
	 * The columns of the process that the compact form has: of counters the difference,
	 * of others the maximum.
	 */
	private static final Set<Column> COMPACT_COLUMNS = EnumSet.of(Column.CPU_USER, Column.CPU_SYSTEM,
			Column.CPU_THROTTLED, Column.MEMORY_RSS, Column.MEMORY_PERCENT, Column.MEMORY_CGROUP, Column.GC_NANOS,
			Column.DISK_READ_BYTES, Column.DISK_WRITE_BYTES, Column.NETWORK_RECEIVED, Column.NETWORK_SENT);

	private static final List<RecordField<ServiceCallUsage>> SERVICE_CALL_FIELDS = serviceCalls();

	private static final FieldTree<ServiceCallUsage> SERVICE_CALL = FieldTree.of("serviceCalls[].", SERVICE_CALL_FIELDS,
			REQUIRED_OBJECTS);

	private static final FieldTree<InvocationRecord> DOCUMENT = FieldTree.of("", invocation(), REQUIRED_OBJECTS);

	private static final FieldTree<InvocationRecord> WITHOUT_SAMPLES = DOCUMENT.without(SAMPLES);

	private static final List<RecordField<InvocationRecord>> FIELDS = DOCUMENT.fields();

	private static final FieldTree<InvocationRecord> COMPACT = FieldTree.of("", FIELDS, REQUIRED_OBJECTS,
			RecordField::isCompact);

	private RecordSchema() {
	}

	/**
	 * Return the fields of a record in the order of its JSON. Those of the objects in
	 * lists are reached by {@link RecordField#items()}.
	 * @return the fields, with flat paths
	 */
	public static List<RecordField<InvocationRecord>> fields() {
		return FIELDS;
	}

	/**
	 * Return the fields of the calls of one operation, as in the list
	 * {@code serviceCalls}.
	 * @return the fields, with paths from the record
	 */
	public static List<RecordField<ServiceCallUsage>> serviceCallFields() {
		return SERVICE_CALL_FIELDS;
	}

	/**
	 * Return the objects inside a record that every record has, even if nothing is in
	 * them.
	 * @return their paths
	 */
	public static Set<String> requiredObjects() {
		return REQUIRED_OBJECTS;
	}

	/**
	 * Pass all that is known of a record on to a sink.
	 * @param record the record
	 * @param samples whether to include its samples
	 * @param sink the sink
	 */
	public static void walk(InvocationRecord record, boolean samples, RecordSink sink) {
		(samples ? DOCUMENT : WITHOUT_SAMPLES).walk(record, sink);
	}

	/**
	 * Pass what is known of a record, and what a form has of it, on to a sink, without
	 * its samples.
	 * @param record the record
	 * @param format the form
	 * @param sink the sink
	 */
	public static void walk(InvocationRecord record, RecordFormat format, RecordSink sink) {
		((format == RecordFormat.COMPACT) ? COMPACT : WITHOUT_SAMPLES).walk(record, sink);
	}

	/**
	 * Return the tree of a form without some of its fields.
	 * @param format the form
	 * @param wanted which fields it has
	 */
	static FieldTree<InvocationRecord> part(RecordFormat format, Predicate<RecordField<?>> wanted) {
		return FieldTree.of("", FIELDS, REQUIRED_OBJECTS,
				(field) -> ((format == RecordFormat.COMPACT) ? field.isCompact() : !isSamples(field))
						&& wanted.test(field));
	}

	private static boolean isSamples(RecordField<?> field) {
		return field.path().startsWith(SAMPLES + ".");
	}

	/**
	 * Pass all that is known of the calls of one operation on to a sink.
	 * @param usage the calls
	 * @param sink the sink
	 */
	public static void walk(ServiceCallUsage usage, RecordSink sink) {
		SERVICE_CALL.walk(usage, sink);
	}

	private static List<RecordField<InvocationRecord>> invocation() {
		FieldList<InvocationRecord> fields = new FieldList<>("");
		identity(fields);
		own(fields);
		share(fields);
		for (Column column : Column.values()) {
			column(fields, column);
		}
		fields.objects("process.threads.busiest",
				"the threads that used the most CPU between the first and the last look at them, at most " + THREADS,
				threads(), (record) -> record.process().threads(THREADS));
		fields
			.objects("serviceCalls", "the calls of cloud services, by operation", SERVICE_CALL_FIELDS,
					InvocationRecord::serviceCalls)
			.required()
			.compact();
		transfers(fields);
		cost(fields);
		samples(fields);
		notes(fields);
		fields.nanos("monitor.cpuNanos",
				"CPU time that the monitor is known to have used meanwhile: of the sampler, and for nested invocations",
				(record) -> record.monitor().cpuNanos())
			.required();
		fields.nanos("monitor.hookNanos",
				"elapsed time of the hooks at the start and end, with any wait for a processor; not CPU time",
				(record) -> ifPositive(record.monitor().hookNanos()));
		fields.count("monitor.dropped",
				"what the monitor dropped meanwhile: samples that were overwritten, names of service calls without a place, and earlier records that an exporter could not take",
				(record) -> record.monitor().dropped())
			.required()
			.compact();
		return fields.build();
	}

	private static void identity(FieldList<InvocationRecord> fields) {
		fields.text("schema", "name and version of the form", (record) -> NAME)
			.values(List.of(NAME))
			.required()
			.compact();
		fields.text("id", "unique id", InvocationRecord::id).openTelemetry("faas.invocation_id").required().compact();
		fields
			.count("sequence",
					"ordinal of the invocation in this instance, from 1, without gaps, so that lost records show",
					InvocationRecord::sequence)
			.required()
			.compact();
		fields.text("parentId", "id of the invocation that this one is nested in", InvocationRecord::parentId)
			.compact();
		fields
			.text("handler", "name of the handler; of a request, its method and the template of its route",
					InvocationRecord::handler)
			.required()
			.compact();
		fields.text("trigger", "what caused it, if that is known", (record) -> {
			Trigger trigger = record.trigger();
			return (trigger != null) ? trigger.label() : null;
		}).values(Arrays.stream(Trigger.values()).map(Trigger::label).toList()).openTelemetry("faas.trigger").compact();
		fields
			.text("request.method", "method of the request that it answered; `_OTHER` if it is not a registered one",
					(record) -> (record.request() != null) ? record.request().method() : null)
			.openTelemetry("http.request.method")
			.required()
			.compact();
		fields
			.text("request.route", "template of the route, never the path; absent if none matched",
					(record) -> (record.request() != null) ? record.request().route() : null)
			.openTelemetry("http.route")
			.compact();
		fields
			.integer("request.status", "1", "status of the response; absent if there was none",
					(record) -> (record.request() != null && record.request().status() != null)
							? record.request().status() : Column.ABSENT)
			.openTelemetry("http.response.status_code")
			.compact();
		fields
			.text("function.name",
					"name of the function: `K_SERVICE`, else `spring.application.name`, else `FUNCTION_TARGET`",
					(record) -> record.function().name())
			.openTelemetry("faas.name");
		fields
			.text("function.revision", "revision of the function: `K_REVISION`",
					(record) -> record.function().revision())
			.openTelemetry("faas.version");
		fields
			.text("function.instance", "instance of the function, random at start",
					(record) -> record.function().instance())
			.openTelemetry("faas.instance")
			.required();
		fields
			.text("trace.traceId", "id of the trace, when a Micrometer tracer is active",
					(record) -> (record.trace() != null) ? record.trace().traceId() : null)
			.required()
			.compact();
		fields
			.text("trace.spanId", "id of the span that was current when the invocation started",
					(record) -> (record.trace() != null) ? record.trace().spanId() : null)
			.required()
			.compact();
		fields.timestamp("start", "when it started, by the wall clock", InvocationRecord::start).required().compact();
		fields.nanos("durationNanos", "how long it took, by the monotonic clock", InvocationRecord::durationNanos)
			.openTelemetry("faas.invoke_duration")
			.required()
			.compact();
		fields.constant("outcome", "how it ended", Outcome.class, InvocationRecord::outcome).required().compact();
		fields
			.text("error", "class of what was thrown; of a request that failed without one, its status",
					InvocationRecord::error)
			.openTelemetry("error.type")
			.compact();
		fields.bool("coldStart", "whether it was the first invocation of the instance", InvocationRecord::coldStart)
			.openTelemetry("faas.coldstart")
			.required()
			.compact();
		fields
			.nanos("initNanos", "time from the start of the process to the first invocation; in that one's record",
					(record) -> unboxed(record.initNanos()))
			.openTelemetry("faas.init_duration")
			.compact();
		fields.count("concurrency.max",
				"largest number of invocations active in the process during this one, itself included; nested ones count as part of the outer one",
				(record) -> record.concurrency().max())
			.required()
			.compact();
		fields.number("concurrency.mean", "1", "mean of the same over the time of the invocation",
				(record) -> record.concurrency().mean());
	}

	private static void own(FieldList<InvocationRecord> fields) {
		fields
			.nanos("own.cpuNanos", "CPU time of the threads that worked for it, by their own clocks",
					(record) -> unboxed(record.own().cpuNanos()))
			.openTelemetry("faas.cpu_usage")
			.compact();
		fields
			.bytes("own.allocatedBytes", "heap that the same threads allocated",
					(record) -> unboxed(record.own().allocatedBytes()))
			.compact();
		fields
			.nanos("own.estimatedCpuNanos",
					"CPU time that virtual threads are thought to have used for it; not part of the exact figure",
					(record) -> unboxed(record.own().estimatedCpuNanos()))
			.compact();
		fields.nanos("own.estimatedCpuLimitNanos",
				"the most CPU time that virtual threads can have used for it: the time for which they worked for it",
				(record) -> unboxed(record.own().estimatedCpuLimitNanos()));
		fields
			.bytes("own.estimatedAllocatedBytes",
					"heap that virtual threads are thought to have allocated for it; not part of the exact figure",
					(record) -> unboxed(record.own().estimatedAllocatedBytes()))
			.compact();
		fields.count("own.threads", "number of the threads that were measured", (record) -> record.own().threads())
			.required();
		fields
			.bool("own.complete", "whether the exact figures are all, as far as known",
					(record) -> record.own().isComplete())
			.required()
			.compact();
		fields.text("own.incompleteReason", "why they are not", (record) -> record.own().incompleteReason());
		fields
			.count("nested.count", "number of invocations directly inside this one",
					(record) -> (record.nested().count() > 0) ? record.nested().count() : Column.ABSENT)
			.required()
			.compact();
		fields
			.nanos("nested.cpuNanos", "their own CPU time; absent if that of any is unknown",
					(record) -> (record.nested().count() > 0) ? unboxed(record.nested().cpuNanos()) : Column.ABSENT)
			.compact();
		fields
			.bytes("nested.allocatedBytes", "their own allocated heap; absent if that of any is unknown",
					(record) -> (record.nested().count() > 0) ? unboxed(record.nested().allocatedBytes())
							: Column.ABSENT)
			.compact();
	}

	private static void share(FieldList<InvocationRecord> fields) {
		fields
			.nanos("share.wallNanos", "its part of wall time: each moment divided by the invocations active then",
					(record) -> (record.share() != null) ? record.share().wallNanos() : Column.ABSENT)
			.required()
			.compact();
		fields
			.nanos("share.cpuNanos", "its own CPU time, and an equal part of what no invocation owns",
					(record) -> (record.share() != null) ? unboxed(record.share().cpuNanos()) : Column.ABSENT)
			.compact();
		fields.nanos("share.cpuErrorNanos",
				"by how much that may be too high: CPU time that was read during the invocation, and may have been used before",
				(record) -> (record.share() != null) ? unboxed(record.share().cpuErrorNanos()) : Column.ABSENT);
		for (Column column : FairShare.columns()) {
			fields.integer("share.".concat(column.label()), column.unit().symbol(),
					"its part of: ".concat(column.description()),
					(record) -> (record.share() != null) ? unboxed(record.share().value(column)) : Column.ABSENT);
		}
	}

	private static void column(FieldList<InvocationRecord> fields, Column column) {
		String path = "process.".concat(column.label());
		switch (column.kind()) {
			case COUNTER -> fields
				.integer(path, column.unit().symbol(), column.description().concat(": end minus start"),
						(record) -> record.process().counter(column))
				.openTelemetry(column.openTelemetryName())
				.compact(COMPACT_COLUMNS.contains(column));
			case GAUGE, RATE -> {
				peak(fields, path, ".start", ": at the start", column, ProcessUsage::first);
				max(fields, path, column);
				mean(fields, path, column);
				peak(fields, path, ".end", ": at the end", column, ProcessUsage::last);
			}
			case INSTANT -> {
				// In samples only.
			}
		}
	}

	private static RecordField.Builder<InvocationRecord> peak(FieldList<InvocationRecord> fields, String path,
			String name, String when, Column column, Raw raw) {
		String description = column.description().concat(when);
		RecordField.Builder<InvocationRecord> field = (column.unit() != Column.Unit.PERCENT)
				? fields.integer(path.concat(name), column.unit().symbol(), description,
						(record) -> raw.of(record.process(), column))
				: fields.number(path.concat(name), column.unit().symbol(), description,
						(record) -> percent(raw.of(record.process(), column)));
		return field.openTelemetry(column.openTelemetryName());
	}

	private static void max(FieldList<InvocationRecord> fields, String path, Column column) {
		if (column.unit() != Column.Unit.PERCENT) {
			peak(fields, path, ".max", ": the largest value read", column, ProcessUsage::max)
				.compact(COMPACT_COLUMNS.contains(column));
			return;
		}
		fields
			.number(path.concat(".max"), column.unit().symbol(),
					column.description().concat(": the largest value read"),
					(record) -> record.process().maxPercent(column))
			.openTelemetry(column.openTelemetryName())
			.compact(COMPACT_COLUMNS.contains(column));
	}

	private static void mean(FieldList<InvocationRecord> fields, String path, Column column) {
		String description = column.description().concat(": the mean of the values read");
		RecordField.Builder<InvocationRecord> field = (column.unit() == Column.Unit.BYTES)
				? fields.bytes(path.concat(".mean"), description, (record) -> rounded(record.process().mean(column)))
				: fields.number(path.concat(".mean"), column.unit().symbol(), description,
						(record) -> record.process().mean(column));
		field.openTelemetry(column.openTelemetryName()).required();
	}

	private static List<RecordField<ThreadTime>> threads() {
		FieldList<ThreadTime> fields = new FieldList<>("process.threads.busiest[].");
		fields.integer("id", "1", "id of the operating system", ThreadTime::id).required();
		fields.text("name", "name of the operating system, which cuts it off", ThreadTime::name).required();
		// Counted in ticks: 0 only says that it was less than one.
		fields.nanos("userNanos", "time in user mode, if it was a tick at least",
				(thread) -> ifPositive(thread.userNanos()));
		fields.nanos("systemNanos", "time in the kernel, if it was a tick at least",
				(thread) -> ifPositive(thread.systemNanos()));
		return fields.build();
	}

	private static List<RecordField<ServiceCallUsage>> serviceCalls() {
		FieldList<ServiceCallUsage> fields = new FieldList<>("serviceCalls[].");
		fields.text("service", "name of the service", ServiceCallUsage::service).required().compact();
		fields.text("operation", "name of the operation", ServiceCallUsage::operation).required().compact();
		fields.constant("direction", "which way the payload went", CallDirection.class, ServiceCallUsage::direction)
			.required();
		fields.count("count", "calls that ended", ServiceCallUsage::count).required().compact();
		fields.count("errors", "those of them that failed", ServiceCallUsage::errors).required().compact();
		fields
			.bytes("bytes", "payload, as far as known, that of open calls so far included",
					(usage) -> unboxed(usage.bytes()))
			.compact();
		fields
			.count("unmeasured", "successful calls with a direction whose size is not known, if there are any",
					(usage) -> ifPositive(usage.unmeasured()))
			.compact();
		fields
			.count("open", "calls that had not ended with the invocation, if there are any",
					(usage) -> ifPositive(usage.open()))
			.compact();
		fields.bytes("wireSentBytes",
				"bodies of requests as they crossed the connection; of instrumented clients, as the next four",
				(usage) -> (usage.requests() != null) ? usage.requests().sentBytes() : Column.ABSENT);
		fields.bytes("wireReceivedBytes", "bodies of answers, likewise",
				(usage) -> (usage.requests() != null) ? usage.requests().receivedBytes() : Column.ABSENT);
		fields.count("attempts", "requests sent, those that failed included",
				(usage) -> (usage.requests() != null) ? usage.requests().attempts() : Column.ABSENT);
		fields
			.count("retries", "requests that followed a failed one of the same call",
					(usage) -> (usage.requests() != null) ? usage.requests().retries() : Column.ABSENT)
			.compact();
		fields.objects("statuses", "how the requests ended, if any did", statuses(),
				(usage) -> (usage.requests() != null && !usage.requests().statuses().isEmpty())
						? usage.requests().statuses().entrySet() : null);
		fields
			.nanos("durationNanos", "duration of all calls; absent for calls recorded after the fact",
					(usage) -> unboxed(usage.durationNanos()))
			.compact();
		fields.nanos("maxNanos", "the longest; absent for calls recorded after the fact",
				(usage) -> unboxed(usage.maxNanos()));
		return fields.build();
	}

	private static List<RecordField<Map.Entry<String, Long>>> statuses() {
		FieldList<Map.Entry<String, Long>> fields = new FieldList<>("serviceCalls[].statuses[].");
		fields
			.text("status",
					"HTTP status, code of gRPC, simple name of the exception's class, or `timeout` or `cancelled`",
					Map.Entry::getKey)
			.required();
		fields.count("count", "requests that ended so", Map.Entry::getValue).required();
		return fields.build();
	}

	private static void transfers(FieldList<InvocationRecord> fields) {
		fields.count("transfers.calls", "service calls that ended", (record) -> record.transfers().calls()).required();
		fields
			.bytes("transfers.downloadBytes",
					"payload of downloads; absent if there were some, and the size of none is known",
					(record) -> unboxed(record.transfers().downloadBytes()))
			.compact();
		fields
			.bytes("transfers.uploadBytes",
					"payload of uploads; absent if there were some, and the size of none is known",
					(record) -> unboxed(record.transfers().uploadBytes()))
			.compact();
		fields
			.count("transfers.unmeasured", "calls whose size is missing in these sums, if there are any",
					(record) -> ifPositive(record.transfers().unmeasured()))
			.compact();
	}

	private static void cost(FieldList<InvocationRecord> fields) {
		fields
			.text("cost.currency", "currency of the amounts, by its ISO code",
					(record) -> (record.cost() != null) ? record.cost().currency() : null)
			.required()
			.compact();
		fields
			.number("cost.amount", CURRENCY, "what it costs: the sum of the known ones of the next six",
					(record) -> (record.cost() != null) ? record.cost().rounded() : Double.NaN)
			.compact();
		amount(fields, InvocationCost.Part.CPU, "processors of the instance, for its share of wall time");
		amount(fields, InvocationCost.Part.MEMORY, "memory of the instance, likewise");
		amount(fields, InvocationCost.Part.REQUEST, "fee of a request");
		amount(fields, InvocationCost.Part.SERVICES, "operations of cloud services");
		amount(fields, InvocationCost.Part.EGRESS, "bytes sent, if they have a price");
		amount(fields, InvocationCost.Part.LOG, "line of the record in the log, if it has a price");
		fields.objects("cost.missing", "why amounts are absent, or not complete", missing(),
				(record) -> (record.cost() != null && !record.cost().missing().isEmpty()) ? record.cost().missing()
						: null);
		fields
			.text("cost.pricesDate", "day as of which the prices are",
					(record) -> (record.cost() != null) ? record.cost().pricesDate().toString() : null)
			.required();
		fields
			.strings("cost.assumptions", "what was assumed, because it is neither configured nor known from inside",
					(record) -> (record.cost() != null) ? record.cost().assumptions() : null)
			.required();
	}

	private static void amount(FieldList<InvocationRecord> fields, InvocationCost.Part part, String description) {
		fields.number("cost.".concat(part.label()), CURRENCY, description,
				(record) -> (record.cost() != null) ? record.cost().rounded(part) : Double.NaN);
	}

	private static List<RecordField<InvocationCost.Reason>> missing() {
		FieldList<InvocationCost.Reason> fields = new FieldList<>("cost.missing[].");
		fields.text("part", "name of the amount", (reason) -> reason.part().label()).required();
		fields.text("reason", "the reason", InvocationCost.Reason::text).required();
		return fields.build();
	}

	private static void samples(FieldList<InvocationRecord> fields) {
		fields.number(SAMPLES + ".intervalMillis", "ms",
				"time between two rows as intended; larger than the "
						+ "sampler's interval if a long invocation was thinned out",
				(record) -> (record.samples() != null) ? record.samples().intervalNanos() / 1_000_000.0 : Double.NaN)
			.required();
		fields
			.strings(SAMPLES + ".columns", "names of the columns; the first is `timeNanos` since the start",
					(record) -> (record.samples() != null) ? SampleColumns.names(record.samples().columns()) : null)
			.required();
		fields
			.rows(SAMPLES + ".rows", "a row for each sample; `null` where nothing was read", InvocationRecord::samples)
			.required();
	}

	private static void notes(FieldList<InvocationRecord> fields) {
		fields.objects("unavailable", "why a column has no value", reasons(), ColumnNotes::unavailable);
		fields.objects("resolutionNanos", "smallest steps of columns, where they are coarser than 1 ms",
				bounds("resolutionNanos[].", "smallest step"), ColumnNotes::resolutions);
		fields.objects("belowResolution", "columns that stayed below a bound, and so are absent and not 0",
				bounds("belowResolution[].", "the bound"), ColumnNotes::belowResolution);
	}

	private static List<RecordField<ColumnNotes.Reason>> reasons() {
		FieldList<ColumnNotes.Reason> fields = new FieldList<>("unavailable[].");
		fields
			.text("column",
					"name of the column; `network.sockets` stands for all states, `share` for all shares but wall time",
					ColumnNotes.Reason::column)
			.required();
		fields.text("reason", "the reason", ColumnNotes.Reason::reason).required();
		return fields.build();
	}

	private static List<RecordField<ColumnNotes.Bound>> bounds(String base, String description) {
		FieldList<ColumnNotes.Bound> fields = new FieldList<>(base);
		fields.text("column", "name of the column", ColumnNotes.Bound::column).required();
		fields.nanos("nanos", description, ColumnNotes.Bound::nanos).required();
		return fields.build();
	}

	private static long unboxed(@Nullable Long value) {
		return (value != null) ? value : Column.ABSENT;
	}

	private static long ifPositive(long value) {
		return (value > 0) ? value : Column.ABSENT;
	}

	private static double percent(long raw) {
		return (raw != Column.ABSENT) ? (double) raw / Column.PERCENT_SCALE : Double.NaN;
	}

	private static long rounded(double value) {
		return Double.isNaN(value) ? Column.ABSENT : Math.round(value);
	}

	/**
	 * Reads a figure of a column as it stands in a reading.
	 */
	@FunctionalInterface
	private interface Raw {

		long of(ProcessUsage usage, Column column);

	}

}
