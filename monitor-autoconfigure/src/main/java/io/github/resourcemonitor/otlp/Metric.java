package io.github.resourcemonitor.otlp;

/**
 * The metrics that are sent, with the names and units of OpenTelemetry's semantic
 * conventions where these define them.
 */
enum Metric {

	INVOKE_DURATION("faas.invoke_duration", Unit.SECONDS, "Duration of invocations"),

	INIT_DURATION("faas.init_duration", Unit.SECONDS,
			"Time from the start of the process, or its restart, to the first invocation"),

	CPU_USAGE("faas.cpu_usage", Unit.SECONDS, "CPU time of the threads that worked for an invocation"),

	MEMORY_USAGE("faas.mem_usage", Unit.BYTES, "Largest resident memory of the process during an invocation"),

	NETWORK_IO("faas.net_io", Unit.BYTES, "Network traffic of the process during an invocation"),

	INVOCATIONS("faas.invocations", new Unit("{invocation}", 1), "Successful invocations"),

	ERRORS("faas.errors", new Unit("{error}", 1), "Invocations that failed"),

	COLD_STARTS("faas.coldstarts", new Unit("{coldstart}", 1), "Cold starts"),

	PROCESS_CPU_TIME("process.cpu.time", Unit.SECONDS, "CPU time of the process"),

	PROCESS_DISK_IO("process.disk.io", Unit.BYTES, "Bytes that the process fetched from and sent to devices"),

	PROCESS_NETWORK_IO("process.network.io", Unit.BYTES, "Bytes on all interfaces but loopback"),

	PROCESS_CONTEXT_SWITCHES("process.context_switches", new Unit("{context_switch}", 1),
			"Context switches of the process"),

	PROCESS_PAGING_FAULTS("process.paging.faults", new Unit("{fault}", 1), "Page faults of the process"),

	SHARE_WALL("resourcemonitor.share.wall", Unit.SECONDS, "Part of wall time in the fair split"),

	SHARE_CPU("resourcemonitor.share.cpu", Unit.SECONDS, "Part of CPU time in the fair split"),

	SHARE_DISK("resourcemonitor.share.disk", Unit.BYTES, "Part of device traffic in the fair split"),

	SHARE_NETWORK("resourcemonitor.share.network", Unit.BYTES, "Part of network traffic in the fair split"),

	SERVICE_CALLS("resourcemonitor.service.calls", new Unit("{call}", 1), "Calls of cloud services that ended"),

	SERVICE_BYTES("resourcemonitor.service.bytes", Unit.BYTES, "Payload of the calls of cloud services"),

	SERVICE_RETRIES("resourcemonitor.service.retries", new Unit("{request}", 1),
			"Requests that followed a failed one of the same call"),

	SERVICE_WIRE("resourcemonitor.service.wire", Unit.BYTES,
			"Bodies of requests and responses as they crossed the connection"),

	OVERHEAD_CPU("resourcemonitor.overhead.cpu", Unit.SECONDS,
			"CPU time that the monitor itself is known to have used"),

	RECORDS_DROPPED("resourcemonitor.records.dropped", new Unit("{invocation}", 1), "Invocations without a record");

	private final String metricName;

	private final Unit unit;

	private final String description;

	Metric(String metricName, Unit unit, String description) {
		this.metricName = metricName;
		this.unit = unit;
		this.description = description;
	}

	String metricName() {
		return this.metricName;
	}

	Unit unit() {
		return this.unit;
	}

	String description() {
		return this.description;
	}

	/**
	 * The unit of a metric.
	 *
	 * @param symbol its symbol in UCUM
	 * @param divisor by what a value of a record is divided to be in the unit
	 */
	record Unit(String symbol, long divisor) {

		static final Unit SECONDS = new Unit("s", 1_000_000_000);

		static final Unit BYTES = new Unit("By", 1);

		/**
		 * Return whether values are whole numbers.
		 */
		boolean whole() {
			return this.divisor == 1;
		}

		double of(long value) {
			return (double) value / this.divisor;
		}

	}

}
