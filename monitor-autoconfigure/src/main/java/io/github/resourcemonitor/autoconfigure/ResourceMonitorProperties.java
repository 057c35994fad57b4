package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.aop.Verification;
import io.github.resourcemonitor.otlp.OtlpCompression;
import io.github.resourcemonitor.outlet.StandardOutputMode;
import io.github.resourcemonitor.requests.RequestsMode;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of Resource Monitor. They have setters, because then values
 * that are not set need no conversion: binding a record with default values took 20 ms
 * longer.
 */
@ConfigurationProperties("resource-monitor")
public class ResourceMonitorProperties {

	/**
	 * Whether to enable Resource Monitor. If not, it creates no beans, threads or
	 * proxies.
	 */
	private boolean enabled = true;

	/**
	 * What to do about annotations that have no effect, for instance on a private method.
	 */
	private Verification verification = Verification.WARN;

	/**
	 * Maximum number of concurrent invocations, including nested ones. Beyond it, the
	 * invocation that has been running longest is ended as cancelled, so that invocations
	 * that never end cannot exhaust the memory.
	 */
	private int maxActiveInvocations = 5000;

	/**
	 * Whether each HTTP request is an invocation, named by its method and the template of
	 * its route. With 'auto', they are if the application has no monitored handler of its
	 * own.
	 */
	private RequestsMode requests = RequestsMode.AUTO;

	/**
	 * Patterns of the paths, without the context path, of requests that are no
	 * invocations, such as '/internal/**'. Actuator and static resources are excluded in
	 * any case.
	 */
	private List<String> requestsExclude = List.of();

	/**
	 * Name of a response header that is to have the id of the request's invocation, such
	 * as 'X-Invocation-Id'. By default, no header is added.
	 */
	private String responseHeader = "";

	/**
	 * Kinds of methods that frameworks call whose calls are invocations without an
	 * annotation: 'off', 'on', or a list of 'scheduled', 'messages' and 'events'.
	 */
	private List<String> entryPoints = List.of();

	private final History history = new History();

	private final Sampling sampling = new Sampling();

	private final ServiceCalls serviceCalls = new ServiceCalls();

	private final Propagation propagation = new Propagation();

	private final Correlation correlation = new Correlation();

	private final Output output = new Output();

	private final Export export = new Export();

	private final Cost cost = new Cost();

	private final Metrics metrics = new Metrics();

	private final Tracing tracing = new Tracing();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Verification getVerification() {
		return this.verification;
	}

	public void setVerification(Verification verification) {
		this.verification = verification;
	}

	public int getMaxActiveInvocations() {
		return this.maxActiveInvocations;
	}

	public void setMaxActiveInvocations(int maxActiveInvocations) {
		this.maxActiveInvocations = maxActiveInvocations;
	}

	public RequestsMode getRequests() {
		return this.requests;
	}

	public void setRequests(RequestsMode requests) {
		this.requests = requests;
	}

	public List<String> getRequestsExclude() {
		return this.requestsExclude;
	}

	public void setRequestsExclude(List<String> requestsExclude) {
		this.requestsExclude = requestsExclude;
	}

	public String getResponseHeader() {
		return this.responseHeader;
	}

	public void setResponseHeader(String responseHeader) {
		this.responseHeader = responseHeader;
	}

	public List<String> getEntryPoints() {
		return this.entryPoints;
	}

	public void setEntryPoints(List<String> entryPoints) {
		this.entryPoints = entryPoints;
	}

	public History getHistory() {
		return this.history;
	}

	public Sampling getSampling() {
		return this.sampling;
	}

	public ServiceCalls getServiceCalls() {
		return this.serviceCalls;
	}

	public Propagation getPropagation() {
		return this.propagation;
	}

	public Correlation getCorrelation() {
		return this.correlation;
	}

	public Output getOutput() {
		return this.output;
	}

	public Export getExport() {
		return this.export;
	}

	public Cost getCost() {
		return this.cost;
	}

	public Metrics getMetrics() {
		return this.metrics;
	}

