package io.github.resourcemonitor.jdbc;

import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;

/**
 * Query listener that measures each execution of a statement as a service call to the
 * data source; the operation is the verb of the statement. A batch is one execution.
 * Neither the text of a statement nor its parameters are kept. Reading a result set and
 * getting a connection are not counted. A statement inside an annotated service call is
 * part of that call.
 * <p>
 * Called by datasource-proxy, on the thread that executes the statement.
 */
public final class StatementCalls implements QueryExecutionListener {

	private static final String CALL = StatementCalls.class.getName();

	private final SqlCalls calls;

	private final DataSourceNames names;

	private final Failures failures;

	/**
	 * Create a new listener.
	 * @param monitor supplies the monitor; called for the first statement
	 * @param requests supplies the requests, which know whether the thread is inside a
	 * service call
	 * @param names the names of data sources
	 * @param failures the failures of the monitor itself
	 */
	public StatementCalls(Supplier<ResourceMonitor> monitor, Supplier<ServiceRequests> requests, DataSourceNames names,
			Failures failures) {
		this.calls = new SqlCalls(monitor, requests, failures);
		this.names = names;
		this.failures = failures;
	}

	@Override
	public void beforeQuery(ExecutionInfo execution, List<QueryInfo> statements) {
		this.failures.guard(SqlCalls.HOOK, () -> {
			ServiceCallScope call = this.calls.start(this.names.service(execution.getDataSourceName()),
					() -> SqlVerbs.of(statements.stream().map(QueryInfo::getQuery).toList(), execution.isBatch()));
			if (call != null) {
				execution.addCustomValue(CALL, call);
			}
		});
	}

	@Override
	public void afterQuery(ExecutionInfo execution, List<QueryInfo> statements) {
		this.failures.guard(SqlCalls.HOOK,
				() -> this.calls.end(execution.getCustomValue(CALL, ServiceCallScope.class), execution.getThrowable()));
	}

}
