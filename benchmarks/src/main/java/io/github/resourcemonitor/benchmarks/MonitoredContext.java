package io.github.resourcemonitor.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.invocation.InvocationListener;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application context with the auto-configured monitor, and nothing else by default.
 */
public final class MonitoredContext implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	/**
	 * Start the application.
	 * @param properties properties of the monitor, each a {@code name=value} without its
	 * prefix {@code resource-monitor}
	 */
	public MonitoredContext(String... properties) {
		this(null, properties);
	}

	/**
	 * Start the application with a listener.
	 * @param listener notified of all invocations
	 * @param properties as above
	 */
	public MonitoredContext(@Nullable InvocationListener listener, String... properties) {
		this(List.of(), listener, properties);
	}

	/**
	 * Start an application with additional beans.
	 * @param sources the configuration classes
	 * @param listener notified of all invocations
	 * @param properties as above
	 */
	public MonitoredContext(List<Class<?>> sources, @Nullable InvocationListener listener, String... properties) {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("logging.level.root", "WARN");
		all.put("resource-monitor.output.stdout", "off");
		// The class path contains annotated classes of other benchmarks that are not
		// beans.
		all.put("resource-monitor.verification", "off");
		for (String property : properties) {
			int separator = property.indexOf('=');
			all.put("resource-monitor." + property.substring(0, separator), property.substring(separator + 1));
		}
		this.context = new SpringApplicationBuilder(Application.class).sources(sources.toArray(Class<?>[]::new))
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(all)
			.initializers((starting) -> register(starting, listener))
			.run();
	}

	private static void register(ConfigurableApplicationContext starting, @Nullable InvocationListener listener) {
		if (listener != null) {
			starting.getBeanFactory().registerSingleton("listener", listener);
		}
	}

	/**
	 * Return the monitor.
	 * @return the monitor
	 */
	public ResourceMonitor monitor() {
		return bean(ResourceMonitor.class);
	}

	/**
	 * Return a bean of the application.
	 * @param <T> its type
	 * @param type its type
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
