package io.github.resourcemonitor.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import java.util.function.Supplier;

import io.github.resourcemonitor.ServiceCallScope;
import org.jspecify.annotations.Nullable;

/**
 * Handler of the calls to a statement: each execution is a service call. A batch is one
 * execution. Result sets are those of the driver.
 */
final class StatementHandler extends JdbcHandler<Statement> {

	private final Connection connection;

	private final SqlCalls calls;

	private final String service;

	/**
	 * What a prepared statement executes.
	 */
	private final @Nullable String prepared;

	/**
	 * The verb of the statements that have been added to the batch.
	 */
	private @Nullable String batch;

	/**
	 * Create a new handler.
	 * @param target the statement of the driver
	 * @param connection what the statement has as its connection
	 * @param calls measures executions
	 * @param service the name of the service that the data source is
	 * @param prepared the verb of a prepared statement, {@code null} for another one
	 */
	StatementHandler(Statement target, Connection connection, SqlCalls calls, String service,
			@Nullable String prepared) {
		super(target);
		this.connection = connection;
		this.calls = calls;
		this.service = service;
		this.prepared = prepared;
	}

	@Override
	@Nullable Object handle(Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		switch (method.getName()) {
			case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
				String sql = sql(arguments);
				return measure(method, arguments, () -> (sql != null) ? SqlVerbs.of(sql) : verb());
			}
			case "executeBatch", "executeLargeBatch" -> {
				String verb = (this.batch != null) ? this.batch : this.prepared;
				this.batch = null;
				return measure(method, arguments, () -> SqlVerbs.ofBatch(verb));
			}
			case "addBatch" -> {
				Object result = proceed(method, arguments);
				String sql = sql(arguments);
				this.batch = (sql != null) ? SqlVerbs.merge(this.batch, SqlVerbs.of(sql)) : this.batch;
				return result;
			}
			case "clearBatch" -> {
				this.batch = null;
				return proceed(method, arguments);
			}
			case "getConnection" -> {
				// The driver throws an exception if the statement is closed.
				return (proceed(method, arguments) != null) ? this.connection : null;
			}
			default -> {
				return proceed(method, arguments);
			}
		}
	}

	private String verb() {
		return (this.prepared != null) ? this.prepared : SqlVerbs.of("");
	}

	private @Nullable Object measure(Method method, @Nullable Object @Nullable [] arguments, Supplier<String> operation)
			throws Throwable {
		ServiceCallScope call = this.calls.start(this.service, operation);
		Object result;
		try {
			result = proceed(method, arguments);
		}
		catch (Throwable ex) {
			this.calls.end(call, ex);
			throw ex;
		}
		this.calls.end(call, null);
		return result;
	}

}
