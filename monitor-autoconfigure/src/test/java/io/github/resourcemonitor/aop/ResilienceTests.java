package io.github.resourcemonitor.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for handlers with Spring's own advice for retries, limits and asynchronous
 * execution: methods and functions are measured in the same way.
 */
class ResilienceTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("resource-monitor.verification=fail");

	@ParameterizedTest
	@ValueSource(classes = { WithResilience.class, WithLateResilience.class, WithResilienceAndAsync.class })
	void oneInvocationIncludesAllAttempts(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.withBean("methods", Methods.class)
			.withBean("function", RetriedFunction.class)
			.run((context) -> {
				assertThat(context.getBean(Methods.class).retried()).isEqualTo(3);
				assertThat(context.getBean(RetriedFunction.class).apply("a")).isEqualTo(3);
				assertThat(handlers(context)).containsExactly("Methods.retried", "function");
				assertThat(records(context)).extracting(InvocationRecord::outcome).containsOnly(Outcome.SUCCESS);
			});
	}

	@Test
	void oneInvocationIncludesAttemptsThatAllFail() {
		this.runner.withUserConfiguration(WithResilience.class).withBean(Methods.class).run((context) -> {
			assertThatIllegalStateException().isThrownBy(context.getBean(Methods.class)::failing);
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.ERROR);
		});
	}

	@Test
	void eachAttemptIsAServiceCall() {
		this.runner.withUserConfiguration(WithResilience.class)
			.withBean(RetriedClient.class)
			.withBean(Caller.class)
			.run((context) -> {
				context.getBean(Caller.class).call(context.getBean(RetriedClient.class));
				assertThat(onlyRecord(context).serviceCalls()).singleElement().satisfies((call) -> {
					assertThat(call.count()).isEqualTo(3);
					assertThat(call.errors()).isEqualTo(2);
				});
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "method", "function" })
	void invocationIncludesTheWaitingForALimit(String kind) {
		this.runner.withUserConfiguration(WithResilience.class)
			.withBean(Limited.class)
			.withBean("limitedFunction", LimitedFunction.class)
			.run((context) -> {
				CountDownLatch release = new CountDownLatch(1);
				Runnable call = kind.equals("method") ? () -> context.getBean(Limited.class).work(release)
						: () -> context.getBean(LimitedFunction.class).accept(release);
				List<Thread> threads = List.of(new Thread(call), new Thread(call));
				try {
					threads.forEach(Thread::start);
					Invocations invocations = context.getBean(Invocations.class);
					await().until(() -> invocations.active() == 2);
				}
				finally {
					release.countDown();
				}
				for (Thread thread : threads) {
					thread.join();
				}
				assertThat(records(context)).hasSize(2);
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { WithAsync.class, WithEarlyAsync.class, WithResilienceAndAsync.class })
	void asynchronousHandlerIsTheWorkOnTheOtherThread(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.withBean("methods", Methods.class)
			.withBean("consumer", AsyncConsumer.class)
			.withBean("supplier", AsyncSupplier.class)
			.run((context) -> {
				context.getBean(Methods.class).later();
				context.getBean(AsyncConsumer.class).accept("a");
				CompletableFuture<String> result = context.getBean(AsyncSupplier.class).get();
				assertThat(records(context)).isEmpty();
				assertThat(context.getBean(Invocations.class).started()).isZero();
				context.getBean(Tasks.class).run();
				assertThat(handlers(context)).containsExactly("Methods.later", "consumer", "supplier");
				assertThat(records(context)).extracting(InvocationRecord::outcome)
					.containsExactly(Outcome.SUCCESS, Outcome.ERROR, Outcome.SUCCESS);
				assertThat(result).isCompletedWithValue("supplied");
			});
	}

	@Test
	void asynchronousRetryIsOneInvocationOnTheOtherThread() {
		this.runner.withUserConfiguration(WithResilienceAndAsync.class).withBean(Methods.class).run((context) -> {
			context.getBean(Methods.class).retriedLater();
			assertThat(context.getBean(Invocations.class).started()).isZero();
			context.getBean(Tasks.class).run();
			assertThat(handlers(context)).containsExactly("Methods.retriedLater");
		});
	}

	static class Methods {

		private final AtomicInteger attempts = new AtomicInteger();

		@MonitoredHandler
		@Retryable(maxRetries = 5, delay = 0)
		public int retried() {
			return succeedAtTheThird(this.attempts);
		}

		@MonitoredHandler
		@Retryable(maxRetries = 2, delay = 0)
		public void failing() {
			throw new IllegalStateException("always");
		}

		@Async
		@MonitoredHandler
		public void later() {
		}

		@Async
		@Retryable(maxRetries = 5, delay = 0)
		@MonitoredHandler
		public void retriedLater() {
			succeedAtTheThird(this.attempts);
		}

	}

	private static int succeedAtTheThird(AtomicInteger attempts) {
		int attempt = attempts.incrementAndGet();
		if (attempt < 3) {
			throw new IllegalStateException("attempt " + attempt);
		}
		return attempt;
	}

	@MonitoredHandler
	static class RetriedFunction implements Function<String, Integer> {

		private final AtomicInteger attempts = new AtomicInteger();

		@Override
		@Retryable(maxRetries = 5, delay = 0)
		public Integer apply(String value) {
			return succeedAtTheThird(this.attempts);
		}

	}

	static class RetriedClient {

		private final AtomicInteger attempts = new AtomicInteger();

		@CloudServiceCall
		@Retryable(maxRetries = 5, delay = 0)
		public void fetch() {
			succeedAtTheThird(this.attempts);
		}

	}

	static class Caller {

		@MonitoredHandler
		public void call(RetriedClient client) {
			client.fetch();
		}

	}

	static class Limited {

		@MonitoredHandler
		@ConcurrencyLimit(1)
		public void work(CountDownLatch release) {
			awaitQuietly(release);
		}

	}

	@MonitoredHandler
	static class LimitedFunction implements Consumer<CountDownLatch> {

		@Override
		@ConcurrencyLimit(1)
		public void accept(CountDownLatch release) {
			awaitQuietly(release);
		}

	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@MonitoredHandler
	static class AsyncConsumer implements Consumer<String> {

		@Async
		@Override
		public void accept(String value) {
			throw new IllegalStateException("fails");
		}

	}

	@MonitoredHandler
	static class AsyncSupplier implements Supplier<CompletableFuture<String>> {

		@Async
		@Override
		public CompletableFuture<String> get() {
			return CompletableFuture.completedFuture("supplied");
		}

	}

	static class Tasks implements Executor {

		private final List<Runnable> tasks = new ArrayList<>();

		@Override
		public void execute(Runnable task) {
			this.tasks.add(task);
		}

		void run() {
			this.tasks.forEach(Runnable::run);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class WithResilience {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods(order = Ordered.LOWEST_PRECEDENCE)
	static class WithLateResilience {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class WithAsync {

		@Bean
		Tasks taskExecutor() {
			return new Tasks();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(order = 0)
	static class WithEarlyAsync {

		@Bean
		Tasks taskExecutor() {
			return new Tasks();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	@EnableAsync
	static class WithResilienceAndAsync {

		@Bean
		Tasks taskExecutor() {
			return new Tasks();
		}

	}

}
