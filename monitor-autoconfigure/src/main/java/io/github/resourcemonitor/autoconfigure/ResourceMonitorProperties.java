package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.aop.Verification;
import io.github.resourcemonitor.outlet.StandardOutputMode;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of Resource Monitor. With setters, because values that are not
 * set are then not converted either: a record with defaults took 20 ms more to bind.
 */
@ConfigurationProperties("resource-monitor")
public class ResourceMonitorProperties {

	/**
	 * Whether to monitor. If not, no bean, thread or proxy of the monitor exists.
	 */
	private boolean enabled = true;

	/**
	 * What to do about annotations that can have no effect, for instance on a private
	 * method.
	 */
	private Verification verification = Verification.WARN;

	/**
	 * Number of invocations that may be running at once, nested ones included. When there
	 * are more, the one that has been running longest is ended as cancelled, so that
	 * invocations that never end cannot take all memory.
	 */
	private int maxActiveInvocations = 5000;

	private final History history = new History();

	private final Sampling sampling = new Sampling();

	private final ServiceCalls serviceCalls = new ServiceCalls();

	private final Propagation propagation = new Propagation();

	private final Output output = new Output();

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

	public Output getOutput() {
		return this.output;
	}

	/**
	 * The records that are kept in memory.
	 */
	public static class History {

		/**
		 * Number of records to keep; the oldest go first. 0 keeps none.
		 */
		private int capacity = 500;

		/**
		 * Size of the samples to keep with all records; the oldest records lose theirs
		 * first.
		 */
		private DataSize maxSamplesSize = DataSize.ofMegabytes(4);

		/**
		 * Number of handlers to sum up and meter under their own names; more are summed
		 * up together.
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
	 * The reading of the process.
	 */
	public static class Sampling {

		/**
		 * Whether to sample while an invocation is active. If not, records have what is
		 * read at their start and end only.
		 */
		private boolean enabled = true;

		/**
		 * Whether to read the process at the start and end of each invocation.
		 */
		private boolean edges = true;

		/**
		 * Time between two samples, 1 ms at least.
		 */
		private Duration interval = Duration.ofMillis(100);

		/**
		 * CPU that sampling may use, in percent of one core. Slow sources are read as
		 * seldom as that takes.
		 */
		private double cpuBudget = 0.5;

		/**
		 * CPU that readings at the start and end of invocations may use, in percent of
		 * one core. Beyond that, invocations share their readings.
		 */
		private double edgeCpuBudget = 2;

		/**
		 * How long the sampler's thread stays, parked, after the last invocation.
		 */
		private Duration idleTimeout = Duration.ofSeconds(10);

		/**
		 * Number of samples in the ring that all invocations share.
		 */
		private int ringCapacity = 512;

		/**
		 * Number of samples that a record keeps; longer invocations are thinned out.
		 */
		private int maxRows = 240;

		/**
		 * Whether to call the kernel for exact CPU times and context switches of the
		 * process; on Linux, with JDK 22 or later and --enable-native-access=ALL-UNNAMED.
		 * Takes about a tenth of a second at start.
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
	 * The calls to cloud services.
	 */
	public static class ServiceCalls {

		/**
		 * Number of operations that a record keeps apart; calls of others are added up
		 * together.
		 */
		private int maxOperations = 64;

		/**
		 * Hosts, or ends of hosts, by the name that calls of their service shall bear.
		 * The hosts of Google Cloud, AWS and Azure are known.
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
	 * One kind of clients.
	 */
	public static class Client {

		/**
		 * Whether to count the calls of these clients, without any annotation.
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
	 * The following of an invocation's work to other threads.
	 */
	public static class Propagation {

		/**
		 * Whether the tasks of Spring's executors and Reactor's schedulers, and what
		 * Micrometer's context propagation carries, work for the invocation that handed
		 * them in.
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
	 * Where records are written to.
	 */
	public static class Output {

		/**
		 * Whether to write each record to standard output, as one line of JSON. With
		 * 'auto' it is done where the platform says that it is one for functions
		 * (K_SERVICE or FUNCTION_TARGET is set).
		 */
		private StandardOutputMode stdout = StandardOutputMode.AUTO;

		public StandardOutputMode getStdout() {
			return this.stdout;
		}

		public void setStdout(StandardOutputMode stdout) {
			this.stdout = stdout;
		}

	}

}