	public Tracing getTracing() {
		return this.tracing;
	}

	/**
	 * Records that are kept in memory.
	 */
	public static class History {

		/**
		 * Maximum number of records to keep; the oldest are removed first. 0 keeps none.
		 */
		private int capacity = 500;

		/**
		 * Maximum total size of the samples of all records; the samples of the oldest
		 * records are removed first.
		 */
		private DataSize maxSamplesSize = DataSize.ofMegabytes(4);

		/**
		 * Maximum number of handlers that have summaries and meters of their own; further
		 * handlers share one.
		 */
		private int maxHandlers = 100;

		public int getCapacity() {
			return this.capacity;
		}

		public void setCapacity(int capacity) {
			this.capacity = capacity;
		}

		public DataSize getMaxSamplesSize() {
			return this.maxSamplesSize;
		}

		public void setMaxSamplesSize(DataSize maxSamplesSize) {
			this.maxSamplesSize = maxSamplesSize;
		}

		public int getMaxHandlers() {
			return this.maxHandlers;
		}

		public void setMaxHandlers(int maxHandlers) {
			this.maxHandlers = maxHandlers;
		}

	}

	/**
	 * Sampling of the resource use of the process.
	 */
	public static class Sampling {

		/**
		 * Whether to sample while an invocation is active. If not, records only contain
		 * values that are read at their start and end.
		 */
		private boolean enabled = true;

		/**
		 * Whether to read the process at the start and end of each invocation.
		 */
		private boolean edges = true;

		/**
		 * Time between two samples, from 1ms to 1h.
		 */
		private Duration interval = Duration.ofMillis(100);

		/**
		 * CPU time that sampling may use, in percent of one core. Slow sources are read
		 * less often to stay within it.
		 */
		private double cpuBudget = 0.5;

		/**
		 * CPU time that readings at the start and end of invocations may use, in percent
		 * of one core. Beyond that, invocations share readings.
		 */
		private double edgeCpuBudget = 2;

		/**
		 * How long the idle sampler thread is kept after the last invocation.
		 */
		private Duration idleTimeout = Duration.ofSeconds(10);

		/**
		 * Number of samples in the ring buffer that all invocations share.
		 */
		private int ringCapacity = 512;

		/**
		 * Maximum number of samples in a record; the samples of longer invocations are
		 * thinned out.
		 */
		private int maxRows = 240;

		/**
		 * Whether to get exact CPU times and context switches of the process by native
		 * calls. Requires Linux, JDK 22 or later and --enable-native-access=ALL-UNNAMED,
		 * and adds about 100 ms to startup.
		 */
		private boolean nativeAccess = false;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public boolean isEdges() {
			return this.edges;
		}

		public void setEdges(boolean edges) {
			this.edges = edges;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public double getCpuBudget() {
			return this.cpuBudget;
		}

		public void setCpuBudget(double cpuBudget) {
			this.cpuBudget = cpuBudget;
		}

		public double getEdgeCpuBudget() {
			return this.edgeCpuBudget;
		}

		public void setEdgeCpuBudget(double edgeCpuBudget) {
			this.edgeCpuBudget = edgeCpuBudget;
		}

		public Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public int getRingCapacity() {
			return this.ringCapacity;
		}

		public void setRingCapacity(int ringCapacity) {
			this.ringCapacity = ringCapacity;
		}

		public int getMaxRows() {
			return this.maxRows;
		}

		public void setMaxRows(int maxRows) {
			this.maxRows = maxRows;
		}

		public boolean isNativeAccess() {
			return this.nativeAccess;
		}

		public void setNativeAccess(boolean nativeAccess) {
			this.nativeAccess = nativeAccess;
		}

	}

	/**
	 * Calls of cloud services.
	 */
	public static class ServiceCalls {

		/**
		 * Maximum number of operations that a record lists separately; calls of further
		 * operations are added up together.
		 */
		private int maxOperations = 64;

		/**
		 * Hosts, or host suffixes, by the name to use for their service. The hosts of
		 * Google Cloud, AWS and Azure are known by default.
		 */
		private Map<String, List<String>> services = new LinkedHashMap<>();

