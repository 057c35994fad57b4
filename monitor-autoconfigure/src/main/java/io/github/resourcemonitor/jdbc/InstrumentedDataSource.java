package io.github.resourcemonitor.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;

import javax.sql.DataSource;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The data source that a pool gets its connections from, with statements that are
 * measured. Everything else goes to the data source that the pool would use without it.
 */
class InstrumentedDataSource implements DataSource {

	private static final String HOOK = "instrumentation of a connection";

	private final PoolSettings settings;

	private final String beanName;

	private final SqlCalls calls;

	private final Failures failures;

	private volatile @Nullable String service;

	InstrumentedDataSource(PoolSettings settings, String beanName, SqlCalls calls, Failures failures) {
		this.settings = settings;
		this.beanName = beanName;
		this.calls = calls;
		this.failures = failures;
	}

	/**
	 * Instrument a pool that has not been started.
	 * @param settings the settings of the pool
	 * @param beanName the name of its bean
	 * @param calls measures executions
	 * @param failures the failures of the monitor itself
	 */
	static void instrument(PoolSettings settings, String beanName, SqlCalls calls, Failures failures) {
		boolean mysql = settings.dataSource().getClass().getName().contains("Mysql");
		settings.replaceBy(mysql ? new MysqlDataSource(settings, beanName, calls, failures)
				: new InstrumentedDataSource(settings, beanName, calls, failures));
	}

	/**
	 * Return whether connections come from a data source.
	 * @param dataSource the data source
	 * @return whether they do
	 */
	final boolean wraps(DataSource dataSource) {
		return this.settings.dataSource() == dataSource;
	}

	@Override
	public final @Nullable Connection getConnection() throws SQLException {
		return instrumented(this.settings.dataSource().getConnection());
	}

	@Override
	public final @Nullable Connection getConnection(String user, String password) throws SQLException {
		return instrumented(this.settings.dataSource().getConnection(user, password));
	}

	private @Nullable Connection instrumented(@Nullable Connection connection) {
		if (connection == null) {
			return null;
		}
		Connection instrumented = this.failures.attempt(HOOK, () -> {
			this.settings.putBack(this);
			return ConnectionHandler.instrument(connection, this.calls, service(connection));
		});
		return (instrumented != null) ? instrumented : connection;
	}

	/**
	 * The same name as datasource-micrometer would have for the pool.
	 */
	private String service(Connection connection) {
		String known = this.service;
		if (known == null) {
			String name = this.settings.poolName();
			known = DataSourceNames.service((name != null) ? name : catalog(connection), this.beanName);
			this.service = known;
		}
		return known;
	}

	private static @Nullable String catalog(Connection connection) {
		try {
			return connection.getCatalog();
		}
		catch (SQLException | RuntimeException ex) {
			// Some drivers do not support it.
			return null;
		}
	}

	@Override
	public final PrintWriter getLogWriter() throws SQLException {
		return this.settings.dataSource().getLogWriter();
	}

	@Override
	public final void setLogWriter(PrintWriter writer) throws SQLException {
		this.settings.dataSource().setLogWriter(writer);
	}

	@Override
	public final int getLoginTimeout() throws SQLException {
		return this.settings.dataSource().getLoginTimeout();
	}

	@Override
	public final void setLoginTimeout(int seconds) throws SQLException {
		this.settings.dataSource().setLoginTimeout(seconds);
	}

	@Override
	public final Logger getParentLogger() throws SQLFeatureNotSupportedException {
		return this.settings.dataSource().getParentLogger();
	}

	@Override
	public final <T> T unwrap(Class<T> type) throws SQLException {
		DataSource target = this.settings.dataSource();
		return type.isInstance(target) ? type.cast(target) : target.unwrap(type);
	}

	@Override
	public final boolean isWrapperFor(Class<?> type) throws SQLException {
		DataSource target = this.settings.dataSource();
		return type.isInstance(target) || target.isWrapperFor(type);
	}

	@Override
	public final String toString() {
		return this.settings.dataSource().toString();
	}

	/**
	 * HikariCP handles network timeouts differently if the name of the class contains
	 * <code>Mysql</code>.
	 */
	private static final class MysqlDataSource extends InstrumentedDataSource {

		MysqlDataSource(PoolSettings settings, String beanName, SqlCalls calls, Failures failures) {
			super(settings, beanName, calls, failures);
		}

	}

}
