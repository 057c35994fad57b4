package io.github.resourcemonitor.correlation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the id of the invocation in the log lines of an application, on all threads
 * that work for it.
 */
@Timeout(120)
class LogLinesTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(LogLinesTests.class);

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {

		@Override
		protected void append(ILoggingEvent line) {
			// An event reads the MDC when it is first asked for.
			line.prepareForDeferredProcessing();
			super.append(line);
		}

	};

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class));

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
		this.logger.setAdditive(false);
	}

	@AfterEach
	void remove() {
		this.logger.setAdditive(true);
		this.logger.detachAppender(this.lines);
		assertThat(MDC.get("invocationId")).isNull();
	}

	@Test
	void haveTheIdInsideAHandlerOnly() {
		this.runner.withBean(Handler.class).run((context) -> {
			this.logger.info("before");
			context.getBean(Handler.class).handle(() -> this.logger.info("inside"));
			this.logger.info("after");
			assertThat(ids()).containsExactly("", MonitorContexts.onlyRecord(context).id(), "");
		});
	}

	@Test
	void haveTheIdOfTheInnermostHandler() {
		this.runner.withBean(Handler.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("outer", () -> {
				this.logger.info("outer");
				context.getBean(Handler.class).handle(() -> this.logger.info("inner"));
				this.logger.info("outer");
			});
			String outer = MonitorContexts.onlyRecord(context, "outer").id();
			String inner = MonitorContexts.onlyRecord(context, "Handler.handle").id();
			assertThat(ids()).containsExactly(outer, inner, outer);
		});
	}

	@Test
	void haveTheIdOnTheThreadsOfAnExecutor() {
		this.runner.run(this::logOnTheExecutor);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void haveTheIdOnVirtualThreads() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run(this::logOnTheExecutor);
	}

	private void logOnTheExecutor(ApplicationContext context) throws Exception {
		Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
		context.getBean(ResourceMonitor.class).call("handler", () -> {
			log(executor);
			return null;
		});
		log(executor);
		assertThat(ids()).containsExactly(MonitorContexts.onlyRecord(context).id(), "");
	}

	private void log(Executor executor) throws Exception {
		CountDownLatch done = new CountDownLatch(1);
		executor.execute(() -> {
			this.logger.info("on the executor");
			done.countDown();
		});
		done.await();
	}

	@Test
	void haveTheIdOnTheThreadsOfReactor() {
		this.runner.withBean(Handler.class).run((context) -> {
			Mono<String> result = context.getBean(Handler.class)
				.reactive(Mono.fromCallable(() -> logged("subscribed"))
					.subscribeOn(Schedulers.boundedElastic())
					.publishOn(Schedulers.parallel())
					.map((value) -> logged("published")));
			assertThat(result.map((value) -> logged("downstream")).block()).isEqualTo("downstream");
			String id = MonitorContexts.onlyRecord(context).id();
			assertThat(ids()).containsExactly(id, id, "");
			CompletableFuture<String> later = new CompletableFuture<>();
			Schedulers.parallel().schedule(() -> later.complete(logged("later")));
			assertThat(later.get()).isEqualTo("later");
			assertThat(ids()).endsWith("");
		});
	}

	private String logged(String message) {
		this.logger.info(message);
		return message;
	}

	@Test
	void haveTheValueOfTheApplicationOutside() {
		MDC.put("invocationId", "mine");
		try {
			this.runner.withBean(Handler.class).run((context) -> {
				context.getBean(Handler.class).handle(() -> this.logger.info("inside"));
				this.logger.info("after");
				assertThat(ids()).containsExactly(MonitorContexts.onlyRecord(context).id(), "mine");
			});
		}
		finally {
			MDC.remove("invocationId");
		}
	}

	@Test
	void otherKeysStay() {
		MDC.put("user", "mine");
		try {
			this.runner.withBean(Handler.class).run((context) -> {
				context.getBean(Handler.class).handle(() -> assertThat(MDC.get("user")).isEqualTo("mine"));
				assertThat(MDC.get("user")).isEqualTo("mine");
			});
		}
		finally {
			MDC.remove("user");
		}
	}

	/**
	 * Return the id of each line so far; empty if it has none.
	 */
	private List<String> ids() {
		return this.lines.list.stream()
			.map((line) -> line.getMDCPropertyMap().getOrDefault("invocationId", ""))
			.toList();
	}

	static class Handler {

		@MonitoredHandler
		public void handle(Runnable work) {
			work.run();
		}

		@MonitoredHandler
		public Mono<String> reactive(Mono<String> result) {
			return result;
		}

	}

}
