package io.github.resourcemonitor.requests;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.core.StandardContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TomcatRequestEnd} in a Tomcat that the application starts.
 */
class TomcatRequestEndIT {

	private static final String NO_ERROR_PAGES = "spring.autoconfigure.exclude=org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration";

	private final HttpClient client = HttpClient.newHttpClient();

	private final Records records = new Records();

	@Test
	void noListenerMakesAttributesOfRequestsExpensive() {
		try (ConfigurableApplicationContext context = start("spring.main.banner-mode=off")) {
			TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) context).getWebServer();
			StandardContext tomcat = (StandardContext) server.getTomcat().getHost().findChildren()[0];
			assertThat(tomcat.getApplicationEventListeners()).isEmpty();
		}
	}

	@Test
	void noListenerMakesThemExpensiveWithCosts() {
		try (ConfigurableApplicationContext context = start("resource-monitor.cost.platform=cloud-run",
				"resource-monitor.cost.region=us-central1")) {
			TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) context).getWebServer();
			StandardContext tomcat = (StandardContext) server.getTomcat().getHost().findChildren()[0];
			assertThat(tomcat.getApplicationEventListeners()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/owners/1,GET /app/owners/{id}", "/other/1,GET /app/other/*" })
	void clientsDoNotChooseNamesByAPrefix(String path, String name) throws Exception {
		try (ConfigurableApplicationContext context = start("server.forward-headers-strategy=framework",
				"server.servlet.context-path=/app")) {
			assertThat(get(context, "/app" + path, "X-Forwarded-Prefix", "/r1").statusCode()).isEqualTo(200);
			assertThat(this.records.next().handler()).isEqualTo(name);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/fine,200,GET /fine", "/refused,418,GET /refused", "/failed,500,GET /failed", "/set,404,GET /set",
			"/none,404,GET (unmatched)" })
	void requestsEndOnceWithErrorPagesAndWithout(String path, int status, String name) throws Exception {
		for (String property : new String[] { NO_ERROR_PAGES, "spring.main.banner-mode=off" }) {
			try (ConfigurableApplicationContext context = start(property)) {
				assertThat(get(context, path).statusCode()).isEqualTo(status);
				InvocationRecord record = this.records.next();
				assertThat(record.handler()).isEqualTo(name);
				assertThat(record.request()).extracting(HandledRequest::status).isEqualTo(status);
				assertThat(context.getBean(Invocations.class).running(10)).isEmpty();
				assertThat(context.getBean(Invocations.class).started()).isOne();
			}
		}
	}

	private ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "logging.level.root=off", "resource-monitor.requests=on",
					"resource-monitor.output.stdout=off", "resource-monitor.verification=off")
			.properties(properties)
			.initializers((starting) -> starting.getBeanFactory().registerSingleton("records", this.records))
			.run();
	}

	private HttpResponse<String> get(ConfigurableApplicationContext context, String path, String... headers)
			throws Exception {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("http://localhost:" + port + path);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	private static final class Records implements InvocationListener {

		private final BlockingQueue<InvocationRecord> ended = new LinkedBlockingQueue<>();

		@Override
		public void onEnd(InvocationRecord record) {
			this.ended.add(record);
		}

		InvocationRecord next() throws InterruptedException {
			InvocationRecord record = this.ended.poll(10, TimeUnit.SECONDS);
			assertThat(record).as("record within 10 s").isNotNull();
			return record;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	@Import(Pages.class)
	static class Application {

		@Bean
		ServletRegistrationBean<HttpServlet> other() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) {
					response.setStatus(200);
				}

			}, "/other/*");
		}

	}

	@RestController
	static class Pages {

		@GetMapping("/owners/{id}")
		String owner(@PathVariable int id) {
			return "owner " + id;
		}

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping("/refused")
		void refused(HttpServletResponse response) throws Exception {
			response.sendError(418);
		}

		@GetMapping("/failed")
		String failed() {
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/set")
		void set(HttpServletResponse response) {
			response.setStatus(404);
		}

	}

}
