package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

	private static final List<RecordField<InstanceRecord>> FIELDS = instance();

	private static final FieldTree<InstanceRecord> DOCUMENT = FieldTree.of("", FIELDS, REQUIRED_OBJECTS);

	private InstanceSchema() {
	}

	/**
	 * Return the fields in the order of the JSON.
	 * @return the fields, with flat paths
	 */
	public static List<RecordField<InstanceRecord>> fields() {
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
		DOCUMENT.walk(instance, sink);
	}

	private static List<RecordField<InstanceRecord>> instance() {
		FieldList<InstanceRecord> fields = new FieldList<>("");
		fields.text("schema", "name and version of the form", (instance) -> NAME).values(List.of(NAME)).required();
		fields
			.text("id", "unique id: that of an invocation with the number 0, which there is none of",
					InstanceRecord::id)
			.required();
		fields
			.text("function.name",
					"name of the function: `K_SERVICE`, else `spring.application.name`, else `FUNCTION_TARGET`",
					(instance) -> instance.function().name())
			.openTelemetry("faas.name");
		fields
			.text("function.revision", "revision of the function: `K_REVISION`",
					(instance) -> instance.function().revision())
			.openTelemetry("faas.version");
		fields
			.text("function.instance", "the instance: what the ids of its invocations begin with",
					(instance) -> instance.function().instance())
			.openTelemetry("faas.instance")
			.required();
		fields.timestamp("start", "when the instance started, by the wall clock", InstanceRecord::start);
		fields
			.text("host.operatingSystem", "name and version of the operating system",
					(instance) -> instance.host().operatingSystem())
			.openTelemetry("os.description")
			.required();
		fields
			.text("host.architecture", "architecture that the JVM was built for",
					(instance) -> instance.host().architecture())
			.openTelemetry("host.arch")
			.required();
		fields.text("host.cpuModel", "model of the CPU", (instance) -> instance.host().cpuModel())
			.openTelemetry("host.cpu.model.name");
		fields.bytes("host.physicalMemoryBytes", "physical memory",
				(instance) -> unboxed(instance.host().physicalMemoryBytes()));
		fields
			.count("limits.processors", "processors that the JVM uses, after the quota of the control group",
					(instance) -> instance.limits().processors())
			.openTelemetry("jvm.cpu.count")
			.required();
		fields.bytes("limits.memoryBytes", "memory that the process may use",
				(instance) -> unboxed(instance.limits().memoryBytes()));
		fields.bytes("limits.heapBytes", "largest size of the heap", (instance) -> instance.limits().heapBytes())
			.openTelemetry("jvm.memory.limit")
			.required();
		fields.text("versions.monitor", "version of Resource Monitor", (instance) -> instance.versions().monitor());
		fields.text("versions.java", "version of the Java runtime", (instance) -> instance.versions().java())
			.openTelemetry("process.runtime.version")
			.required();
		fields.text("versions.jvm", "name of the virtual machine", (instance) -> instance.versions().jvm())
			.openTelemetry("process.runtime.name")
			.required();
		fields.objects("columns", "what each column of a record is worth here", columns(), InstanceSchema::facts)
			.required();
		return fields.build();
	}

	private static List<RecordField<ColumnFacts>> columns() {
		FieldList<ColumnFacts> fields = new FieldList<>("columns[].");
		fields.text("column", "name of the column", ColumnFacts::column).required();
		fields
			.constant("availability", "whether it is in records: `MEASURED` and `ESTIMATED` are", Availability.class,
					(facts) -> facts.status().availability())
			.required();
		fields.text("reason", "why it is not `MEASURED`", (facts) -> facts.status().reason());
		fields.nanos("resolutionNanos",
				"smallest step, where it is coarser than 1 ms; a figure that is absent from a record stayed below it",
				(facts) -> (facts.status().resolutionNanos() > 0) ? facts.status().resolutionNanos() : Column.ABSENT);
		return fields.build();
	}

	private static Collection<ColumnFacts> facts(InstanceRecord instance) {
		List<ColumnFacts> result = new ArrayList<>();
		for (Map.Entry<Column, ColumnStatus> entry : instance.columns().statuses().entrySet()) {
			result.add(new ColumnFacts(entry.getKey().label(), entry.getValue()));
		}
		long resolution = instance.cpuResolutionNanos();
		result.add(new ColumnFacts("own.cpuNanos",
				(resolution == 0) ? ColumnStatus.measured("") : new ColumnStatus(Availability.ESTIMATED, null,
						"the CPU clock of threads is coarse here", resolution)));
		return result;
	}

	private static long unboxed(@Nullable Long value) {
		return (value != null) ? value : Column.ABSENT;
	}

	/**
	 * What a column is worth.
	 *
	 * @param column its name
	 * @param status its status
	 */
	private record ColumnFacts(String column, ColumnStatus status) {

	}

}
