package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.resourcemonitor.line.LineOptions;
import io.github.resourcemonitor.line.LineRule;
import io.github.resourcemonitor.outlet.CloudLoggingMode;
import io.github.resourcemonitor.schema.CloudLoggingFields;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Bindable.BindRestriction;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The properties of the lines on standard output. An invalid value stops the start: if it
 * were ignored, records would be missing, or cost many times what they were to cost.
 */
final class CheckedOutput {

	private static final String PREFIX = "resource-monitor.output.stdout";

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * The ids of projects, also those with a domain.
	 */
	private static final Pattern PROJECT = Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");

	private static final Map<String, String> CURES = Map.of("format", "Use 'compact' or 'full'", "cloud-logging",
			"Use 'auto', 'on' or 'off'", "sample", "Use a number from 0 to 1, such as '0.1' for a tenth of the records",
			"min-duration", "Use a duration from 0 to 1d, such as '50ms' or '2s'");

	private CheckedOutput() {
	}

	static LineOptions lines(Environment environment) {
		StandardOutputProperties properties = bind(environment);
		LineRule rule = new LineRule(sample(PREFIX, properties.getSample()),
				nanos(PREFIX, properties.getMinDuration()));
		Map<String, LineRule> handlers = new HashMap<>();
		properties.getHandlers().forEach((name, handler) -> handlers.put(name, rule(name, handler, rule)));
		return new LineOptions(properties.getFormat(), true, cloudLogging(properties, environment), rule, handlers);
	}

	/**
	 * Bind the properties. The binding of Spring Boot would try to convert the property
	 * that has the name of their prefix, and would not say what can be written instead.
	 */
	private static StandardOutputProperties bind(Environment environment) {
		try {
			return Binder.get(environment)
				.bind(PREFIX,
						Bindable.ofInstance(new StandardOutputProperties())
							.withBindRestrictions(BindRestriction.NO_DIRECT_PROPERTY))
				.orElseGet(StandardOutputProperties::new);
		}
		catch (BindException ex) {
			throw explained(ex);
		}
	}

	private static RuntimeException explained(BindException ex) {
		if (ex.getProperty() == null) {
			return ex;
		}
		ConfigurationPropertyName name = ex.getProperty().getName();
		String cure = CURES.get(name.getLastElement(ConfigurationPropertyName.Form.DASHED));
		if (cure == null) {
			return ex;
		}
		return invalid(name.toString(), ex.getProperty().getValue(), cure);
	}

	private static LineRule rule(String name, StandardOutputProperties.Handler handler, LineRule all) {
		String prefix = PREFIX + ".handlers[" + name + "]";
		if (handler.getSample() == null && handler.getMinDuration() == null) {
			throw new InvalidConfigurationPropertyValueException(prefix, null,
					"It has neither 'sample' nor 'min-duration'. If the name of the handler has dots, spaces or other "
							+ "signs, put it in brackets: '" + PREFIX + ".handlers[Orders.find].sample'");
		}
		return new LineRule((handler.getSample() != null) ? sample(prefix, handler.getSample()) : all.sample(),
				(handler.getMinDuration() != null) ? nanos(prefix, handler.getMinDuration()) : all.minDurationNanos());
	}

	private static double sample(String prefix, double sample) {
		if (!(sample >= 0 && sample <= 1)) {
			throw invalid(prefix + ".sample", sample, CURES.get("sample"));
		}
		return sample;
	}

	private static long nanos(String prefix, Duration duration) {
		if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
			throw invalid(prefix + ".min-duration", duration, CURES.get("min-duration"));
		}
		return duration.toNanos();
	}

	private static @Nullable CloudLoggingFields cloudLogging(StandardOutputProperties properties,
			Environment environment) {
		String project = project(properties, environment);
		return switch (properties.getCloudLogging()) {
			case ON -> new CloudLoggingFields(project);
			case OFF -> null;
			case AUTO ->
				StringUtils.hasText(environment.getProperty("K_SERVICE")) ? new CloudLoggingFields(project) : null;
		};
	}

	private static @Nullable String project(StandardOutputProperties properties, Environment environment) {
		String given = properties.getProjectId();
		if (StringUtils.hasText(given)) {
			if (!PROJECT.matcher(given).matches()) {
				throw invalid(PREFIX + ".project-id", given,
						"Use the id of the project, such as 'my-project-123', and not its name or number");
			}
			return given;
		}
		String ofSpring = environment.getProperty("spring.cloud.gcp.project-id");
		return StringUtils.hasText(ofSpring) ? ofSpring : CloudLoggingFields.projectId(environment::getProperty);
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value,
			@Nullable String cure) {
		return new InvalidConfigurationPropertyValueException(name, value, cure);
	}

}
