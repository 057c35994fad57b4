package io.github.resourcemonitor.benchmarks.transport;

import java.util.List;

import com.google.cloud.storage.Storage;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.benchmarks.MonitoredContext;

/**
 * Clients with the same options: one that is a bean of an application with the
 * auto-configured monitor, and others that are not beans and thus not instrumented. All
 * are used inside invocations of that monitor.
 */
final class Clients implements AutoCloseable {

	static final String PLAIN = "plain";

	static final String INSTRUMENTED = "instrumented";

	private final String server;

	private final RecordedPayloads recorded = new RecordedPayloads();

	private final MonitoredContext context;

	Clients(String server) {
		this.server = server;
		System.setProperty(TransportApplication.SERVER, server);
		this.context = new MonitoredContext(List.of(TransportApplication.class), this.recorded);
	}

	Storage plain() {
		return TransportApplication.client(this.server);
	}

	Storage instrumented() {
		return this.context.bean(Storage.class);
	}

	Storage of(String name) {
		return switch (name) {
			case PLAIN -> plain();
			case INSTRUMENTED -> instrumented();
			default -> throw new IllegalArgumentException("No client '" + name + "'");
		};
	}

	ResourceMonitor monitor() {
		return this.context.monitor();
	}

	RecordedPayloads recorded() {
		return this.recorded;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
