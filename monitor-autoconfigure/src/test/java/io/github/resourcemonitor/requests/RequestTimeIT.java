package io.github.resourcemonitor.requests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;

import io.github.resourcemonitor.cost.InstanceBill;
import io.github.resourcemonitor.cost.InstanceBill.Line;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationCost.Part;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that all requests to a server make time that is paid for, and are counted once.
 */
@Timeout(120)
class RequestTimeIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void requestsThatAreNoInvocationsCountAsWell(String type) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.web-application-type=" + type, "server.port=0", "server.address=127.0.0.1",
					"server.shutdown=immediate", "spring.reactor.netty.shutdown-quiet-period=0s",
					"resource-monitor.sampling.enabled=false", "resource-monitor.sampling.edges=false",
					"resource-monitor.requests=on", "resource-monitor.requests-exclude=/excluded",
					"resource-monitor.cost.platform=cloud-run", "resource-monitor.cost.region=us-central1",
					"resource-monitor.cost.cpu=1", "resource-monitor.cost.memory=512MB")
			.run()) {
			InstanceLife instance = context.getBean(Invocations.class).instance();
			int port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port"));
			assertThat(instance.time().requests()).isZero();
			get(port, "/included");
			get(port, "/excluded");
			get(port, "/later");
			get(port, "/nowhere");
			get(port, "/fails");
			// All have ended: no more time is added.
			await().until(() -> instance.time().occupiedNanos() == instance.time().occupiedNanos());
			InstanceBill bill = instance.bill();
			assertThat(bill.time().requests()).isEqualTo(5);
			assertThat(bill.line(Line.OUTSIDE).nanos()).isPositive();
			assertThat(bill.line(Line.INVOCATIONS).charges().amount(Part.REQUEST).value())
				.isEqualByComparingTo("0.0000016");
			assertThat(bill.line(Line.OUTSIDE).charges().amount(Part.REQUEST).value())
				.isEqualByComparingTo("0.0000004");
			assertThat(bill.line(Line.START_UP).nanos()).isPositive();
			assertThat(bill.missing()).isEmpty();
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		}
	}

	private static void get(int port, String path) throws IOException, InterruptedException {
		CLIENT.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
				BodyHandlers.discarding());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	@Import(Api.class)
	static class Application {

	}

	@RestController
	static class Api {

		@GetMapping({ "/included", "/excluded" })
		String now() {
			return "now";
		}

		@GetMapping("/later")
		Callable<String> later() {
			return () -> "later";
		}

		@GetMapping("/fails")
		String fails() {
			throw new IllegalStateException("as it should");
		}

	}

}
