package io.github.resourcemonitor.propagation;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.attribution.FakeThreadClocks;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionProperties;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ClassUtils;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the executors and schedulers of Spring Boot and of applications.
 */
@Timeout(120)
class TaskExecutionTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withConfiguration(
				AutoConfigurations.of(TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withBean(ThreadClocks.class, FakeThreadClocks::new);

	@Test
	void theExecutorOfTheApplicationPropagatesTheInvocation() {
		this.runner.run((context) -> {
			useOn(context, context.getBean("applicationTaskExecutor", ThreadPoolTaskExecutor.class));
			assertThat(onlyRecord(context).own().cpuNanos()).isEqualTo(10);
			assertThat(onlyRecord(context).own().threads()).isEqualTo(2);
		});
	}

	@Test
	void noContextRemainsOnItsThreads() {
		this.runner.withPropertyValues("spring.task.execution.pool.core-size=1").run((context) -> {
			Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
			useOn(context, executor);
			CompletableFuture<Boolean> free = new CompletableFuture<>();
			executor.execute(() -> free.complete(current(context).isEmpty()));
			assertThat(free.get()).isTrue();
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsPropagateTheInvocation() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			useOn(context, context.getBean("applicationTaskExecutor", Executor.class));
			assertThat(onlyRecord(context).own().threads()).isEqualTo(2);
		});
	}

	@Test
	void nothingIsCountedTwiceIfTheContextIsPropagatedToo() {
		this.runner.withBean(ContextPropagatingTaskDecorator.class).run((context) -> {
			useOn(context, context.getBean("applicationTaskExecutor", Executor.class));
			assertThat(onlyRecord(context).own().cpuNanos()).isEqualTo(10);
		});
	}

	@Test
	void nothingIsCountedTwiceIfAPropertyHasTheContextPropagated() {
		assumeTrue(ClassUtils.hasMethod(TaskExecutionProperties.class, "getPropagateContext"),
				"The property came with Spring Boot 4.1");
		this.runner.withPropertyValues("spring.task.execution.propagate-context=true").run((context) -> {
			assertThat(context).hasSingleBean(ContextPropagatingTaskDecorator.class);
			useOn(context, context.getBean("applicationTaskExecutor", Executor.class));
			assertThat(onlyRecord(context).own().cpuNanos()).isEqualTo(10);
		});
	}

	@Test
	void decoratorsOfTheApplicationAreKeptAndTheirWorkIsCharged() {
		AtomicInteger decorated = new AtomicInteger();
		this.runner.withBean("own", TaskDecorator.class, () -> (task) -> () -> {
			decorated.incrementAndGet();
			task.run();
		}).withBean(WantsOneDecorator.class).run((context) -> {
			TaskDecorator own = context.getBean("own", TaskDecorator.class);
			assertThat(context.getBean(TaskDecorator.class)).isSameAs(own);
			assertThat(context.getBean(WantsOneDecorator.class).decorator()).isSameAs(own);
			useOn(context, context.getBean("applicationTaskExecutor", Executor.class));
			assertThat(decorated).hasValue(1);
			assertThat(onlyRecord(context).own().cpuNanos()).isEqualTo(10);
		});
	}

	@Test
	void executorsBuiltWithBootPropagateTheInvocation() {
		this.runner.withUserConfiguration(OwnExecutors.class).run((context) -> {
			useOn(context, context.getBean("built", Executor.class));
			useOn(context, context.getBean("decorated", Executor.class));
			assertThat(records(context)).extracting((each) -> each.own().cpuNanos()).containsExactly(10L, 10L);
		});
	}

	@Test
	void manuallyCreatedExecutorsDoNotPropagateTheInvocation() {
		this.runner.withUserConfiguration(OwnExecutors.class).run((context) -> {
			CompletableFuture<Boolean> followed = new CompletableFuture<>();
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> context.getBean("bare", Executor.class)
					.execute(() -> followed.complete(current(context).isPresent())));
			assertThat(followed.get()).isFalse();
		});
	}

	@Test
	void rejectedTasksLeaveNoState() {
		this.runner
			.withPropertyValues("spring.task.execution.pool.core-size=1", "spring.task.execution.pool.max-size=1",
					"spring.task.execution.pool.queue-capacity=0")
			.run((context) -> {
				Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
				CountDownLatch release = new CountDownLatch(1);
				executor.execute(() -> await(release));
				context.getBean(ResourceMonitor.class).run("handler", () -> {
					assertThatExceptionOfType(RejectedExecutionException.class)
						.isThrownBy(() -> executor.execute(() -> {
						}));
					assertThat(current(context)).isPresent();
				});
				release.countDown();
				assertThat(current(context)).isEmpty();
				assertThat(onlyRecord(context).own().threads()).isOne();
			});
	}

	@Test
	void asyncMethodsAreAttributedToTheCallingInvocation() {
		this.runner.withUserConfiguration(AsyncBeans.class).run((context) -> {
			String result = context.getBean(ResourceMonitor.class)
				.call("outer", () -> context.getBean(AsyncClient.class).fetch().get());
			assertThat(result).isEqualTo("fetched for outer");
			assertThat(onlyRecord(context).own().cpuNanos()).isEqualTo(10);
			assertThat(onlyRecord(context).own().threads()).isEqualTo(2);
			assertThat(onlyRecord(context).own().incompleteReason()).isNull();
		});
	}

	@Test
	void anAsyncHandlerLastsUntilItsFutureCompletes() {
		this.runner.withUserConfiguration(AsyncBeans.class).run((context) -> {
			CompletableFuture<String> result = context.getBean(AsyncHandler.class).handle();
			assertThat(current(context)).isEmpty();
			assertThat(result.get()).isEqualTo("handled for AsyncHandler.handle");
			Awaitility.await().until(() -> !records(context).isEmpty());
			InvocationRecord record = onlyRecord(context);
			assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
			assertThat(record.own().cpuNanos()).isEqualTo(10);
		});
	}

	@Test
	void anAsyncHandlerThatThrowsFails() {
		this.runner.withUserConfiguration(AsyncBeans.class).run((context) -> {
			Future<String> result = context.getBean(AsyncHandler.class).fail();
			// The future and the record are completed by another thread, in either order.
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(result::get)
				.withCauseInstanceOf(IllegalStateException.class);
			Awaitility.await().until(() -> !records(context).isEmpty());
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.ERROR);
			assertThat(onlyRecord(context).error()).isEqualTo(IllegalStateException.class.getName());
		});
	}

	@Test
	void scheduledHandlersAreInvocations() {
		this.runner.withUserConfiguration(ScheduledBeans.class).run((context) -> {
			Awaitility.await().until(() -> records(context).size() >= 3);
			assertThat(records(context)).allSatisfy((record) -> {
				assertThat(record.handler()).isEqualTo("ScheduledHandler.tick");
				assertThat(record.parentId()).isNull();
				assertThat(record.own().cpuNanos()).isEqualTo(10);
			});
		});
	}

	@Test
	void tasksOfTheSchedulerAreAttributed() {
		this.runner.withUserConfiguration(ScheduledBeans.class).run((context) -> {
			CompletableFuture<Boolean> followed = new CompletableFuture<>();
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				context.getBean(ThreadPoolTaskScheduler.class)
					.schedule(
							() -> followed.complete(
									current(context).map(Invocation::handler).filter("handler"::equals).isPresent()),
							Instant.EPOCH);
				return followed.get();
			});
			assertThat(followed.get()).isTrue();
		});
	}

	@Test
	void isOffByProperty() {
		this.runner.withPropertyValues("resource-monitor.propagation.enabled=false").run((context) -> {
			CompletableFuture<Boolean> followed = new CompletableFuture<>();
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> context.getBean("applicationTaskExecutor", Executor.class)
					.execute(() -> followed.complete(current(context).isPresent())));
			assertThat(followed.get()).isFalse();
		});
	}

	private static void useOn(ApplicationContext context, Executor executor) throws Exception {
		FakeThreadClocks clocks = context.getBean(FakeThreadClocks.class);
		context.getBean(ResourceMonitor.class).call("handler", () -> {
			CompletableFuture<Void> done = new CompletableFuture<>();
			executor.execute(() -> {
				try {
					assertThat(current(context)).isPresent();
					clocks.use(10, 100);
					done.complete(null);
				}
				catch (Throwable ex) {
					done.completeExceptionally(ex);
				}
			});
			return done.get();
		});
	}

	private static Optional<Invocation> current(ApplicationContext context) {
		return context.getBean(ResourceMonitor.class).current();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record WantsOneDecorator(TaskDecorator decorator) {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExecutors {

		@Bean
		ThreadPoolTaskExecutor built(ThreadPoolTaskExecutorBuilder builder) {
			return builder.build();
		}

		@Bean
		ThreadPoolTaskExecutor decorated(PropagatingTaskDecorator decorator) {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator(decorator);
			return executor;
		}

		@Bean
		ThreadPoolTaskExecutor bare() {
			return new ThreadPoolTaskExecutor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncBeans {

		@Bean
		AsyncClient client(ResourceMonitor monitor, ThreadClocks clocks) {
			return new AsyncClient(monitor, (FakeThreadClocks) clocks);
		}

		@Bean
		AsyncHandler handler(ResourceMonitor monitor, ThreadClocks clocks) {
			return new AsyncHandler(monitor, (FakeThreadClocks) clocks);
		}

	}

	static class AsyncClient {

		private final ResourceMonitor monitor;

		private final FakeThreadClocks clocks;

		AsyncClient(ResourceMonitor monitor, FakeThreadClocks clocks) {
			this.monitor = monitor;
			this.clocks = clocks;
		}

		@Async
		public CompletableFuture<String> fetch() {
			this.clocks.use(10, 100);
			return CompletableFuture
				.completedFuture("fetched for " + this.monitor.current().map(Invocation::handler).orElse("nobody"));
		}

	}

	static class AsyncHandler {

		private final ResourceMonitor monitor;

		private final FakeThreadClocks clocks;

		AsyncHandler(ResourceMonitor monitor, FakeThreadClocks clocks) {
			this.monitor = monitor;
			this.clocks = clocks;
		}

		@Async
		@MonitoredHandler
		public CompletableFuture<String> handle() {
			this.clocks.use(10, 100);
			return CompletableFuture
				.completedFuture("handled for " + this.monitor.current().map(Invocation::handler).orElse("nobody"));
		}

		@Async
		@MonitoredHandler
		public CompletableFuture<String> fail() {
			throw new IllegalStateException("as planned");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class ScheduledBeans {

		@Bean
		ScheduledHandler handler(ThreadClocks clocks) {
			return new ScheduledHandler((FakeThreadClocks) clocks);
		}

	}

	static class ScheduledHandler {

		private final FakeThreadClocks clocks;

		ScheduledHandler(FakeThreadClocks clocks) {
			this.clocks = clocks;
		}

		@Scheduled(fixedRate = 5)
		@MonitoredHandler
		public void tick() {
			this.clocks.use(10, 100);
		}

	}

}
