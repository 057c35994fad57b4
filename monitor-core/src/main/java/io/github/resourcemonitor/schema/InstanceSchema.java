package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

import io.github.resourcemonitor.record.InstanceRecord;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of the fields of an instance's line, version 1 of its form. It says once
 * what records of the compact form do not repeat.
 */
public final class InstanceSchema {

	/**
	 * The name and version of the form, which every such line carries.
	 */
	public static final String NAME = "resource-monitor/instance/1";

	private static final Set<String> REQUIRED_OBJECTS = Set.of("function", "host", "limits", "versions");

	private static final List<RecordField<Map<String, Object>>> FIELDS = instance();

	private static final FieldTree<Map<String, Object>> DOCUMENT = FieldTree.of("", FIELDS, REQUIRED_OBJECTS);

	private InstanceSchema() {
	}

	/**
	 * Return the fields in the order of the JSON.
	 * @return the fields, with flat paths; they read from maps of values by path
	 */
	public static List<RecordField<Map<String, Object>>> fields() {
		return FIELDS;
	}

	/**
	 * Return the objects that every line has, even if nothing is in them.
	 * @return their paths
	 */
	public static Set<String> requiredObjects() {
		return REQUIRED_OBJECTS;
	}

	/**
	 * Pass all that is known of an instance on to a sink.
	 * @param instance the instance
	 * @param sink the sink
	 */
	public static void walk(InstanceRecord instance, RecordSink sink) {
		DOCUMENT.walk(values(instance), sink);
	}

	private static List<RecordField<Map<String, Object>>> instance() {
		FieldList<Map<String, Object>> fields = new FieldList<>("");
		text(fields, "schema", "name and version of the form").values(List.of(NAME)).required();
		text(fields, "id", "unique id: that of an invocation with the number 0, which there is none of").required();
		text(fields, "function.name",
				"name of the function: `K_SERVICE`, else `spring.application.name`, else `FUNCTION_TARGET`")
			.openTelemetry("faas.name");
		text(fields, "function.revision", "revision of the function: `K_REVISION`").openTelemetry("faas.version");
		text(fields, "function.instance", "the instance: what the ids of its invocations begin with")
			.openTelemetry("faas.instance")
			.required();
		fields.timestamp("start", "when the instance started, by the wall clock", new Value<>("start"));
		text(fields, "host.operatingSystem", "name and version of the operating system").openTelemetry("os.description")
			.required();
		text(fields, "host.architecture", "architecture that the JVM was built for").openTelemetry("host.arch")
			.required();
		text(fields, "host.cpuModel", "model of the CPU").openTelemetry("host.cpu.model.name");
		fields.bytes("host.physicalMemoryBytes", "physical memory", new Value<>("host.physicalMemoryBytes"));
		fields
			.count("limits.processors", "processors that the JVM uses, after the quota of the control group",
					new Value<>("limits.processors"))
			.openTelemetry("jvm.cpu.count")
			.required();
		fields.bytes("limits.memoryBytes", "memory that the process may use", new Value<>("limits.memoryBytes"));
		fields.bytes("limits.heapBytes", "largest size of the heap", new Value<>("limits.heapBytes"))
			.openTelemetry("jvm.memory.limit")
			.required();
		text(fields, "versions.monitor", "version of Resource Monitor");
		text(fields, "versions.java", "version of the Java runtime").openTelemetry("process.runtime.version")
			.required();
		text(fields, "versions.jvm", "name of the virtual machine").openTelemetry("process.runtime.name").required();
		fields.objects("columns", "what each column of a record is worth here", columns(), new Value<>("columns"))
			.required();
		return fields.build();
	}

	private static List<RecordField<Map<String, Object>>> columns() {
		FieldList<Map<String, Object>> fields = new FieldList<>("columns[].");
		text(fields, "column", "name of the column").required();
		text(fields, "availability", "what its figures are; records have those that are `MEASURED` and `ESTIMATED`")
			.values(List.of(Availability.MEASURED.name(), Availability.CONSTANT.name(), Availability.ESTIMATED.name(),
					Availability.UNAVAILABLE.name()))
			.required();
		text(fields, "reason", "why it is not `MEASURED`");
		fields.nanos("resolutionNanos",
				"smallest step, where it is coarser than 1 ms; a figure that stayed below it is absent from a record",
				new Value<>("resolutionNanos"));
		return fields.build();
	}

	private static RecordField.Builder<Map<String, Object>> text(FieldList<Map<String, Object>> fields, String path,
			String description) {
		return fields.text(path, description, new Value<>(path));
	}

	private static Map<String, Object> values(InstanceRecord instance) {
		Map<String, Object> values = new HashMap<>();
		values.put("schema", NAME);
		values.put("id", instance.id());
		put(values, "function.name", instance.function().name());
		put(values, "function.revision", instance.function().revision());
		values.put("function.instance", instance.function().instance());
		put(values, "start", instance.start());
		values.put("host.operatingSystem", instance.host().operatingSystem());
		values.put("host.architecture", instance.host().architecture());
		put(values, "host.cpuModel", instance.host().cpuModel());
		put(values, "host.physicalMemoryBytes", instance.host().physicalMemoryBytes());
		values.put("limits.processors", (long) instance.limits().processors());
		put(values, "limits.memoryBytes", instance.limits().memoryBytes());
		values.put("limits.heapBytes", instance.limits().heapBytes());
		put(values, "versions.monitor", instance.versions().monitor());
		values.put("versions.java", instance.versions().java());
		values.put("versions.jvm", instance.versions().jvm());
		values.put("columns", columns(instance));
		return values;
	}

	private static List<Map<String, Object>> columns(InstanceRecord instance) {
		List<Map<String, Object>> result = new ArrayList<>();
		for (Map.Entry<Column, ColumnStatus> entry : instance.columns().statuses().entrySet()) {
			result.add(column(entry.getKey().label(), entry.getValue()));
		}
		long resolution = instance.cpuResolutionNanos();
		result.add(column("own.cpuNanos",
				(resolution == 0) ? ColumnStatus.measured("") : new ColumnStatus(Availability.ESTIMATED, null,
						"the CPU clock of threads is coarse here", resolution)));
		return result;
	}

	private static Map<String, Object> column(String name, ColumnStatus status) {
		Map<String, Object> values = new HashMap<>();
		values.put("column", name);
		values.put("availability", status.availability().name());
		put(values, "reason", status.reason());
		if (status.resolutionNanos() > 0) {
			values.put("resolutionNanos", status.resolutionNanos());
		}
		return values;
	}

	private static void put(Map<String, Object> values, String path, @Nullable Object value) {
		if (value != null) {
			values.put(path, value);
		}
	}

	/**
	 * Reads the value of a path. One class for all fields: a lambda for each would take
	 * milliseconds of a cold start to link, and is called once.
	 *
	 * @param <V> the type of the value
	 * @param path the path
	 */
	private record Value<V>(
			String path) implements FieldReader.Getter<Map<String, Object>, V>, ToLongFunction<Map<String, Object>> {

		@Override
		@SuppressWarnings("unchecked")
		public @Nullable V get(Map<String, Object> source) {
			return (V) source.get(this.path);
		}

		@Override
		public long applyAsLong(Map<String, Object> source) {
			Object value = source.get(this.path);
			return (value != null) ? (Long) value : Column.ABSENT;
		}

	}

}