		private final Client google = new Client();

		private final Client grpc = new Client();

		private final Client http = new Client();

		private final Client jdbc = new Client();

		public int getMaxOperations() {
			return this.maxOperations;
		}

		public void setMaxOperations(int maxOperations) {
			this.maxOperations = maxOperations;
		}

		public Map<String, List<String>> getServices() {
			return this.services;
		}

		public void setServices(Map<String, List<String>> services) {
			this.services = services;
		}

		public Client getGoogle() {
			return this.google;
		}

		public Client getGrpc() {
			return this.grpc;
		}

		public Client getHttp() {
			return this.http;
		}

		public Client getJdbc() {
			return this.jdbc;
		}

	}

	/**
	 * One kind of client.
	 */
	public static class Client {

		/**
		 * Whether to measure the calls of these clients automatically, without
		 * annotations.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Propagation of invocations to other threads.
	 */
	public static class Propagation {

		/**
		 * Whether to propagate invocations to the tasks of Spring's executors and
		 * Reactor's schedulers and through Micrometer's context propagation.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Correlation of records with what the application itself writes.
	 */
	public static class Correlation {

		/**
		 * Whether to put the id of the invocation in the MDC of SLF4J while a thread
		 * works for it, so that log lines can contain it.
		 */
		private boolean mdc = true;

		/**
		 * Key of the id in the MDC.
		 */
		private String mdcKey = "invocationId";

		public boolean isMdc() {
			return this.mdc;
		}

		public void setMdc(boolean mdc) {
			this.mdc = mdc;
		}

		public String getMdcKey() {
			return this.mdcKey;
		}

		public void setMdcKey(String mdcKey) {
			this.mdcKey = mdcKey;
		}

	}

	/**
	 * Output of records.
	 */
	public static class Output {

		/**
		 * Whether to write each record to standard output, as one line of JSON. With
		 * 'auto', records are written on function platforms (where K_SERVICE or
		 * FUNCTION_TARGET is set).
		 */
		private StandardOutputMode stdout = StandardOutputMode.AUTO;

		private final File file = new File();

		private final Otlp otlp = new Otlp();

		public StandardOutputMode getStdout() {
			return this.stdout;
		}

		public void setStdout(StandardOutputMode stdout) {
			this.stdout = stdout;
		}

		public File getFile() {
			return this.file;
		}

		public Otlp getOtlp() {
			return this.otlp;
		}

	}

	/**
	 * Files of records, one record with its samples on each line.
	 */
	public static class File {

		/**
		 * Folder of the files; created if it is missing. By default, none are written.
		 */
		private String folder = "";

		/**
		 * Size from which on a file is complete.
		 */
		private DataSize maxFileSize = DataSize.ofMegabytes(8);

		/**
		 * Age from which on a file is complete.
		 */
		private Duration maxAge = Duration.ofHours(1);

		/**
		 * Size of all files in the folder, beyond which the oldest are deleted. At least
		 * twice the size of one.
		 */
		private DataSize maxTotalSize = DataSize.ofMegabytes(64);

		/**
		 * Whether to compress the files.
		 */
		private boolean gzip = false;

		public String getFolder() {
			return this.folder;
		}

		public void setFolder(String folder) {
			this.folder = folder;
		}

		public DataSize getMaxFileSize() {
			return this.maxFileSize;
		}

		public void setMaxFileSize(DataSize maxFileSize) {
			this.maxFileSize = maxFileSize;
		}

		public Duration getMaxAge() {
			return this.maxAge;
		}

		public void setMaxAge(Duration maxAge) {
			this.maxAge = maxAge;
		}

		public DataSize getMaxTotalSize() {
			return this.maxTotalSize;
		}

		public void setMaxTotalSize(DataSize maxTotalSize) {
			this.maxTotalSize = maxTotalSize;
		}

		public boolean isGzip() {
			return this.gzip;
		}

		public void setGzip(boolean gzip) {
			this.gzip = gzip;
		}

	}

