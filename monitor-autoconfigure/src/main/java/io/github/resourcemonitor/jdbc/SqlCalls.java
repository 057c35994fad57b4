package io.github.resourcemonitor.jdbc;

import java.util.function.Supplier;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.jspecify.annotations.Nullable;

/**
 * Measures executions of SQL as service calls, whatever intercepts them. What is executed
 * inside a service call is part of that call: an annotated method, or an execution that
 * has been intercepted at another place before. Safe for use by any thread. No method
 * throws.
 */
public final class SqlCalls {

	static final String HOOK = "statement of a data source";

	private final Supplier<ResourceMonitor> monitor;

	private final Supplier<ServiceRequests> requests;

	private final Failures failures;

	/**
	 * Create new calls.
	 * @param monitor supplies the monitor; called for the first execution
	 * @param requests supplies the requests, which know whether the thread is inside a
	 * service call
	 * @param failures the failures of the monitor itself
	 */
	public SqlCalls(Supplier<ResourceMonitor> monitor, Supplier<ServiceRequests> requests, Failures failures) {
		this.monitor = monitor;
		this.requests = requests;
		this.failures = failures;
	}

	/**
	 * Start an execution, on the thread that executes.
	 * @param service the name of the service that the data source is
	 * @param operation supplies what is executed, as {@link SqlVerbs} name it
	 * @return the call, {@code null} if the execution is part of another call, or if the
	 * monitor failed
	 */
	@Nullable ServiceCallScope start(String service, Supplier<String> operation) {
		try {
			return this.requests.get().isInsideCall() ? null
					: this.monitor.get().startServiceCall(service, operation.get(), CallDirection.NONE);
		}
		catch (Throwable ex) {
			this.failures.record(HOOK, ex);
			return null;
		}
	}

	/**
	 * End an execution.
	 * @param call the call, {@code null} for none
	 * @param thrown what the execution threw, {@code null} if it succeeded
	 */
	void end(@Nullable ServiceCallScope call, @Nullable Throwable thrown) {
		if (call != null) {
			if (thrown != null) {
				call.failed(thrown);
			}
			call.close();
		}
	}

}
