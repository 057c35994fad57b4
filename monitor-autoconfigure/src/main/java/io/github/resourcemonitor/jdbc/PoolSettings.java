package io.github.resourcemonitor.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import com.zaxxer.hikari.util.UtilityElf;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Where a pool would get its connections from if it were not instrumented, by its
 * settings, which may change until it starts. Safe for use by any thread.
 */
final class PoolSettings {

	private final HikariDataSource pool;

	private final @Nullable DataSource given;

	private final @Nullable String className;

	private List<@Nullable Object> settings;

	private DataSource dataSource;

	private boolean started;

	/**
	 * Read the settings of a pool that has not been started.
	 * @param pool the pool
	 * @throws RuntimeException as the pool would throw, if the settings are not valid
	 */
	PoolSettings(HikariDataSource pool) {
		this.pool = pool;
		this.given = pool.getDataSource();
		this.className = textOrNull(pool.getDataSourceClassName());
		this.settings = read();
		this.dataSource = create();
	}

	/**
	 * Return whether there is anything that connections can be got from, and nothing that
	 * the pool would refuse.
	 * @param pool a pool that has not been started
	 * @return whether there is
	 */
	static boolean areComplete(HikariDataSource pool) {
		if (pool.getDataSource() != null) {
			return true;
		}
		if (StringUtils.hasText(pool.getDataSourceClassName())) {
			return !StringUtils.hasText(pool.getDriverClassName());
		}
		return StringUtils.hasText(pool.getJdbcUrl()) || StringUtils.hasText(pool.getDataSourceJNDI());
	}

	/**
	 * Put a data source in place of the settings.
	 * @param instrumented the data source
	 */
	void replaceBy(DataSource instrumented) {
		this.pool.setDataSource(instrumented);
		// Otherwise the pool warns that it is ignored.
		this.pool.setDataSourceClassName(null);
	}

	/**
	 * Put the settings back, when the pool has taken the data source that was put in
	 * their place: the settings of a pool may be copied to another one.
	 * @param instrumented the data source
	 */
	synchronized void putBack(DataSource instrumented) {
		if (this.started) {
			return;
		}
		this.started = true;
		try {
			if (this.pool.getDataSource() == instrumented) {
				this.pool.setDataSource(this.given);
				this.pool.setDataSourceClassName(this.className);
			}
		}
		catch (IllegalStateException ex) {
			// The pool has been started without a connection, and its settings are
			// sealed.
		}
	}

	/**
	 * Return the data source of the pool.
	 * @return the data source
	 * @throws RuntimeException as the pool would throw, if the settings are not valid
	 */
	synchronized DataSource dataSource() {
		if (!this.started && this.given == null) {
			List<@Nullable Object> current = read();
			if (!current.equals(this.settings)) {
				this.dataSource = create();
				this.settings = current;
			}
		}
		return this.dataSource;
	}

	/**
	 * The name that the pool was given, {@code null} if it has generated one.
	 */
	@Nullable String poolName() {
		String name = this.pool.getPoolName();
		return (name != null && !name.startsWith("HikariPool-")) ? name : null;
	}

	private List<@Nullable Object> read() {
		Properties properties = new Properties();
		properties.putAll(this.pool.getDataSourceProperties());
		return Arrays.asList(this.pool.getJdbcUrl(), this.pool.getDriverClassName(), this.pool.getDataSourceClassName(),
				this.pool.getDataSourceJNDI(), properties, this.pool.getCredentials().getUsername(),
				this.pool.getCredentials().getPassword());
	}

	/**
	 * As <code>PoolBase.initializeDataSource()</code> of HikariCP does.
	 */
	private DataSource create() {
		if (this.given != null) {
			return this.given;
		}
		String type = textOrNull(this.pool.getDataSourceClassName());
		type = (type != null) ? type : this.className;
		if (type != null) {
			DataSource created = UtilityElf.createInstance(type, DataSource.class);
			PropertyElf.setTargetFromProperties(created, this.pool.getDataSourceProperties());
			return created;
		}
		String url = textOrNull(this.pool.getJdbcUrl());
		if (url != null) {
			return new DriverDataSource(url, textOrNull(this.pool.getDriverClassName()),
					this.pool.getDataSourceProperties(), this.pool.getCredentials().getUsername(),
					this.pool.getCredentials().getPassword());
		}
		try {
			return (DataSource) new InitialContext().lookup(this.pool.getDataSourceJNDI());
		}
		catch (NamingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable String textOrNull(@Nullable String text) {
		return StringUtils.hasText(text) ? text : null;
	}

}