	/**
	 * Output over OTLP. The headers have no getter, so that the endpoint with the
	 * properties does not show them.
	 */
	public static class Otlp {

		/**
		 * Whether to send records over OTLP. Requires the exporter of the OpenTelemetry
		 * SDK.
		 */
		private boolean enabled = false;

		/**
		 * Base URL of the receiver, such as 'http://localhost:4318'; '/v1/logs' and
		 * '/v1/metrics' are appended. By default, that of Spring Boot's properties for
		 * OTLP or of OTEL_EXPORTER_OTLP_ENDPOINT, else 'http://localhost:4318'.
		 */
		private String endpoint = "";

		/**
		 * Headers of each request, for instance for authentication.
		 */
		private Map<String, String> headers = new LinkedHashMap<>();

		/**
		 * Whether to send each record as a log event.
		 */
		private boolean logs = true;

		/**
		 * Whether to send sums and histograms over records.
		 */
		private boolean metrics = true;

		/**
		 * How to compress requests.
		 */
		private OtlpCompression compression = OtlpCompression.NONE;

		/**
		 * How long a request may take, at most 'resource-monitor.export.timeout'.
		 */
		private Duration timeout = Duration.ofSeconds(5);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getEndpoint() {
			return this.endpoint;
		}

		public void setEndpoint(String endpoint) {
			this.endpoint = endpoint;
		}

		Map<String, String> headers() {
			return this.headers;
		}

		public void setHeaders(Map<String, String> headers) {
			this.headers = headers;
		}

		public boolean isLogs() {
			return this.logs;
		}

		public void setLogs(boolean logs) {
			this.logs = logs;
		}

		public boolean isMetrics() {
			return this.metrics;
		}

		public void setMetrics(boolean metrics) {
			this.metrics = metrics;
		}

		public OtlpCompression getCompression() {
			return this.compression;
		}

