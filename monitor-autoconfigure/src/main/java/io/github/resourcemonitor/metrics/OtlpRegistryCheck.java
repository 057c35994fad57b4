package io.github.resourcemonitor.metrics;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Timer;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;

/**
 * Looks at the settings of the application's own registry for OTLP when the application
 * has started, and warns if meters of the monitor would be lost or have another unit than
 * the semantic conventions of OpenTelemetry ask for.
 */
public final class OtlpRegistryCheck implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(OtlpRegistryCheck.class);

	private static final String PREFIX = "management.otlp.metrics.export.";

	private static final String CLOUD_RUN = "K_SERVICE";

	private final ListableBeanFactory beans;

	private final Environment environment;

	/**
	 * Create a new check.
	 * @param beans the beans of the application context
	 * @param environment the environment, with the variables of the process
	 */
	public OtlpRegistryCheck(ConfigurableListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// A context also hears the events of its children.
		if (event.getApplicationContext().getAutowireCapableBeanFactory() != this.beans) {
			return;
		}
		Collection<OtlpMeterRegistry> registries = this.beans.getBeansOfType(OtlpMeterRegistry.class, false, false)
			.values();
		if (registries.isEmpty() || !isMetered()) {
			return;
		}
		Collection<OtlpConfig> configs = this.beans.getBeansOfType(OtlpConfig.class, false, false).values();
		if (configs.stream().anyMatch(OtlpRegistryCheck::isDelta) && this.environment.containsProperty(CLOUD_RUN)) {
			logger.warn("The registry for OTLP sends its meters with the aggregation temporality DELTA, and this is "
					+ "Cloud Run (" + CLOUD_RUN + " is set), where an instance is frozen between requests unless it is "
					+ "billed by instance. What it metered before a freeze that lasts longer than a step is then never "
					+ "sent. Set '" + PREFIX + "aggregation-temporality' to 'cumulative'.");
		}
		Optional<TimeUnit> unit = unit(registries, configs);
		if (unit.isPresent() && unit.get() != TimeUnit.SECONDS) {
			logger.warn("The registry for OTLP sends durations such as '" + DurationBuckets.INVOCATION + "' in "
					+ name(unit.get())
					+ ", but the semantic conventions of OpenTelemetry for 'faas' ask for seconds. Set '" + PREFIX
					+ "base-time-unit' to 'seconds'.");
		}
	}

	private static boolean isDelta(OtlpConfig config) {
		return config.enabled() && config.aggregationTemporality() == AggregationTemporality.DELTA;
	}

	/**
	 * Return the unit of timers. The configuration of a registry is only known if it is a
	 * bean.
	 */
	private static Optional<TimeUnit> unit(Collection<OtlpMeterRegistry> registries, Collection<OtlpConfig> configs) {
		return configs.stream()
			.filter(OtlpConfig::enabled)
			.map(OtlpConfig::baseTimeUnit)
			.findFirst()
			.or(() -> registries.stream()
				.flatMap((registry) -> registry.getMeters().stream())
				.filter(Timer.class::isInstance)
				.map((meter) -> ((Timer) meter).baseTimeUnit())
				.findFirst());
	}

	private static String name(TimeUnit unit) {
		return unit.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return whether the application has not switched off the meters of invocations, in
	 * the way that Spring Boot decides it: the longest prefix of the name counts.
	 */
	private boolean isMetered() {
		Map<String, Boolean> enabled = Binder.get(this.environment)
			.bind("management.metrics.enable", Bindable.mapOf(String.class, Boolean.class))
			.orElseGet(Map::of);
		for (String prefix = DurationBuckets.INVOCATION; !prefix.isEmpty(); prefix = parent(prefix)) {
			Boolean value = enabled.get(prefix);
			if (value != null) {
				return value;
			}
		}
		return enabled.getOrDefault("all", true);
	}

	private static String parent(String prefix) {
		int dot = prefix.lastIndexOf('.');
		return (dot >= 0) ? prefix.substring(0, dot) : "";
	}

}
