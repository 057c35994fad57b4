package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.attribution.JvmThreadClocks;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.HandlerSummary;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.outlet.StandardOutputListener;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.sampling.ResourceSource;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.scheduling.TaskScheduler;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ResourceMonitorAutoConfiguration}.
 */
class ResourceMonitorAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.runner();

	private final ApplicationContextRunner withoutReadings = MonitorContexts.withoutReadings();

	@Test
	void isOnByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(ResourceMonitor.class)
				.hasSingleBean(DefaultResourceMonitor.class)
				.hasSingleBean(InMemoryInvocationRepository.class)
				.hasSingleBean(ResourceSampler.class)
				.hasSingleBean(EdgeReader.class);
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(onlyRecord(context).handler()).isEqualTo("handler");
		});
	}

	@Test
	void addsNothingWhenSwitchedOff() {
		Set<Thread> before = threads();
		this.runner
			.withPropertyValues("resource-monitor.enabled=false", "management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true",
					"resource-monitor.output.stdout=on")
			.withBean("handler", Handler.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(Handler.class).handle();
				assertThat(context.getBean(Handler.class).getClass()).isEqualTo(Handler.class);
				assertThat(beansOfTheMonitor(context)).containsExactly("handler");
				assertThat(newThreads(before)).noneMatch((name) -> name.contains("resource-monitor"));
			});
	}

	@Test
	void worksWithoutOptionalLibraries() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer",
					"com.google.cloud", "org.aspectj", "reactor", "org.reactivestreams"))
			.withBean(Handler.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(Handler.class).handle();
				assertThat(handlers(context)).containsExactly("Handler.handle");
			});
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@EnabledForJreRange(min = JRE.JAVA_22)
	void callsTheKernelIfRequestedAndPossible() {
		this.runner.withPropertyValues("resource-monitor.sampling.native-access=true")
			.run((context) -> assertThat(context.getBean(ColumnCatalog.class).status(Column.CPU_USER).source())
				.contains("getrusage"));
		this.runner.run((context) -> assertThat(context.getBean(ColumnCatalog.class).status(Column.CPU_USER).source())
			.contains("/proc/self/stat"));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@EnabledForJreRange(max = JRE.JAVA_21)
	@ExtendWith(OutputCaptureExtension.class)
	void reportsWhyItCannotCallTheKernel(CapturedOutput output) {
		this.runner.withPropertyValues("resource-monitor.sampling.native-access=true")
			.run((context) -> assertThat(context.getBean(ColumnCatalog.class).status(Column.CPU_USER).source())
				.contains("/proc/self/stat"));
		assertThat(output).contains("'resource-monitor.sampling.native-access' has no effect")
			.contains("JDK 22 or later");
	}

	@Test
	void publishesNoBeansThatAffectTheApplication() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Executor.class)
			.doesNotHaveBean(TaskScheduler.class)
			.doesNotHaveBean(MeterRegistry.class)
			.doesNotHaveBean(WebServer.class)
			.doesNotHaveBean(WebServerFactory.class));
	}

	@Test
	void hasNoThreadBeforeTheFirstInvocationAndNoneAfterTheContext() {
		Set<Thread> before = threads();
		this.runner.withPropertyValues("resource-monitor.sampling.interval=1ms").run((context) -> {
			assertThat(context.getBean(ResourceSampler.class).isThreadAlive()).isFalse();
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				await().until(() -> context.getBean(ResourceSampler.class).samples() > 0);
				assertThat(newThreads(before)).contains(ResourceSampler.THREAD_NAME);
			});
		});
		await().until(() -> !newThreads(before).contains(ResourceSampler.THREAD_NAME));
	}

	@Test
	void backsOffWhenUserProvidesMonitor() {
		this.withoutReadings.withBean("own", ResourceMonitor.class, ResourceMonitorAutoConfigurationTests::ownMonitor)
			.withBean(Handler.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(ResourceMonitor.class).doesNotHaveBean(DefaultResourceMonitor.class);
				context.getBean(Handler.class).handle();
				assertThat(records(context)).isEmpty();
			});
	}

	@Test
	void backsOffWhenUserProvidesRepository() {
		InvocationRepository repository = new EmptyRepository();
		this.withoutReadings.withBean(InvocationRepository.class, () -> repository).run((context) -> {
			assertThat(context).getBean(InvocationRepository.class).isSameAs(repository);
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(((EmptyRepository) repository).added).isOne();
		});
	}

	@Test
	void backsOffWhenUserProvidesIdentity() {
		FunctionIdentity identity = new FunctionIdentity("name", "revision", "instance", false);
		this.withoutReadings.withBean(FunctionIdentity.class, () -> identity).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(onlyRecord(context).id()).isEqualTo("instance-1");
		});
	}

	@Test
	void backsOffWhenUserProvidesSource() {
		ResourceSource source = new EmptySource();
		this.runner.withBean(ResourceSource.class, () -> source).run((context) -> {
			assertThat(context).getBean(ResourceSource.class).isSameAs(source);
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(onlyRecord(context).process().catalog().recorded()).isEmpty();
		});
	}

	@Test
	void backsOffWhenUserProvidesClocks() {
		ThreadClocks clocks = JvmThreadClocks.detect(0);
		this.runner.withBean(ThreadClocks.class, () -> clocks)
			.run((context) -> assertThat(context).getBean(ThreadClocks.class).isSameAs(clocks));
	}

	@Test
	void notifiesListenersOfTheApplication() {
		CollectingListener listener = new CollectingListener();
		this.withoutReadings.withBean(InvocationListener.class, () -> listener).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(listener.last).isSameAs(onlyRecord(context));
		});
	}

	@Test
	void listenerMayUseTheMonitor() {
		this.withoutReadings.withBean(MonitoringListener.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(handlers(context)).containsExactly("handler");
		});
	}

	@Test
	void capacityIsPassedToTheRepository() {
		this.withoutReadings.withPropertyValues("resource-monitor.history.capacity=2").run((context) -> {
			for (String handler : List.of("a", "b", "c")) {
				context.getBean(ResourceMonitor.class).run(handler, () -> {
				});
			}
			assertThat(handlers(context)).containsExactly("b", "c");
		});
	}

	@Test
	void sizeOfSamplesIsPassedToTheRepository() {
		this.runner
			.withPropertyValues("resource-monitor.history.max-samples-size=0B",
					"resource-monitor.sampling.interval=1ms")
			.run((context) -> {
				context.getBean(ResourceMonitor.class)
					.run("handler", () -> await().until(() -> context.getBean(ResourceSampler.class).samples() > 1));
				assertThat(onlyRecord(context).samples()).isNull();
			});
	}

	@Test
	void numberOfHandlersIsPassedToTheSummaries() {
		this.withoutReadings.withPropertyValues("resource-monitor.history.max-handlers=1").run((context) -> {
			for (String handler : List.of("a", "b", "c")) {
				context.getBean(ResourceMonitor.class).run(handler, () -> {
				});
			}
			assertThat(context.getBean(HandlerSummaries.class).findAll()).hasSize(2)
				.extracting(HandlerSummary::count)
				.containsExactlyInAnyOrder(1L, 2L);
		});
	}

	@Test
	void numberOfOperationsIsPassedToTheRecords() {
		this.withoutReadings.withPropertyValues("resource-monitor.service-calls.max-operations=1").run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.run("handler", () -> {
				monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 1);
				monitor.recordServiceCall("storage", "put", CallDirection.UPLOAD, 1);
			});
			assertThat(onlyRecord(context).serviceCalls()).extracting(ServiceCallUsage::operation)
				.containsExactly("get", ServiceCallTable.OTHER);
		});
	}

	@Test
	void intervalIsPassedToTheSampler() {
		this.runner.withPropertyValues("resource-monitor.sampling.interval=7ms")
			.run((context) -> assertThat(context.getBean(ResourceSampler.class).intervalNanos()).isEqualTo(7_000_000));
	}

	@Test
	void samplingAndEdgesCanBeSwitchedOff() {
		this.withoutReadings.run((context) -> {
			assertThat(context).doesNotHaveBean(ResourceSampler.class).doesNotHaveBean(EdgeReader.class);
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(onlyRecord(context).durationNanos()).isNotNegative();
		});
	}

	@Test
	void identityComesFromThePlatform() {
		this.withoutReadings.withPropertyValues("K_SERVICE=thumbnails", "K_REVISION=thumbnails-00001")
			.run((context) -> {
				assertThat(context.getBean(FunctionIdentity.class).name()).isEqualTo("thumbnails");
				assertThat(context.getBean(FunctionIdentity.class).revision()).isEqualTo("thumbnails-00001");
				assertThat(context.getBean(FunctionIdentity.class).platform()).isTrue();
			});
	}

	@Test
	void identityHasTheNameOfTheApplicationElsewhere() {
		this.withoutReadings.withPropertyValues("spring.application.name=demo").run((context) -> {
			assertThat(context.getBean(FunctionIdentity.class).name()).isEqualTo("demo");
			assertThat(context.getBean(FunctionIdentity.class).platform()).isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource({ "auto, OTHER, false", "auto, K_SERVICE, true", "auto, FUNCTION_TARGET, true", "on, OTHER, true",
			"off, OTHER, false", "off, K_SERVICE, false", "ON, OTHER, true", "true, OTHER, true",
			"false, K_SERVICE, false" })
	void standardOutputDependsOnThePlatformByDefault(String mode, String variable, boolean written) {
		this.withoutReadings.withPropertyValues("resource-monitor.output.stdout=" + mode, variable + "=thumbnails")
			.run((context) -> assertThat(context.getBeansOfType(StandardOutputListener.class))
				.hasSize(written ? 1 : 0));
	}

	@Test
	void standardOutputIsOffByDefaultAndOnOnAPlatform() {
		this.withoutReadings.run((context) -> assertThat(context).doesNotHaveBean(StandardOutputListener.class));
		this.withoutReadings.withPropertyValues("K_SERVICE=a")
			.run((context) -> assertThat(context).hasSingleBean(StandardOutputListener.class));
	}

	@ParameterizedTest
	@CsvSource({ "auto, true", "off, false", "on, true" })
	@ExtendWith(OutputCaptureExtension.class)
	void standardOutputIsDecidedWhenAnApplicationRunsThatWasBuiltAheadOfTime(String mode, boolean present,
			CapturedOutput output) {
		this.withoutReadings
			.withPropertyValues("spring.aot.processing=true", "resource-monitor.cost.platform=off",
					"resource-monitor.output.stdout=" + mode)
			.run((context) -> {
				assertThat(context.getBeansOfType(StandardOutputListener.class)).hasSize(present ? 1 : 0);
				context.getBean(ResourceMonitor.class).run("handler", () -> {
				});
				assertThat(output.getOut().contains("resource-monitor/invocation/1")).isEqualTo(mode.equals("on"));
			});
	}

	@ParameterizedTest
	@CsvSource({ "on, 1", "off, 0" })
	void yamlBooleansAreUnderstood(String value, int listeners) {
		this.withoutReadings
			.withInitializer(yaml("resource-monitor:\n  verification: off\n  output:\n    stdout: " + value + "\n"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getEnvironment().getProperty("resource-monitor.output.stdout")).isIn("true",
						"false");
				assertThat(context.getBeansOfType(StandardOutputListener.class)).hasSize(listeners);
			});
	}

	@Test
	void twoContextsAreIndependent() {
		this.withoutReadings.run((first) -> this.withoutReadings.run((second) -> {
			first.getBean(ResourceMonitor.class).run("handler", () -> {
				assertThat(second.getBean(ResourceMonitor.class).current()).isEmpty();
			});
			assertThat(records(first)).hasSize(1);
			assertThat(records(second)).isEmpty();
		}));
	}

	@Test
	void proxiesOnlyAnnotatedBeans() {
		this.withoutReadings.withBean(Handler.class).run((context) -> {
			List<String> proxied = List.of(context.getBeanDefinitionNames())
				.stream()
				.filter((name) -> AopUtils.isAopProxy(context.getBean(name)))
				.toList();
			assertThat(proxied).singleElement().asString().endsWith("Handler");
		});
	}

	@Test
	void beanPostProcessorsAreInfrastructure() {
		this.runner.run(
				(context) -> assertThat(context.getBeanFactory().getBeanDefinition("resourceMonitorFailures").getRole())
					.isEqualTo(BeanDefinition.ROLE_INFRASTRUCTURE));
	}

	private static List<String> beansOfTheMonitor(ConfigurableApplicationContext context) {
		return List.of(context.getBeanDefinitionNames())
			.stream()
			.filter((name) -> context.getBean(name).getClass().getName().startsWith("io.github.resourcemonitor."))
			.toList();
	}

	/**
	 * Create a monitor that starts no threads.
	 */
	private static ResourceMonitor ownMonitor() {
		return (ResourceMonitor) Proxy.newProxyInstance(ResourceMonitor.class.getClassLoader(),
				new Class<?>[] { ResourceMonitor.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "hashCode" -> 1;
					case "equals" -> proxy == arguments[0];
					default -> null;
				});
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces().keySet();
	}

	/**
	 * Return the names of new threads. Contexts of other tests may have older ones.
	 */
	private static List<String> newThreads(Set<Thread> before) {
		return threads().stream().filter((thread) -> !before.contains(thread)).map(Thread::getName).toList();
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> yaml(String content) {
		return (context) -> {
			try {
				new YamlPropertySourceLoader()
					.load("yaml", new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)))
					.forEach(context.getEnvironment().getPropertySources()::addFirst);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	/**
	 * Public, because the filtered class loader may not extend it otherwise.
	 */
	public static class Handler {

		@MonitoredHandler
		public void handle() {
		}

	}

	static class CollectingListener implements InvocationListener {

		private @Nullable InvocationRecord last;

		@Override
		public void onEnd(InvocationRecord record) {
			this.last = record;
		}

	}

	static class MonitoringListener implements InvocationListener {

		MonitoringListener(ResourceMonitor monitor) {
			assertThat(monitor).isNotNull();
		}

	}

	static class EmptyRepository implements InvocationRepository {

		private int added;

		@Override
		public void add(InvocationRecord record) {
			this.added++;
		}

		@Override
		public List<InvocationRecord> findAll() {
			return List.of();
		}

		@Override
		public @Nullable InvocationRecord findById(String id) {
			return null;
		}

	}

	static class EmptySource implements ResourceSource {

		@Override
		public List<ResourceReader> open() {
			return List.of();
		}

		@Override
		public String reasonForMissing(Column column) {
			return "nothing is read here";
		}

	}

}
