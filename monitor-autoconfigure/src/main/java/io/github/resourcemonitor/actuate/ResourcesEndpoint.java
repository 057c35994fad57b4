package io.github.resourcemonitor.actuate;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.resourcemonitor.aop.InterceptionProblem;
import io.github.resourcemonitor.client.UninstrumentedClients.UninstrumentedClient;
import io.github.resourcemonitor.export.ExporterState;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.schema.RecordMaps;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.UnsharedUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} to read what can be measured here and why not the rest,
 * current readings, and what the monitor itself costs, dropped and failed at.
 */
@Endpoint(id = "resources", defaultAccess = Access.READ_ONLY)
public class ResourcesEndpoint {

	private static final ColumnStatus OWN_CPU = ColumnStatus
		.measured("ThreadMXBean.getCurrentThreadCpuTime() of the threads that worked for an invocation");

	private static final ColumnStatus OWN_ALLOCATION = ColumnStatus
		.measured("com.sun.management.ThreadMXBean.getCurrentThreadAllocatedBytes() of the same");

	private final MonitorState state;

	/**
	 * Create a new endpoint.
	 * @param state what is shown
	 */
	public ResourcesEndpoint(MonitorState state) {
		this.state = state;
	}

	/**
	 * Return all that is known.
	 * @return maps, lists, strings, numbers and booleans
	 */
	@ReadOperation
	public Map<String, Object> resources() {
		Map<String, Object> result = new LinkedHashMap<>();
		FunctionIdentity identity = this.state.invocations().function();
		Map<String, Object> function = Sections.section(result, "function");
		Sections.put(function, "name", identity.name());
		Sections.put(function, "revision", identity.revision());
		function.put("instance", identity.instance());
		Map<String, Object> host = this.state.failures().attempt("host facts", this::host);
		Sections.put(result, "host", host);
		Reading reading = this.state.currentReading();
		result.put("limits", limits(reading));
		result.put("columns", columns(reading));
		result.put("unshared", unshared());
		result.put("monitor", monitor());
		result.put("ineffectiveAnnotations",
				this.state.interception().problems().stream().map(ResourcesEndpoint::problem).toList());
		result.put("uninstrumentedClients",
				this.state.uninstrumented().findAll().stream().map(ResourcesEndpoint::client).toList());
		Map<String, Object> outside = Sections.section(result, "serviceCallsOutsideInvocations");
		outside.put("withoutInvocation", calls(this.state.outside().withoutInvocation()));
		outside.put("afterItsInvocation", calls(this.state.outside().late()));
		result.put("exporters", this.state.exports().states().stream().map(ResourcesEndpoint::exporter).toList());
		Map<String, Object> failures = Sections.section(result, "failures");
		this.state.failures().summaries().forEach((hook, summary) -> failures.put(hook, failure(summary)));
		return result;
	}

	private Map<String, Object> host() {
		Map<String, Object> host = new LinkedHashMap<>();
		host.put("operatingSystem", this.state.host().get().operatingSystem());
		Sections.put(host, "cpuModel", this.state.host().get().cpuModel());
		host.put("logicalProcessors", this.state.host().get().logicalProcessors());
		Sections.put(host, "physicalMemoryBytes", this.state.host().get().physicalMemoryBytes());
		return host;
	}

