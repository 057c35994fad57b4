package io.github.resourcemonitor.benchmarks.requests;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.benchmarks.requests.Variant.Monitored;
import io.github.resourcemonitor.invocation.Invocations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A Spring MVC application that answers with JSON, on Tomcat.
 */
final class OwnersApplication implements AutoCloseable {

	private static final String OBSERVATION = String.join(",",
			"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
			"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
			"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
			"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
			"org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration");

	private final Variant variant;

	private final ConfigurableApplicationContext context;

	private final InMemoryRequests requests;

	OwnersApplication(Variant variant) {
		this.variant = variant;
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("server.port", "0");
		properties.put("logging.level.root", "WARN");
		properties.put("resource-monitor.enabled", variant.monitored() != Monitored.NOTHING);
		properties.put("resource-monitor.requests", (variant.monitored() == Monitored.REQUEST) ? "on" : "off");
		properties.put("resource-monitor.output.stdout", "off");
		// The class path contains annotated classes of other benchmarks that are not
		// beans.
		properties.put("resource-monitor.verification", "off");
		// The meters are in a SimpleMeterRegistry, as there is no other.
		if (!variant.isObserved()) {
			properties.put("spring.autoconfigure.exclude", OBSERVATION);
		}
		this.context = new SpringApplicationBuilder(Application.class,
				(variant.monitored() == Monitored.HANDLER) ? MonitoredOwners.class : Owners.class)
			.web(WebApplicationType.SERVLET)
			.bannerMode(Banner.Mode.OFF)
			.properties(properties)
			.run();
		WebServer server = Objects.requireNonNull(((WebServerApplicationContext) this.context).getWebServer());
		this.requests = new InMemoryRequests(((TomcatWebServer) server).getTomcat().getConnector(), "/owners/1");
	}

	/**
	 * Send a request on the calling thread.
	 */
	void request() throws Exception {
		this.requests.send();
	}

	/**
	 * Check that all requests were recorded as the variant says, and in no other way.
	 */
	void check() {
		long sent = this.requests.sent();
		long expected = (this.variant.monitored() != Monitored.NOTHING) ? sent : 0;
		check("invocations", expected, invocations());
		check("observations", this.variant.isObserved() ? sent : 0, observations());
	}

	private void check(String what, long expected, long found) {
		if (found != expected) {
			throw new IllegalStateException(this.variant + ": " + found + " " + what + " instead of " + expected);
		}
	}

	private long invocations() {
		Invocations invocations = this.context.getBeanProvider(Invocations.class).getIfAvailable();
		return (invocations != null) ? invocations.started() : 0;
	}

	private long observations() {
		MeterRegistry registry = this.context.getBeanProvider(MeterRegistry.class).getIfAvailable();
		return (registry != null)
				? registry.find("http.server.requests").timers().stream().mapToLong(Timer::count).sum() : 0;
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * What is answered.
	 *
	 * @param id the number
	 * @param name the name
	 */
	record Owner(int id, String name) {

	}

	@RestController
	static class Owners {

		@GetMapping("/owners/{id}")
		Owner owner(@PathVariable int id) {
			return new Owner(id, "George Franklin");
		}

	}

	@RestController
	static class MonitoredOwners {

		@MonitoredHandler
		@GetMapping("/owners/{id}")
		Owner owner(@PathVariable int id) {
			return new Owner(id, "George Franklin");
		}

	}

}
