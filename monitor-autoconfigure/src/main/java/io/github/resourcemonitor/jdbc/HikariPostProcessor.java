package io.github.resourcemonitor.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Instruments the connections of HikariCP's pools that are beans and have not been
 * started: the pool remains the same, and gets them from a data source around the one
 * that it would use otherwise. Those that cannot be instrumented are reported by
 * {@link DataSourceVerifier}, because datasource-micrometer may wrap them later.
 */
public final class HikariPostProcessor extends ClientPostProcessor {

	private final SqlCalls calls;

	/**
	 * Create a new post-processor.
	 * @param calls measures executions
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public HikariPostProcessor(SqlCalls calls, UninstrumentedClients uninstrumented, Failures failures) {
		super("instrumentation of a data source", uninstrumented, failures);
		this.calls = calls;
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		if (bean instanceof HikariDataSource pool && !pool.isRunning() && !pool.isClosed()
				&& PoolSettings.areComplete(pool) && !(pool.getDataSource() instanceof InstrumentedDataSource)) {
			PoolSettings settings = settings(pool);
			if (settings != null) {
				InstrumentedDataSource.instrument(settings, beanName, this.calls, failures());
			}
		}
		return null;
	}

	/**
	 * Return the settings, {@code null} if they are not valid: the pool says so itself
	 * when it starts.
	 */
	private static @Nullable PoolSettings settings(HikariDataSource pool) {
		try {
			return new PoolSettings(pool);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
