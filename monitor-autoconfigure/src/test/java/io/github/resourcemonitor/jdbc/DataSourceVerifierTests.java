package io.github.resourcemonitor.jdbc;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.client.UninstrumentedClients.UninstrumentedClient;
import io.github.resourcemonitor.failure.Failures;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration;
import org.h2.Driver;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataSourceVerifier}.
 */
class DataSourceVerifierTests {

	private static final String URL = "jdbc:h2:mem:verified";

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withClassLoader(new FilteredClassLoader("net.ttddyy"));

	@Test
	void dataSourcesThatMakeConnectionsAreReported() {
		withOthers(this.runner).run((context) -> {
			assertThat(context).getBean("driver").isExactlyInstanceOf(SimpleDriverDataSource.class);
			assertThat(clients(context)).extracting(UninstrumentedClient::bean)
				.containsExactlyInAnyOrder("driver", "single", "embedded", "h2");
			assertThat(clients(context))
				.allSatisfy((client) -> assertThat(client.cure()).contains("datasource-micrometer"));
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	@Test
	void thoseThatAreCreatedLaterAreReportedThen() {
		this.runner
			.withBean("driver", DataSource.class, DataSourceVerifierTests::driver,
					(definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(clients(context)).isEmpty();
				context.getBean("driver");
				assertThat(clients(context)).extracting(UninstrumentedClient::bean).containsExactly("driver");
			});
	}

	@Test
	void thoseOfApplicationsWithoutHikariAreReported() {
		withOthers(MonitorContexts.withoutReadings()
			.withClassLoader(new FilteredClassLoader("net.ttddyy", "com.zaxxer.hikari")))
			.run((context) -> assertThat(clients(context)).hasSize(4));
	}

	@Test
	void thoseThatDatasourceMicrometerWrapsAreNot() {
		for (String type : List.of("proxy", "concrete")) {
			withOthers(MonitorContexts.withoutReadings())
				.withConfiguration(AutoConfigurations.of(DataSourceObservationAutoConfiguration.class))
				.withBean(ObservationRegistry.class, ObservationRegistry::create)
				.withBean(Tracer.class, () -> Tracer.NOOP)
				.withPropertyValues("jdbc.datasource-proxy.type=" + type)
				.run((context) -> {
					assertThat(clients(context)).isEmpty();
					assertThat(context.getBean(Failures.class).summaries()).isEmpty();
				});
		}
	}

	@Test
	void wrappersAreNotReported() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(URL);
		this.runner.withBean("pool", HikariDataSource.class, () -> pool)
			.withBean("lazy", DataSource.class, () -> new LazyConnectionDataSourceProxy(pool))
			.withBean("routing", DataSource.class, () -> {
				Routing routing = new Routing();
				routing.setDefaultTargetDataSource(pool);
				routing.setTargetDataSources(Map.of());
				return routing;
			})
			.run((context) -> {
				assertThat(clients(context)).isEmpty();
				assertThat(context.getBean(Failures.class).summaries()).isEmpty();
			});
	}

	@Test
	void aPoolWithoutSettingsIsNotReported() {
		this.runner.withBean("pool", HikariDataSource.class, HikariDataSource::new)
			.run((context) -> assertThat(clients(context)).isEmpty());
	}

	@Test
	void backsOffWhenSwitchedOff() {
		withOthers(this.runner).withPropertyValues("resource-monitor.service-calls.jdbc.enabled=false")
			.run((context) -> assertThat(clients(context)).isEmpty());
	}

	private static ApplicationContextRunner withOthers(ApplicationContextRunner runner) {
		return runner.withBean("driver", DataSource.class, DataSourceVerifierTests::driver)
			.withBean("single", DataSource.class, () -> new SingleConnectionDataSource(URL, "sa", "", true))
			.withBean("embedded", EmbeddedDatabase.class,
					() -> new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).build())
			.withBean("h2", DataSource.class, () -> {
				JdbcDataSource dataSource = new JdbcDataSource();
				dataSource.setUrl(URL);
				return dataSource;
			});
	}

	private static DataSource driver() {
		return new SimpleDriverDataSource(new Driver(), URL);
	}

	private static List<UninstrumentedClient> clients(ApplicationContext context) {
		return context.getBean(UninstrumentedClients.class).findAll();
	}

	/**
	 * A data source that nothing must ask for its target.
	 */
	private static final class Routing extends AbstractRoutingDataSource {

		@Override
		protected Object determineCurrentLookupKey() {
			throw new IllegalStateException("not inside a request");
		}

	}

}
