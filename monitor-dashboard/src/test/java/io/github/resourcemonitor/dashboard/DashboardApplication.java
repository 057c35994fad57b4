package io.github.resourcemonitor.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A small web application with Actuator, the monitor and the dashboard, on a port of its
 * own.
 */
final class DashboardApplication implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";

	private static final String WITHOUT_LOGIN = Stream
		.of("SecurityAutoConfiguration", "UserDetailsServiceAutoConfiguration",
				"ReactiveUserDetailsServiceAutoConfiguration", "web.servlet.SecurityFilterAutoConfiguration",
				"web.servlet.ServletWebSecurityAutoConfiguration", "web.reactive.ReactiveWebSecurityAutoConfiguration",
				"actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
				"actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration")
		.map(SECURITY::concat)
		.collect(Collectors.joining(","));

	/**
	 * Which would compete with Netty's: no application has both servers.
	 */
	private static final String SECOND_SERVER = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
			+ "TomcatReactiveManagementContextAutoConfiguration";

	private final ConfigurableApplicationContext context;

	private DashboardApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static DashboardApplication start(WebApplicationType type, String... properties) {
		return startWithLogin(type,
				Stream
					.concat(Stream.of("spring.autoconfigure.exclude=" + WITHOUT_LOGIN + "," + SECOND_SERVER),
							Arrays.stream(properties))
					.toArray(String[]::new));
	}

	/**
	 * Start one with all of Spring Security.
	 */
	static DashboardApplication startWithLogin(WebApplicationType type, String... properties) {
		return new DashboardApplication(new SpringApplicationBuilder(Configuration.class).web(type)
			.properties("server.port=0", "spring.main.banner-mode=off", "resource-monitor.sampling.enabled=false")
			.run(Arrays.stream(properties).map("--"::concat).toArray(String[]::new)));
	}

	HttpResponse<String> get(String path) {
		return get("local.server.port", path, "*/*");
	}

	HttpResponse<String> get(String port, String path, String accept) {
		URI uri = URI.create("http://localhost:" + this.context.getEnvironment().getRequiredProperty(port) + path);
		try {
			return CLIENT.send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

	}

}