	/**
	 * Return what this process may use at most. The JVM takes the quota of the control
	 * group into account for its processors.
	 */
	private static Map<String, Object> limits(@Nullable Reading reading) {
		Map<String, Object> limits = new LinkedHashMap<>();
		limits.put("processors", Runtime.getRuntime().availableProcessors());
		if (reading != null && reading.value(Column.MEMORY_LIMIT) != Column.ABSENT) {
			limits.put("memoryBytes", reading.value(Column.MEMORY_LIMIT));
		}
		limits.put("heapBytes", Runtime.getRuntime().maxMemory());
		if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
			limits.put("openFiles", unix.getMaxFileDescriptorCount());
		}
		return limits;
	}

	private Map<String, Object> columns(@Nullable Reading reading) {
		Map<String, Object> columns = new LinkedHashMap<>();
		this.state.catalog()
			.statuses()
			.forEach((column, status) -> columns.put(column.label(), column(column, status, reading)));
		columns.put("own.cpuNanos", status(ownCpu(), Column.Unit.NANOSECONDS));
		columns.put("own.allocatedBytes", status(OWN_ALLOCATION, Column.Unit.BYTES));
		return columns;
	}

	private static Map<String, Object> column(Column column, ColumnStatus status, @Nullable Reading reading) {
		Map<String, Object> result = status(status, column.unit());
		Sections.put(result, "openTelemetryName", column.openTelemetryName());
		if (reading != null && reading.value(column) != Column.ABSENT) {
			result.put("value", column.toUnit(reading.value(column)));
		}
		return result;
	}

	private ColumnStatus ownCpu() {
		long resolution = this.state.invocations().cpuResolutionNanos();
		return (resolution == 0) ? OWN_CPU
				: OWN_CPU.as(Availability.ESTIMATED, "the CPU clock of threads is coarse here")
					.withResolution(resolution);
	}

	private static Map<String, Object> status(ColumnStatus status, Column.Unit unit) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("availability", status.availability().name());
		Sections.put(result, "reason", status.reason());
		Sections.put(result, "source", status.source());
		result.put("unit", unit.symbol());
		if (status.resolutionNanos() > 0) {
			result.put("resolutionNanos", status.resolutionNanos());
		}
		return result;
	}

	/**
	 * Return what the process used that is in no invocation's share.
	 */
	private Map<String, Object> unshared() {
		UnsharedUsage remainder = this.state.invocations().unshared();
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("wallNanos", remainder.wallNanos());
		Sections.put(result, "cpuNanos", remainder.cpuNanos());
		for (Column column : FairShare.columns()) {
			Sections.put(result, column.label(), remainder.value(column));
		}
		return result;
	}

	private Map<String, Object> monitor() {
		Map<String, Object> monitor = new LinkedHashMap<>();
		monitor.put("hookNanos", this.state.invocations().hookNanos());
		monitor.put("activeInvocations", this.state.invocations().active());
		monitor.put("startedInvocations", this.state.invocations().started());
		monitor.put("lostInvocations", this.state.invocations().lost());
		if (this.state.edges() != null) {
			Map<String, Object> edges = Sections.section(monitor, "edges");
			edges.put("readings", this.state.edges().readings());
			edges.put("nanosPerReading", this.state.edges().costNanos());
		}
		if (this.state.sampler() != null) {
			Map<String, Object> sampler = Sections.section(monitor, "sampler");
			sampler.put("intervalMillis", this.state.sampler().intervalNanos() / 1_000_000.0);
			sampler.put("threadAlive", this.state.sampler().isThreadAlive());
			sampler.put("cpuNanos", this.state.sampler().cpuNanos());
			sampler.put("samples", this.state.sampler().samples());
			sampler.put("missedSamples", this.state.sampler().missedSamples());
		}
		return monitor;
	}

	private static Map<String, Object> problem(InterceptionProblem problem) {
		Map<String, Object> result = new LinkedHashMap<>();
		Sections.put(result, "bean", problem.bean());
		result.put("place", problem.place());
		result.put("problem", problem.problem());
		result.put("cure", problem.cure());
		return result;
	}

	private static Map<String, Object> client(UninstrumentedClient client) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("bean", client.bean());
		result.put("type", client.type());
		result.put("problem", client.problem());
		result.put("cure", client.cure());
		return result;
	}

	private static List<Map<String, Object>> calls(ServiceCallTable table) {
		return table.usages().stream().map(RecordMaps::serviceCall).toList();
	}

	private static Map<String, Object> exporter(ExporterState exporter) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("name", exporter.name());
		result.put("waiting", exporter.waiting());
		result.put("exported", exporter.exported());
		result.put("dropped", exporter.dropped());
		result.put("failures", exporter.failures());
		result.put("withoutSamples", exporter.withoutSamples());
		return result;
	}

	private static Map<String, Object> failure(Failures.Summary summary) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("count", summary.count());
		Sections.put(result, "last", summary.last());
		return result;
	}

}