		public void setCompression(OtlpCompression compression) {
			this.compression = compression;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * How records wait for their export. Each exporter has a queue of its own.
	 */
	public static class Export {

		/**
		 * Maximum number of records that wait for one exporter; further ones are dropped
		 * and counted.
		 */
		private int queueCapacity = 2048;

		/**
		 * Maximum number of records that are exported together.
		 */
		private int batchSize = 256;

		/**
		 * How long a record waits at most for others, unless there is a full batch.
		 */
		private Duration interval = Duration.ofSeconds(5);

		/**
		 * How long one export may take before it is interrupted and tried again.
		 */
		private Duration timeout = Duration.ofSeconds(10);

		/**
		 * How long the end of an invocation waits until its record is exported, for
		 * platforms that take the CPU away after the answer. With 0, it does not wait.
		 */
		private Duration flushAtEnd = Duration.ZERO;

		/**
		 * How long after the application is asked to stop the last records are exported
		 * at the latest; invocations that still run then are ended with the outcome
		 * INTERRUPTED. With 0, 8s on function platforms, which kill the process after 10
		 * seconds; elsewhere running requests are waited for.
		 */
		private Duration shutdownTimeout = Duration.ZERO;

		/**
		 * Maximum total size of the samples of waiting records, for exporters that export
		 * them; further records wait without their samples.
		 */
		private DataSize maxSamplesSize = DataSize.ofMegabytes(8);

		public int getQueueCapacity() {
			return this.queueCapacity;
		}

		public void setQueueCapacity(int queueCapacity) {
			this.queueCapacity = queueCapacity;
		}

		public int getBatchSize() {
			return this.batchSize;
		}

		public void setBatchSize(int batchSize) {
			this.batchSize = batchSize;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public Duration getFlushAtEnd() {
			return this.flushAtEnd;
		}

		public void setFlushAtEnd(Duration flushAtEnd) {
			this.flushAtEnd = flushAtEnd;
		}

		public Duration getShutdownTimeout() {
			return this.shutdownTimeout;
		}

		public void setShutdownTimeout(Duration shutdownTimeout) {
			this.shutdownTimeout = shutdownTimeout;
		}

		public DataSize getMaxSamplesSize() {
			return this.maxSamplesSize;
		}

		public void setMaxSamplesSize(DataSize maxSamplesSize) {
			this.maxSamplesSize = maxSamplesSize;
		}

	}

	/**
	 * What invocations and their instance cost.
	 */
	public static class Cost {

		/**
		 * Where the function runs: 'auto' to find that out, 'off' for no costs, or the
		 * name of a platform, such as 'cloud-run', 'aws-lambda' or 'custom'.
		 */
		private String platform = "auto";

		/**
		 * Region, such as 'us-central1'. By default, it is found out.
		 */
		private String region = "";

		/**
		 * Billing mode, such as 'request-based' or 'instance-based'. By default, the
		 * usual one of the platform is assumed.
		 */
		private String billing = "";

		/**
		 * Number of vCPUs of the instance, in steps of 0.001. By default, the quota of
		 * the control group, once the start is over.
		 */
		private String cpu = "";

		/**
		 * Memory of the instance, such as '512MB'. By default, the limit of the control
		 * group.
		 */
		private String memory = "";

		/**
		 * Whether the instance is a minimum instance, which is paid for while it is idle.
		 * By default, it is assumed not to be one.
		 */
		private String minimumInstance = "";

		/**
		 * Commitment, by its name in the table of prices or as a discount from 0 to 1. By
		 * default, none is assumed.
		 */
		private String commitment = "";

		/**
		 * Price of a GiB that is sent over the network, by its name in a table or as a
		 * number; 'off' leaves it out.
		 */
		private String egress = "off";

		/**
		 * Price of a GiB of log, by its name in a table or as a number; 'off' leaves the
		 * line of a record out, 'auto' includes it if it is written to standard output on
		 * Google Cloud.
		 */
		private String log = "auto";

		/**
		 * Locations of further tables of prices, which go before those of the library.
		 */
		private List<String> prices = List.of();

		public String getPlatform() {
			return this.platform;
		}

		public void setPlatform(String platform) {
			this.platform = platform;
		}

		public String getRegion() {
			return this.region;
		}

		public void setRegion(String region) {
			this.region = region;
		}

		public String getBilling() {
			return this.billing;
		}

		public void setBilling(String billing) {
			this.billing = billing;
		}

		public String getCpu() {
			return this.cpu;
		}

		public void setCpu(String cpu) {
			this.cpu = cpu;
		}

		public String getMemory() {
			return this.memory;
		}

		public void setMemory(String memory) {
			this.memory = memory;
		}

		public String getMinimumInstance() {
			return this.minimumInstance;
		}

		public void setMinimumInstance(String minimumInstance) {
			this.minimumInstance = minimumInstance;
		}

		public String getCommitment() {
			return this.commitment;
		}

		public void setCommitment(String commitment) {
			this.commitment = commitment;
		}

		public String getEgress() {
			return this.egress;
		}

		public void setEgress(String egress) {
			this.egress = egress;
		}

		public String getLog() {
			return this.log;
		}

		public void setLog(String log) {
			this.log = log;
		}

		public List<String> getPrices() {
			return this.prices;
		}

		public void setPrices(List<String> prices) {
			this.prices = prices;
		}

	}

	/**
	 * Meters of invocations.
	 */
	public static class Metrics {

		/**
		 * Whether the durations and CPU times of invocations are metered as histograms,
		 * with the buckets of OpenTelemetry's semantic conventions.
		 */
		private boolean histograms = true;

		public boolean isHistograms() {
			return this.histograms;
		}

		public void setHistograms(boolean histograms) {
			this.histograms = histograms;
		}

	}

	/**
	 * Traces of invocations.
	 */
	public static class Tracing {

		/**
		 * Whether the span that is current when an invocation ends gets attributes with
		 * its figures. No spans are created.
		 */
		private boolean spanAttributes = true;

		public boolean isSpanAttributes() {
			return this.spanAttributes;
		}

		public void setSpanAttributes(boolean spanAttributes) {
			this.spanAttributes = spanAttributes;
		}

	}

}
