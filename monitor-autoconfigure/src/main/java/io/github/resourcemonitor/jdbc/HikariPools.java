package io.github.resourcemonitor.jdbc;

import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a data source in an application with HikariCP.
 */
final class HikariPools {

	private HikariPools() {
	}

	static boolean isPool(DataSource dataSource) {
		return dataSource instanceof HikariDataSource;
	}

	/**
	 * Return whether a data source is a wrapper around a pool, which is looked at itself.
	 */
	static boolean isWrapperOfPool(DataSource dataSource) {
		try {
			return dataSource.isWrapperFor(HikariDataSource.class);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Return why the statements of a pool are not counted.
	 * @param dataSource a pool
	 * @return the problem, {@code null} if there is none
	 */
	static @Nullable String problem(DataSource dataSource) {
		HikariDataSource pool = (HikariDataSource) dataSource;
		if (pool.isClosed() || instrumentation(pool) != null) {
			return null;
		}
		if (pool.isRunning()) {
			return "its pool was started before it could be instrumented";
		}
		return PoolSettings.areComplete(pool) ? "its settings were not valid when it was initialized, or were replaced"
				: null;
	}

	/**
	 * Return whether a pool that is instrumented gets its connections from a data source.
	 */
	static boolean uses(DataSource pool, DataSource dataSource) {
		InstrumentedDataSource instrumentation = instrumentation((HikariDataSource) pool);
		return instrumentation != null && instrumentation.wraps(dataSource);
	}

	private static @Nullable InstrumentedDataSource instrumentation(HikariDataSource pool) {
		if (pool.getDataSource() instanceof InstrumentedDataSource before) {
			return before;
		}
		try {
			// Once the pool is running. This does not start it.
			return pool.isWrapperFor(InstrumentedDataSource.class) ? pool.unwrap(InstrumentedDataSource.class) : null;
		}
		catch (SQLException ex) {
			return null;
		}
	}

}
