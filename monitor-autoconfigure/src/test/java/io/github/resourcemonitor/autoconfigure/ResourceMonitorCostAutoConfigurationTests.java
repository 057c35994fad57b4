package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.actuate.CostsEndpoint;
import io.github.resourcemonitor.cost.BillingMode;
import io.github.resourcemonitor.cost.CostModel;
import io.github.resourcemonitor.cost.CostOptions;
import io.github.resourcemonitor.cost.InstanceBill.Line;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.cost.Platform;
import io.github.resourcemonitor.cost.PriceTables;
import io.github.resourcemonitor.cost.SettledSize;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.metrics.CostMeters;
import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationCost.Part;
import io.github.resourcemonitor.requests.ReactiveRequestTime;
import io.github.resourcemonitor.requests.ServletRequestTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorCostAutoConfiguration}.
 */
class ResourceMonitorCostAutoConfigurationTests {

	private final ApplicationContextRunner off = MonitorContexts.withoutReadings();

	private final ApplicationContextRunner runner = this.off.withPropertyValues(
			"resource-monitor.cost.platform=cloud-run", "resource-monitor.cost.region=us-central1",
			"resource-monitor.cost.cpu=0.5", "resource-monitor.cost.memory=512MB");

	@Test
	void isOffUntilAPlatformIsKnown() {
		this.off.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(InstanceCosts.class).doesNotHaveBean(SettledSize.class);
			context.getBean(ResourceMonitor.class).run("report", () -> {
			});
			assertThat(MonitorContexts.records(context).get(0).cost()).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "false", " OFF " })
	void isOffByProperty(String value) {
		this.off.withPropertyValues("AWS_LAMBDA_FUNCTION_NAME=report", "resource-monitor.cost.platform=" + value)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(InstanceCosts.class));
	}

	@Test
	void isOffWithTheMonitor() {
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(InstanceCosts.class)
				.doesNotHaveBean(SettledSize.class));
	}

	@Test
	void recordsHaveTheirCost() {
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class).run("report", () -> {
			});
			InvocationCost cost = MonitorContexts.records(context).get(0).cost();
			assertThat(cost).isNotNull();
			assertThat(cost.missing()).isEmpty();
			assertThat(cost.amount(Part.CPU)).isPositive();
			assertThat(cost.amount(Part.REQUEST)).isEqualByComparingTo("0.0000004");
			assertThat(cost.amount(Part.LOG)).isNull();
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	@Test
	void thePlatformIsFoundOut() {
		this.off
			.withPropertyValues("AWS_LAMBDA_FUNCTION_NAME=report", "AWS_REGION=us-east-1",
					"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512")
			.run((context) -> {
				CostModel model = context.getBean(InstanceCosts.class).model();
				assertThat(model.platform()).isEqualTo(Platform.AWS_LAMBDA);
				assertThat(model.region()).isEqualTo("us-east-1");
				assertThat(model.mode()).isEqualTo(BillingMode.INVOCATION_BASED);
			});
	}

	@Test
	void propertiesReachTheModel() {
		this.runner
			.withPropertyValues("resource-monitor.cost.billing=instance-based",
					"resource-monitor.cost.minimum-instance=false", "resource-monitor.cost.commitment=flexible-1-year",
					"resource-monitor.cost.egress=internet-eu-eu")
			.run((context) -> {
				CostModel model = context.getBean(InstanceCosts.class).model();
				assertThat(model.mode()).isEqualTo(BillingMode.INSTANCE_BASED);
				assertThat(model.assumptions()).containsExactly("one price for all bytes sent");
			});
	}

	@Test
	void theLineOfTheRecordHasAPriceIfItIsWritten() {
		this.runner.withPropertyValues("resource-monitor.output.stdout=on").run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.run("first", () -> {
			});
			monitor.run("second", () -> {
			});
			assertThat(MonitorContexts.records(context).get(0).cost().amount(Part.LOG)).isNull();
			assertThat(MonitorContexts.records(context).get(1).cost().amount(Part.LOG)).isPositive();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			platform         | cloud-rum      | Unknown platform 'cloud-rum'; known are: cloud-run
			region           | us-centrall1   | Unknown region of cloud-run 'us-centrall1'; known are: africa-south1
			billing          | always         | Unknown billing mode of cloud-run 'always'; known are: request-based
			cpu              | two            | resource-monitor.cost.cpu
			cpu              | 0.0001         | in steps of 0.001
			memory           | much           | resource-monitor.cost.memory
			memory           | -1MB           | more than 0 bytes
			minimum-instance | perhaps        | 'true', 'false' or not set
			commitment       | 10-years       | Unknown commitment '10-years'; known are: cloud-run-1-year
			egress           | mars           | Unknown price of egress 'mars'; known are: inter-region-na
			log              | paper          | Unknown price of log 'paper'
			prices           | classpath:no   | cannot be read
			""", quoteCharacter = '"')
	void aMistakeStopsTheStart(String property, String value, String message) {
		this.runner.withPropertyValues("resource-monitor.cost." + property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.satisfies((root) -> assertThat(message(context.getStartupFailure())).contains(message)
					.contains("resource-monitor.cost." + property));
		});
	}

	private static String message(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
				return invalid.getName() + ": " + invalid.getReason();
			}
		}
		return "";
	}

	@Test
	void anUnknownRegionThatWasFoundOutDoesNotStopTheStart() {
		this.off.withPropertyValues("AWS_LAMBDA_FUNCTION_NAME=report", "AWS_REGION=moon-north-1").run((context) -> {
			context.getBean(ResourceMonitor.class).run("report", () -> {
			});
			InvocationCost cost = MonitorContexts.records(context).get(0).cost();
			assertThat(cost.amount()).isNull();
			assertThat(cost.missing()).anyMatch((reason) -> reason.text().contains("'moon-north-1'"));
		});
	}

	@Test
	void theUsersCostsWin() {
		InstanceCosts own = new InstanceCosts(CostModel.of(PriceTables.builtIn(),
				CostOptions.on(Platform.CLOUD_RUN).region("europe-west3").cpu(BigDecimal.ONE).memory(1L << 30).build()),
				10);
		this.runner.withBean(InstanceCosts.class, () -> own).run((context) -> {
			assertThat(context).getBean(InstanceCosts.class).isSameAs(own);
			context.getBean(ResourceMonitor.class).run("report", () -> {
			});
			assertThat(own.bill(() -> context.getBean(Invocations.class).instance().time()).handlers()).hasSize(1);
		});
	}

	@Test
	void theStartEndsWhenTheContextIsRefreshed() {
		this.runner.run((context) -> {
			var bill = context.getBean(Invocations.class).instance().bill();
			assertThat(bill.line(Line.START_UP).nanos()).isPositive();
			long start = bill.line(Line.START_UP).nanos();
			assertThat(context.getBean(Invocations.class).instance().bill().line(Line.START_UP).nanos())
				.isEqualTo(start);
		});
	}

	@Test
	void theEndpointHasTheBill() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=costs").run((context) -> {
			context.getBean(ResourceMonitor.class).run("report", () -> {
			});
			Map<String, Object> costs = context.getBean(CostsEndpoint.class).costs();
			assertThat(costs).containsEntry("currency", "USD")
				.containsEntry("platform", "cloud-run")
				.containsEntry("region", "us-central1")
				.containsEntry("billing", "request-based")
				.containsKeys("total", "upperBound", "idleShare", "handlers", "days", "timeAndRequestsByBilling",
						"freeTierOfTheAccountPerMonth", "missing", "assumptions");
			BigDecimal sum = BigDecimal.ZERO;
			for (Object line : ((Map<?, ?>) costs.get("lines")).values()) {
				sum = sum.add((BigDecimal) ((Map<?, ?>) line).get("amount"));
			}
			assertThat(sum).isEqualByComparingTo((BigDecimal) costs.get("total"));
		});
	}

	@Test
	void thereIsNoEndpointUnlessItIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(CostsEndpoint.class));
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(InstanceCosts.class));
	}

	@Test
	void handlersAndTheInstanceHaveMeters() {
		this.runner.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(CostMeters.class).bindTo(registry);
			context.getBean(ResourceMonitor.class).run("report", () -> {
			});
			double invocations = registry.get("resourcemonitor.cost.invocations")
				.tags("handler", "report", "currency", "USD")
				.functionCounter()
				.count();
			assertThat(invocations).isEqualTo(MonitorContexts.records(context).get(0).cost().rounded());
			assertThat(registry.get("resourcemonitor.cost.instance").functionCounter().count())
				.isGreaterThan(invocations);
			assertThat(registry.get("resourcemonitor.idle.share").gauge().value()).isBetween(0.0, 1.0);
		});
	}

	@Test
	void requestsToTheServerAreSeen() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(MonitorContexts.AUTO_CONFIGURATIONS))
			.withPropertyValues("resource-monitor.cost.platform=cloud-run", "resource-monitor.cost.region=us-central1")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBeans(ServletListenerRegistrationBean.class)
				.containsKey("resourceMonitorRequestTime"));
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MonitorContexts.AUTO_CONFIGURATIONS))
			.withPropertyValues("resource-monitor.cost.platform=cloud-run", "resource-monitor.cost.region=us-central1")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ReactiveRequestTime.class)
				.doesNotHaveBean(ServletRequestTime.class));
	}

	private static HttpServer metadataServer(String flavor, AtomicInteger requests) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			requests.incrementAndGet();
			exchange.getResponseHeaders().set("Metadata-Flavor", flavor);
			byte[] body = "projects/1/regions/us-central1".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		return server;
	}

	private static String host(HttpServer server) {
		return "GCE_METADATA_HOST=" + server.getAddress().getAddress().getHostAddress() + ":"
				+ server.getAddress().getPort();
	}

	@ParameterizedTest
	@CsvSource({ "Google, true", "Other, false" })
	void cloudRunIsKnownByItsMetadataServer(String flavor, boolean expected) throws IOException {
		AtomicInteger requests = new AtomicInteger();
		HttpServer server = metadataServer(flavor, requests);
		try {
			this.off.withPropertyValues("K_SERVICE=a", "K_CONFIGURATION=a", "K_REVISION=a", host(server))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(context.getBeansOfType(InstanceCosts.class)).hasSize(expected ? 1 : 0);
				});
			assertThat(requests).hasPositiveValue();
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void theMetadataServerIsNotAskedElsewhere() throws IOException {
		AtomicInteger requests = new AtomicInteger();
		HttpServer server = metadataServer("Google", requests);
		try {
			this.off.withPropertyValues("resource-monitor.cost.platform=cloud-run", host(server))
				.run((context) -> assertThat(context.getBean(InstanceCosts.class).model().region()).isNull());
			assertThat(requests).hasValue(0);
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void allBeansForCostsAreKnownToWhatRemovesThem() {
		Set<String> beans = new TreeSet<>();
		Stream
			.concat(Stream.of(ResourceMonitorCostAutoConfiguration.class),
					Stream.of(ResourceMonitorCostAutoConfiguration.class.getDeclaredClasses()))
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Bean.class))
			.map(Method::getName)
			.forEach(beans::add);
		beans.remove("resourceMonitorCostBeansAtRunTime");
		assertThat(CostBeansAtRunTime.NAMES).containsExactlyInAnyOrderElementsOf(beans);
	}

	@Test
	void anApplicationBuiltAheadDecidesWhenItRuns() {
		DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
		CostBeansAtRunTime.NAMES.forEach((name) -> factory.registerBeanDefinition(name, new RootBeanDefinition()));
		MockEnvironment environment = new MockEnvironment();
		new CostBeansAtRunTime(environment, () -> false).postProcessBeanFactory(factory);
		assertThat(factory.getBeanDefinitionNames()).hasSameSizeAs(CostBeansAtRunTime.NAMES);
		environment.setProperty("AWS_LAMBDA_FUNCTION_NAME", "report");
		new CostBeansAtRunTime(environment, () -> true).postProcessBeanFactory(factory);
		assertThat(factory.getBeanDefinitionNames()).hasSameSizeAs(CostBeansAtRunTime.NAMES);
		new CostBeansAtRunTime(new MockEnvironment(), () -> true).postProcessBeanFactory(factory);
		assertThat(factory.getBeanDefinitionNames()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "auto, true", "off, false" })
	void theBeansForCostsAreDefinedAheadOfTime(String platform, boolean expected) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("spring.aot.processing=true", "resource-monitor.cost.platform=" + platform)
				.applyTo(context);
			context.register(ResourceMonitorCostAutoConfiguration.class);
			context.refreshForAotProcessing(new RuntimeHints());
			assertThat(context.containsBeanDefinition("resourceMonitorInstanceCosts")).isEqualTo(expected);
		}
	}

	@Test
	void whatIsUnknownIsAbsentInTheEndpoint() {
		this.off
			.withPropertyValues("AWS_LAMBDA_FUNCTION_NAME=report", "AWS_REGION=moon-north-1",
					"management.endpoints.web.exposure.include=costs")
			.run((context) -> {
				context.getBean(ResourceMonitor.class).run("report", () -> {
				});
				Map<String, Object> costs = context.getBean(CostsEndpoint.class).costs();
				assertThat(costs).doesNotContainKeys("total", "upperBound");
				assertThat((Map<?, ?>) costs.get("freeTierOfTheAccountPerMonth")).hasSize(1);
				for (Object line : ((Map<?, ?>) costs.get("lines")).values()) {
					assertThat(((Map<?, ?>) line).containsKey("amount")).isFalse();
				}
			});
	}

}
