package io.github.resourcemonitor.jdbc;

import java.io.Closeable;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration;
import org.assertj.core.groups.Tuple;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcPreparedStatement;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/**
 * Tests for {@link HikariPostProcessor} in an application without datasource-micrometer,
 * with a database server behind a socket.
 */
class HikariPostProcessorTests {

	private static Server server;

	private final ApplicationContextRunner bare = MonitorContexts.withoutReadings()
		.withClassLoader(new FilteredClassLoader("net.ttddyy"));

	private final ApplicationContextRunner runner = this.bare.withBean("orders", HikariDataSource.class,
			() -> pool("orders"));

	@BeforeAll
	static void startServer() throws SQLException {
		server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
	}

	@AfterAll
	static void stopServer() {
		server.stop();
	}

	@Test
	void statementsAreCallsOfTheirDataSource() {
		this.runner.run((context) -> {
			run(context, "orders", (jdbc) -> {
				jdbc.execute("create table pooled (id int)");
				jdbc.update("insert into pooled values (?)", 1);
				jdbc.update("insert into pooled values (2)");
				assertThat(jdbc.queryForList("select id from pooled order by id", Integer.class)).containsExactly(1, 2);
			});
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "CREATE", 1L, 0L),
					tuple("ORDERS", "INSERT", 2L, 0L), tuple("ORDERS", "SELECT", 1L, 0L));
			assertThat(onlyRecord(context).serviceCalls())
				.allSatisfy((call) -> assertThat(call.durationNanos()).isPositive());
			nothingIsReported(context);
		});
	}

	@Test
	void eachExecutionOfAPreparedStatementIsACall() {
		this.runner.run((context) -> {
			run(context, "orders", (jdbc) -> withConnection(jdbc, (connection) -> {
				try (PreparedStatement statement = connection.prepareStatement("select ?")) {
					for (int i = 0; i < 3; i++) {
						statement.setInt(1, i);
						try (ResultSet result = statement.executeQuery()) {
							assertThat(result.next()).isTrue();
							assertThat(result.getInt(1)).isEqualTo(i);
						}
					}
				}
			}));
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "SELECT", 3L, 0L));
		});
	}

	@Test
	void aBatchIsOneCall() {
		this.runner.run((context) -> {
			run(context, "orders", (jdbc) -> {
				jdbc.batchUpdate("create table batched (id int)", "insert into batched values (1)");
				jdbc.batchUpdate("insert into batched values (2)", "insert into batched values (3)");
				jdbc.batchUpdate("update batched set id = ?", List.of(new Object[] { 4 }, new Object[] { 5 }));
			});
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "BATCH", 1L, 0L),
					tuple("ORDERS", "BATCH INSERT", 1L, 0L), tuple("ORDERS", "BATCH UPDATE", 1L, 0L));
		});
	}

	@Test
	void aStatementCanBeUsedForSeveralBatches() {
		this.runner.run((context) -> {
			run(context, "orders", (jdbc) -> withConnection(jdbc, (connection) -> {
				try (Statement statement = connection.createStatement()) {
					statement.addBatch("create table if not exists c (id int)");
					statement.clearBatch();
					statement.addBatch("set @a = 1");
					statement.executeBatch();
					statement.addBatch("delete from information_schema.nowhere");
					statement.clearBatch();
					assertThat(statement.executeLargeBatch()).isEmpty();
				}
			}));
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "BATCH SET", 1L, 0L),
					tuple("ORDERS", "BATCH OTHER", 1L, 0L));
		});
	}

	@Test
	void aProcedureIsACall() {
		this.runner.run((context) -> {
			run(context, "orders", (jdbc) -> withConnection(jdbc, (connection) -> {
				try (CallableStatement statement = connection.prepareCall("{call abs(-7)}")) {
					assertThat(statement.execute()).isTrue();
				}
			}));
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "CALL", 1L, 0L));
		});
	}

	@Test
	void aFailedStatementIsAnErrorAndThrowsTheExceptionOfTheDriver() {
		this.runner.run((context) -> {
			run(context, "orders", (jdbc) -> withConnection(jdbc, (connection) -> {
				try (Statement statement = connection.createStatement()) {
					Throwable expected = catchThrowable(() -> statement.unwrap(org.h2.jdbc.JdbcStatement.class)
						.executeQuery("select * from nowhere"));
					assertThatExceptionOfType(SQLException.class)
						.isThrownBy(() -> statement.executeQuery("select * from nowhere"))
						.isExactlyInstanceOf(expected.getClass())
						.withMessage(expected.getMessage())
						.withNoCause();
				}
			}));
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "SELECT", 1L, 1L));
		});
	}

	@Test
	void objectsOfTheDriverAreUnwrapped() {
		this.runner.run((context) -> {
			withConnection(new JdbcTemplate(context.getBean(DataSource.class)), (connection) -> {
				JdbcConnection driver = connection.unwrap(JdbcConnection.class);
				assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
				assertThat(connection.isWrapperFor(org.h2.jdbc.JdbcArray.class)).isFalse();
				try (PreparedStatement statement = connection.prepareStatement("values 1")) {
					assertThat(statement.unwrap(JdbcPreparedStatement.class).getConnection()).isSameAs(driver);
					assertThat(statement.getConnection()).isSameAs(connection);
					Statement inner = statement.unwrap(Statement.class);
					assertThat(inner.getConnection()).isSameAs(connection.unwrap(Connection.class))
						.isEqualTo(connection.unwrap(Connection.class))
						.isNotEqualTo(driver)
						.hasSameHashCodeAs(inner.getConnection());
					assertThat(inner).hasToString(statement.unwrap(JdbcPreparedStatement.class).toString());
					try (ResultSet result = statement.executeQuery()) {
						assertThat(result.getStatement()).isSameAs(statement);
					}
				}
			});
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			assertThat(pool.isWrapperFor(DriverDataSource.class)).isTrue();
			assertThat(pool.unwrap(DriverDataSource.class)).isNotNull();
			assertThat(pool.isWrapperFor(JdbcDataSource.class)).isFalse();
		});
	}

	@Test
	void aPoolIsStartedByItsFirstConnection() {
		this.runner.run((context) -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			assertThat(pool.isRunning()).isFalse();
			nothingIsReported(context);
			execute(pool, "values 1");
			assertThat(pool.isRunning()).isTrue();
			assertThat(pool).isExactlyInstanceOf(HikariDataSource.class);
		});
	}

	/**
	 * The settings of a pool may be copied, and changed.
	 */
	@Test
	void aPoolThatWasStartedHasTheSettingsThatItHad() {
		this.bare.withBean("url", HikariDataSource.class, () -> pool("orders"))
			.withBean("class", HikariDataSource.class, () -> {
				HikariDataSource pool = new HikariDataSource();
				pool.setDataSourceClassName(JdbcDataSource.class.getName());
				pool.addDataSourceProperty("url", url("customers"));
				pool.addDataSourceProperty("user", "sa");
				return pool;
			})
			.run((context) -> {
				HikariDataSource url = context.getBean("url", HikariDataSource.class);
				HikariDataSource type = context.getBean("class", HikariDataSource.class);
				run(context, "url", (jdbc) -> jdbc.execute("values 1"));
				execute(type, "values 1");
				assertThat(url.getDataSource()).isNull();
				assertThat(type.getDataSource()).isNull();
				assertThat(type.getDataSourceClassName()).isEqualTo(JdbcDataSource.class.getName());
				assertThat(type.unwrap(JdbcDataSource.class).getUrl()).isEqualTo(url("customers"));
				assertThat(outside(context)).containsExactly(tuple("CUSTOMERS", "VALUES"));
				HikariConfig copy = new HikariConfig();
				url.copyStateTo(copy);
				copy.setPoolName("copy");
				copy.setJdbcUrl(url("stock"));
				try (HikariDataSource other = new HikariDataSource(copy);
						Connection connection = other.getConnection()) {
					assertThat(connection.getCatalog()).isEqualTo("STOCK");
				}
			});
	}

	@Test
	void aDataSourceInsideThePoolIsUsed() {
		JdbcDataSource inner = new JdbcDataSource();
		inner.setUrl(url("orders"));
		inner.setUser("sa");
		this.bare.withBean("inner", JdbcDataSource.class, () -> inner).withBean("pool", HikariDataSource.class, () -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(inner);
			return pool;
		}).run((context) -> {
			run(context, "pool", (jdbc) -> jdbc.execute("values 1"));
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "VALUES", 1L, 0L));
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			assertThat(pool.getDataSource()).isSameAs(inner);
			assertThat(pool.unwrap(JdbcDataSource.class)).isSameAs(inner);
			nothingIsReported(context);
		});
	}

	/**
	 * HikariCP knows MySQL by the name of the class.
	 */
	@Test
	void aDataSourceOfMysqlIsStillKnownAsSuch() {
		this.bare.withBean("pool", HikariDataSource.class, () -> {
			MysqlLikeDataSource inner = new MysqlLikeDataSource();
			inner.setUrl(url("orders"));
			inner.setUsername("sa");
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(inner);
			return pool;
		}).run((context) -> {
			run(context, "pool", (jdbc) -> jdbc.execute("values 1"));
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "VALUES", 1L, 0L));
			assertThat(context.getBean(HikariDataSource.class).getHikariPoolMXBean()).isInstanceOfSatisfying(
					HikariPool.class,
					(pool) -> assertThat(pool.getUnwrappedDataSource()).isInstanceOf(InstrumentedDataSource.class)
						.extracting((dataSource) -> dataSource.getClass().getName(), STRING)
						.contains("Mysql"));
		});
	}

	@Test
	void settingsMayChangeUntilThePoolStarts() {
		this.bare.withBean("changed", HikariDataSource.class, () -> pool("orders"))
			.withBean(LateSettings.class, () -> new LateSettings("changed", url("customers")))
			.run((context) -> {
				run(context, "changed", (jdbc) -> jdbc.execute("values 1"));
				assertThat(calls(context)).containsExactly(tuple("CUSTOMERS", "VALUES", 1L, 0L));
			});
	}

	@Test
	void credentialsMayChangeLater() {
		this.runner.run((context) -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			execute(pool, "create user if not exists alice password 'secret' admin");
			pool.getHikariConfigMXBean().setCredentials(Credentials.of("alice", "secret"));
			pool.getHikariPoolMXBean().softEvictConnections();
			run(context, "orders",
					(jdbc) -> assertThat(jdbc.queryForObject("select current_user", String.class)).isEqualTo("ALICE"));
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "SELECT", 1L, 0L));
		});
	}

	@Test
	void dataSourcesAreDistinguishedByTheirNames() {
		this.runner.withBean("named", HikariDataSource.class, () -> {
			HikariDataSource pool = pool("customers");
			pool.setPoolName("customer pool");
			return pool;
		}).withBean("stock", HikariDataSource.class, () -> pool(UUID.randomUUID().toString())).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				for (String name : List.of("orders", "named", "stock", "orders")) {
					execute(context.getBean(name, DataSource.class), "values 1");
				}
			});
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "VALUES", 2L, 0L),
					tuple("customer pool", "VALUES", 1L, 0L), tuple("stock", "VALUES", 1L, 0L));
		});
	}

	@Test
	void aStatementInsideACallIsPartOfIt() {
		this.runner.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.call("handler", () -> monitor.callService("orders", "find", CallDirection.NONE, () -> {
				execute(context.getBean(DataSource.class), "values 1");
				return null;
			}));
			assertThat(calls(context)).containsExactly(tuple("orders", "find", 1L, 0L));
		});
	}

	@Test
	void statementsOfAnotherThreadBelongToTheInvocationThatItWorksFor() {
		this.runner.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			DataSource dataSource = context.getBean(DataSource.class);
			monitor.run("handler",
					() -> CompletableFuture
						.runAsync(monitor.propagate((Runnable) () -> execute(dataSource, "values 1")))
						.join());
			CompletableFuture.runAsync(() -> execute(dataSource, "select 1")).join();
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "VALUES", 1L, 0L));
			assertThat(outside(context)).containsExactly(tuple("ORDERS", "SELECT"));
		});
	}

	@Test
	void aStatementCountsOnceWithDatasourceMicrometer() {
		for (String type : List.of("proxy", "concrete")) {
			MonitorContexts.withoutReadings()
				.withConfiguration(AutoConfigurations.of(DataSourceObservationAutoConfiguration.class))
				.withBean(ObservationRegistry.class, ObservationRegistry::create)
				.withBean(Tracer.class, () -> Tracer.NOOP)
				.withBean("orders", DataSource.class, () -> pool("orders"))
				.withBean("started", DataSource.class, () -> started("customers"))
				.withPropertyValues("jdbc.datasource-proxy.type=" + type)
				.run((context) -> {
					run(context, "orders", (jdbc) -> {
						jdbc.execute("values 1");
						jdbc.queryForList("select ?", 1);
						assertThatException().isThrownBy(() -> jdbc.update("delete from nowhere"));
						jdbc.batchUpdate("set @a = 1", "set @a = 2");
						new JdbcTemplate(context.getBean("started", DataSource.class)).execute("values 2");
					});
					assertThat(calls(context)).containsExactly(tuple("ORDERS", "VALUES", 1L, 0L),
							tuple("ORDERS", "SELECT", 1L, 0L), tuple("ORDERS", "DELETE", 1L, 1L),
							tuple("ORDERS", "BATCH SET", 1L, 0L), tuple("CUSTOMERS", "VALUES", 1L, 0L));
					nothingIsReported(context);
				});
		}
	}

	@Test
	void aPoolThatCannotStartFailsAsWithoutTheMonitor() {
		List<HikariDataSource> wrong = List.of(new HikariDataSource(), new HikariDataSource(), new HikariDataSource(),
				new HikariDataSource());
		wrong.get(1).setJdbcUrl("jdbc:nowhere:orders");
		wrong.get(2).setDataSourceClassName("com.example.Nowhere");
		wrong.get(3).setDataSourceClassName(JdbcDataSource.class.getName());
		wrong.get(3).setDriverClassName("org.h2.Driver");
		for (HikariDataSource pool : wrong) {
			HikariDataSource plain = new HikariDataSource();
			pool.copyStateTo(plain);
			Throwable expected = catchThrowable(plain::getConnection);
			this.bare.withBean("orders", HikariDataSource.class, () -> pool)
				.run((context) -> assertThat(catchThrowable(context.getBean(HikariDataSource.class)::getConnection))
					.isExactlyInstanceOf(expected.getClass())
					.hasMessage(expected.getMessage()));
		}
	}

	@Test
	void aPoolIsInstrumentedWhenTheDatabaseIsBack() {
		this.bare.withBean("orders", HikariDataSource.class, () -> {
			HikariDataSource pool = pool("orders");
			pool.setPassword("wrong");
			return pool;
		}).run((context) -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			execute(started("orders"), "values 1");
			assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection);
			pool.setPassword("");
			run(context, "orders", (jdbc) -> jdbc.execute("values 1"));
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "VALUES", 1L, 0L));
		});
	}

	@Test
	void statementsAreExecutedIfTheMonitorFails() {
		Failures failures = new Failures();
		HikariDataSource pool = pool("orders");
		new HikariPostProcessor(new SqlCalls(() -> {
			throw new IllegalStateException("broken");
		}, () -> {
			throw new IllegalStateException("broken");
		}, failures), new UninstrumentedClients(), failures).postProcessAfterInitialization(pool, "orders");
		try (Closeable open = pool) {
			assertThat(new JdbcTemplate(pool).queryForObject("values 7", Integer.class)).isEqualTo(7);
			assertThat(open).isNotNull();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(failures.summaries().get(SqlCalls.HOOK).count()).isEqualTo(1);
	}

	@Test
	void aPoolThatIsRunningIsReported() {
		this.bare.withBean("orders", HikariDataSource.class, () -> started("orders")).run((context) -> {
			run(context, "orders", (jdbc) -> jdbc.execute("values 1"));
			assertThat(calls(context)).isEmpty();
			assertThat(context.getBean(UninstrumentedClients.class).findAll()).singleElement().satisfies((client) -> {
				assertThat(client.bean()).isEqualTo("orders");
				assertThat(client.type()).isEqualTo(HikariDataSource.class.getName());
				assertThat(client.problem()).contains("started before");
				assertThat(client.cure()).contains("DataSourceBuilder", "datasource-micrometer");
			});
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		for (String property : List.of("resource-monitor.enabled=false",
				"resource-monitor.service-calls.jdbc.enabled=false")) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(HikariPostProcessor.class)
					.doesNotHaveBean(DataSourceVerifier.class);
				assertThat(context.getBean(HikariDataSource.class).getDataSource()).isNull();
				execute(context.getBean(DataSource.class), "values 1");
			});
		}
	}

	@Test
	void backsOffWithoutHikari() {
		MonitorContexts.withoutReadings()
			.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari", "org.springframework.jdbc"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ResourceMonitor.class)
				.doesNotHaveBean("resourceMonitorHikariPostProcessor")
				.doesNotHaveBean("resourceMonitorDataSourceVerifier"));
	}

	private static void nothingIsReported(ApplicationContext context) {
		assertThat(context.getBean(UninstrumentedClients.class).findAll()).isEmpty();
		assertThat(context.getBean(Failures.class).summaries()).isEmpty();
	}

	private static List<Tuple> calls(ApplicationContext context) {
		return onlyRecord(context).serviceCalls()
			.stream()
			.map((call) -> tuple(call.service(), call.operation(), call.count(), call.errors()))
			.toList();
	}

	private static List<Tuple> outside(ApplicationContext context) {
		return context.getBean(OutsideServiceCalls.class)
			.withoutInvocation()
			.usages()
			.stream()
			.map((ServiceCallUsage call) -> tuple(call.service(), call.operation()))
			.toList();
	}

	private static void run(ApplicationContext context, String dataSource, Work<JdbcTemplate> work) throws Exception {
		JdbcTemplate jdbc = new JdbcTemplate(context.getBean(dataSource, DataSource.class));
		context.getBean(ResourceMonitor.class).call("handler", () -> {
			work.with(jdbc);
			return null;
		});
	}

	private static void withConnection(JdbcTemplate jdbc, Work<Connection> work) throws Exception {
		try (Connection connection = jdbc.getDataSource().getConnection()) {
			work.with(connection);
		}
	}

	private static void execute(DataSource dataSource, String sql) throws DataAccessException {
		new JdbcTemplate(dataSource).execute(sql);
	}

	private static HikariDataSource started(String database) {
		HikariConfig config = new HikariConfig();
		pool(database).copyStateTo(config);
		return new HikariDataSource(config);
	}

	private static HikariDataSource pool(String database) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url(database));
		pool.setUsername("sa");
		pool.setPassword("");
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(0);
		return pool;
	}

	private static String url(String database) {
		return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:" + database + ";DB_CLOSE_DELAY=-1";
	}

	static final class MysqlLikeDataSource extends DriverManagerDataSource {

	}

	interface Work<T> {

		void with(T subject) throws Exception;

	}

	/**
	 * A post-processor that changes the settings of a pool.
	 */
	static final class LateSettings implements BeanPostProcessor {

		private final String bean;

		private final String url;

		LateSettings(String bean, String url) {
			this.bean = bean;
			this.url = url;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (beanName.equals(this.bean)) {
				((HikariDataSource) bean).setJdbcUrl(this.url);
			}
			return bean;
		}

	}

}
