package io.github.resourcemonitor.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for hierarchies of contexts, and for the shutdown, with a real server.
 */
@Timeout(120)
class ServletApplicationIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Outer.class).web(WebApplicationType.NONE)
			.properties("resource-monitor.sampling.enabled=false")
			.child(Application.class)
			.web(WebApplicationType.SERVLET)
			.run(arguments);
	}

	private static ConfigurableApplicationContext start() {
		return start("--server.port=0", "--server.address=127.0.0.1");
	}

	private static CompletableFuture<HttpResponse<String>> get(ConfigurableApplicationContext context, String path) {
		String port = context.getEnvironment().getProperty("local.server.port");
		return CLIENT.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
				BodyHandlers.ofString());
	}

	private static void close(ConfigurableApplicationContext context) {
		ConfigurableApplicationContext parent = (ConfigurableApplicationContext) context.getParent();
		context.close();
		assertThat(parent).isNotNull();
		parent.close();
	}

	@Test
	void deferredResultOfAChildContextIsFollowed() {
		ConfigurableApplicationContext context = start();
		try {
			Steps steps = context.getBean(Steps.class);
			InvocationRepository repository = context.getBean(InvocationRepository.class);
			CompletableFuture<HttpResponse<String>> response = get(context, "/deferred");
			steps.called.join();
			assertThat(repository.findAll()).isEmpty();
			assertThat(context.getBean(Invocations.class).active()).isOne();
			steps.deferred.setResult("value");
			assertThat(response.join().body()).isEqualTo("value");
			await().until(() -> !repository.findAll().isEmpty());
			assertThat(repository.findAll()).extracting(InvocationRecord::outcome).containsExactly(Outcome.SUCCESS);
			assertThat(context.getParent().getBean(Invocations.class).started()).isZero();
		}
		finally {
			close(context);
		}
	}

	@Test
	void requestThatEndsDuringAGracefulShutdownHasItsOrdinaryRecord() {
		ConfigurableApplicationContext context = start();
		Steps steps = context.getBean(Steps.class);
		InvocationRepository repository = context.getBean(InvocationRepository.class);
		try {
			CompletableFuture<HttpResponse<String>> response = get(context, "/blocking");
			steps.called.join();
			context
				.addApplicationListener((ApplicationListener<ContextClosedEvent>) (event) -> steps.release.countDown());
			close(context);
			assertThat(response.join().body()).isEqualTo("released");
			assertThat(repository.findAll()).extracting(InvocationRecord::outcome).containsExactly(Outcome.SUCCESS);
		}
		finally {
			steps.release.countDown();
			close(context);
		}
	}

	@Test
	void requestThatTheServerNoLongerWaitsForHasARecord() {
		ConfigurableApplicationContext context = start("--server.port=0", "--server.address=127.0.0.1",
				"--spring.lifecycle.timeout-per-shutdown-phase=1ms");
		Steps steps = context.getBean(Steps.class);
		InvocationRepository repository = context.getBean(InvocationRepository.class);
		try {
			get(context, "/blocking");
			steps.called.join();
			close(context);
			assertThat(repository.findAll()).extracting(InvocationRecord::outcome).containsExactly(Outcome.INTERRUPTED);
		}
		finally {
			steps.release.countDown();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	static class Outer {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	@Import({ Controller.class, Steps.class })
	static class Application {

	}

	/**
	 * What happens in the handlers; apart from them, because they are proxied.
	 */
	static class Steps {

		private final CompletableFuture<Boolean> called = new CompletableFuture<>();

		private final CountDownLatch release = new CountDownLatch(1);

		private final DeferredResult<String> deferred = new DeferredResult<>();

	}

	@RestController
	static class Controller {

		private final Steps steps;

		Controller(Steps steps) {
			this.steps = steps;
		}

		@MonitoredHandler
		@GetMapping("/deferred")
		public DeferredResult<String> deferred() {
			this.steps.called.complete(true);
			return this.steps.deferred;
		}

		@MonitoredHandler
		@GetMapping("/blocking")
		public String blocking() {
			this.steps.called.complete(true);
			boolean interrupted = false;
			while (this.steps.release.getCount() > 0) {
				try {
					this.steps.release.await();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			return interrupted ? "interrupted" : "released";
		}

	}

}
