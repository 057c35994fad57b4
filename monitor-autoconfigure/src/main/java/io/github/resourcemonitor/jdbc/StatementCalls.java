package io.github.resourcemonitor.jdbc;

import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;

/**
 * Makes each execution of a statement a call of the data source, by the verb of the
 * statement. A batch is one execution. Neither the text of a statement nor its parameters
 * are kept; what is read of a result set later, and getting a connection, is not counted.
 * A statement inside a call that the application marked is part of that.
 * <p>
 * Called by datasource-proxy, on the thread that executes the statement.
 */
public final class StatementCalls implements QueryExecutionListener {

	private static final String HOOK = "statement of a data source";

	private static final String CALL = StatementCalls.class.getName();

	private static final String UNNAMED = "jdbc";

	private final Supplier<ResourceMonitor> monitor;

	private final Supplier<ServiceRequests> requests;

	private final Failures failures;

	/**
	 * Create new calls.
	 * @param monitor supplies the monitor; asked at the first statement
	 * @param requests supplies what tells whether there is a call around a statement
	 * @param failures the failures of the monitor itself
	 */
	public StatementCalls(Supplier<ResourceMonitor> monitor, Supplier<ServiceRequests> requests, Failures failures) {
		this.monitor = monitor;
		this.requests = requests;
		this.failures = failures;
	}

	@Override
	public void beforeQuery(ExecutionInfo execution, List<QueryInfo> statements) {
		this.failures.guard(HOOK, () -> {
			if (this.requests.get().isInsideCall()) {
				return;
			}
			String verb = SqlVerbs.of(statements.stream().map(QueryInfo::getQuery).toList(), execution.isBatch());
			execution.addCustomValue(CALL,
					this.monitor.get().startServiceCall(service(execution), verb, CallDirection.NONE));
		});
	}

	private static String service(ExecutionInfo execution) {
		String name = execution.getDataSourceName();
		return (name != null && !name.isBlank()) ? name : UNNAMED;
	}

	@Override
	public void afterQuery(ExecutionInfo execution, List<QueryInfo> statements) {
		this.failures.guard(HOOK, () -> {
			ServiceCallScope call = execution.getCustomValue(CALL, ServiceCallScope.class);
			if (call != null) {
				Throwable thrown = execution.getThrowable();
				if (thrown != null) {
					call.failed(thrown);
				}
				call.close();
			}
		});
	}

}
