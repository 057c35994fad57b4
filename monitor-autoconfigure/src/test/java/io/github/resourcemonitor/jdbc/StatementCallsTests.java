package io.github.resourcemonitor.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import net.ttddyy.observation.boot.autoconfigure.DataSourceNameResolver;
import net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration;
import org.assertj.core.groups.Tuple;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link StatementCalls} in an application with datasource-micrometer, with a
 * database server behind a socket.
 */
class StatementCallsTests {

	private static Server server;

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withConfiguration(AutoConfigurations.of(DataSourceObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, ObservationRegistry::create)
		.withBean(Tracer.class, () -> Tracer.NOOP)
		.withBean("orders", DataSource.class, () -> dataSource("orders"));

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
			run(context, "orders", (connection) -> {
				try (Statement statement = connection.createStatement()) {
					statement.execute("create table if not exists t (id int)");
					statement.executeUpdate("insert into t values (1)");
					statement.executeUpdate("insert into t values (2)");
					statement.executeQuery("select id from t").close();
				}
			});
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "CREATE", 1L, 0L),
					tuple("ORDERS", "INSERT", 2L, 0L), tuple("ORDERS", "SELECT", 1L, 0L));
			assertThat(onlyRecord(context).serviceCalls())
				.allSatisfy((call) -> assertThat(call.durationNanos()).isPositive());
			assertThat(onlyRecord(context).transfers().calls()).isEqualTo(4);
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	@Test
	void eachExecutionOfAPreparedStatementIsACall() {
		this.runner.run((context) -> {
			run(context, "orders", (connection) -> {
				try (PreparedStatement statement = connection.prepareStatement("select ?")) {
					for (int i = 0; i < 3; i++) {
						statement.setInt(1, i);
						statement.executeQuery().close();
					}
				}
			});
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "SELECT", 3L, 0L));
		});
	}

	@Test
	void aBatchIsOneCall() {
		this.runner.run((context) -> {
			run(context, "orders", (connection) -> {
				try (Statement statement = connection.createStatement()) {
					statement.addBatch("create table if not exists b (id int)");
					statement.addBatch("insert into b values (1)");
					statement.executeBatch();
				}
				try (PreparedStatement statement = connection.prepareStatement("insert into b values (?)")) {
					for (int i = 0; i < 5; i++) {
						statement.setInt(1, i);
						statement.addBatch();
					}
					statement.executeBatch();
				}
			});
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "BATCH", 1L, 0L),
					tuple("ORDERS", "BATCH INSERT", 1L, 0L));
		});
	}

	@Test
	void aFailedStatementIsAnErrorAndRethrowsTheSameException() {
		this.runner.run((context) -> {
			run(context, "orders", (connection) -> {
				try (Statement statement = connection.createStatement()) {
					assertThatExceptionOfType(SQLException.class)
						.isThrownBy(() -> statement.executeQuery("select * from nowhere"))
						.withMessageContaining("NOWHERE");
				}
			});
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "SELECT", 1L, 1L));
		});
	}

	@Test
	void dataSourcesAreDistinguished() {
		this.runner.withBean("customers", DataSource.class, () -> dataSource("customers")).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				for (String name : List.of("orders", "customers", "orders")) {
					execute(context, name, "values 1");
				}
			});
			assertThat(calls(context)).containsExactly(tuple("ORDERS", "VALUES", 2L, 0L),
					tuple("CUSTOMERS", "VALUES", 1L, 0L));
		});
	}

	/**
	 * As Boot names embedded databases by default.
	 */
	@Test
	void aDataSourceWithAGeneratedCatalogHasTheNameOfItsBean() {
		for (String type : List.of("proxy", "concrete")) {
			this.runner.withBean("stock", DataSource.class, () -> dataSource(UUID.randomUUID().toString()))
				.withPropertyValues("jdbc.datasource-proxy.type=" + type)
				.run((context) -> {
					run(context, "stock", (connection) -> {
						try (Statement statement = connection.createStatement()) {
							statement.execute("values 1");
						}
					});
					assertThat(calls(context)).containsExactly(tuple("stock", "VALUES", 1L, 0L));
				});
		}
	}

	@Test
	void aNameThatIsAUrlIsNotUsed() {
		this.runner
			.withBean(DataSourceNameResolver.class,
					() -> (beanName, dataSource) -> "jdbc:postgresql://alice:secret@host/orders?password=secret")
			.run((context) -> {
				execute(context, "orders", "values 1");
				assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages())
					.extracting(ServiceCallUsage::service)
					.containsExactly("orders");
			});
	}

	@Test
	void aStatementInsideACallIsPartOfIt() {
		this.runner.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.call("handler", () -> monitor.callService("orders", "find", CallDirection.NONE, () -> {
				execute(context, "orders", "values 1");
				return null;
			}));
			assertThat(calls(context)).containsExactly(tuple("orders", "find", 1L, 0L));
		});
	}

	@Test
	void statementsOutsideAnyInvocationAreKeptSeparately() {
		this.runner.run((context) -> {
			execute(context, "orders", "values 1");
			assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages())
				.extracting(ServiceCallUsage::service, ServiceCallUsage::operation)
				.containsExactly(tuple("ORDERS", "VALUES"));
		});
	}

	@Test
	void statementsAreExecutedIfTheMonitorFails() {
		this.runner.withBean(StatementCalls.class, () -> new StatementCalls(() -> {
			throw new IllegalStateException("broken");
		}, () -> {
			throw new IllegalStateException("broken");
		}, new DataSourceNames(), new Failures())).run((context) -> {
			run(context, "orders", (connection) -> {
				try (Statement statement = connection.createStatement()) {
					assertThat(statement.executeQuery("values 7").next()).isTrue();
				}
			});
			assertThat(calls(context)).isEmpty();
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		for (String property : List.of("resource-monitor.enabled=false",
				"resource-monitor.service-calls.jdbc.enabled=false")) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(StatementCalls.class);
				execute(context, "orders", "values 1");
			});
		}
	}

	@Test
	void backsOffWithoutTheProxy() {
		MonitorContexts.withoutReadings()
			.withClassLoader(new FilteredClassLoader("net.ttddyy"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ResourceMonitor.class)
				.doesNotHaveBean("resourceMonitorStatementCalls"));
	}

	private static List<Tuple> calls(ApplicationContext context) {
		return onlyRecord(context).serviceCalls()
			.stream()
			.map((call) -> tuple(call.service(), call.operation(), call.count(), call.errors()))
			.toList();
	}

	private static void run(ApplicationContext context, String dataSource, Work work) throws Exception {
		context.getBean(ResourceMonitor.class).call("handler", () -> {
			try (Connection connection = context.getBean(dataSource, DataSource.class).getConnection()) {
				work.with(connection);
			}
			return null;
		});
	}

	private static void execute(ApplicationContext context, String dataSource, String sql) {
		try (Connection connection = context.getBean(dataSource, DataSource.class).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static DataSource dataSource(String name) {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:" + name + ";DB_CLOSE_DELAY=-1");
		dataSource.setUser("sa");
		return dataSource;
	}

	interface Work {

		void with(Connection connection) throws Exception;

	}

}
