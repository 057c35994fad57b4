package io.github.resourcemonitor.aop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Answers;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications whose tests replace the monitor by a mock or spy: everything
 * works, measured or not.
 */
class MockedMonitorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
		.withBean(Work.class);

	@ParameterizedTest
	@EnumSource(names = { "RETURNS_DEFAULTS", "RETURNS_DEEP_STUBS", "RETURNS_MOCKS", "RETURNS_SMART_NULLS" })
	void everythingWorksWithAMock(Answers answer) {
		this.runner.withBean("mock", ResourceMonitor.class, () -> Mockito.mock(ResourceMonitor.class, answer))
			.run(MockedMonitorTests::assertThatEverythingWorks);
	}

	@Test
	void everythingWorksWithAMockOfTheClass() {
		this.runner.withBean("mock", DefaultResourceMonitor.class, () -> Mockito.mock(DefaultResourceMonitor.class))
			.run(MockedMonitorTests::assertThatEverythingWorks);
	}

	@Test
	void everythingIsMeasuredWithASpy() {
		this.runner.withUserConfiguration(WithSpy.class).run((context) -> {
			assertThatEverythingWorks(context);
			assertThat(handlers(context)).contains("Work.handle");
		});
	}

	private static void assertThatEverythingWorks(ApplicationContext context) throws Exception {
		Work work = context.getBean(Work.class);
		assertThat(work.handle()).isEqualTo("handled");
		assertThat(work.fetch()).isEqualTo("fetched");
		assertThat(work.stream().readAllBytes()).hasSize(3);
		assertThat(work.upload(new ByteArrayInputStream(new byte[5]))).isEqualTo(5);
		assertThat(work.mono().block(TIMEOUT)).isEqualTo("mono");
		assertThat(work.fetchMono().subscribeOn(Schedulers.parallel()).block(TIMEOUT)).isEqualTo("fetched");
		CountDownLatch ran = new CountDownLatch(1);
		context.getBean("applicationTaskExecutor", TaskExecutor.class).execute(ran::countDown);
		assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	static class WithSpy {

		@Bean
		ResourceMonitor spy(Invocations invocations) {
			return Mockito.spy(new DefaultResourceMonitor(invocations));
		}

	}

	static class Work {

		@MonitoredHandler
		public String handle() {
			return "handled";
		}

		@CloudServiceCall
		public String fetch() {
			return "fetched";
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public InputStream stream() {
			return new ByteArrayInputStream(new byte[3]);
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public int upload(InputStream stream) throws IOException {
			return stream.readAllBytes().length;
		}

		@MonitoredHandler
		public Mono<String> mono() {
			return Mono.just("mono");
		}

		@CloudServiceCall
		public Mono<String> fetchMono() {
			return Mono.just("fetched");
		}

	}

}
