package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.resourcemonitor.line.LineOptions;
import io.github.resourcemonitor.line.LineRule;
import io.github.resourcemonitor.outlet.CloudLoggingMode;
import io.github.resourcemonitor.schema.CloudLoggingFields;
import io.github.resourcemonitor.schema.RecordFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Bindable.BindRestriction;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The properties of the lines on standard output. An invalid value stops the start: if it
 * were ignored, records would be missing, or cost many times what they were to cost.
 */
final class CheckedOutput {

	private static final String PREFIX = "resource-monitor.output.stdout";

	private static final String HANDLERS = PREFIX + ".handlers";

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * Is refused as what it stands for: a text that is no duration.
	 */
	private static final Duration NO_DURATION = Duration.ofNanos(-1);

	/**
	 * The ids of projects, also those with a domain.
	 */
	private static final Pattern PROJECT = Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");

	private static final Map<String, String> CURES = Map.of("format", "Use 'compact' or 'full'", "cloud-logging",
			"Use 'auto', 'on' or 'off'", "sample", "Use a number from 0 to 1, such as '0.1' for a tenth of the records",
			"min-duration", "Use a duration from 0 to 1d, such as '50ms' or '2s'");

	private static final String HANDLER_CURE = "A handler has 'sample' and 'min-duration', as in '" + HANDLERS
			+ ".<name>.sample'";

	private CheckedOutput() {
	}

	static LineOptions lines(Environment environment) {
		if (!isAnySet(environment)) {
			// Without the binding, which would be part of each start.
			return LineOptions.of(RecordFormat.COMPACT).with(cloudLogging(new StandardOutputProperties(), environment));
		}
		StandardOutputProperties properties = bind(environment);
		LineRule rule = new LineRule(
				sample(PREFIX, properties.getSample(), () -> given(environment, "sample", properties.getSample())),
				nanos(PREFIX, properties.getMinDuration(),
						() -> given(environment, "min-duration", properties.getMinDuration())));
		return new LineOptions(properties.getFormat(), true, cloudLogging(properties, environment), rule,
				handlers(environment, rule));
	}

	private static boolean isAnySet(Environment environment) {
		ConfigurationPropertyName prefix = ConfigurationPropertyName.of(PREFIX);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.containsDescendantOf(prefix) != ConfigurationPropertyState.ABSENT) {
				return true;
			}
		}
		return false;
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
		ConfigurationPropertyName name = ex.getName();
		String cure = CURES.get(name.getLastElement(ConfigurationPropertyName.Form.DASHED));
		if (cure == null && ConfigurationPropertyName.of(HANDLERS).isAncestorOf(name)) {
			cure = HANDLER_CURE;
		}
		if (cure == null) {
			return ex;
		}
		return invalid(name.toString(), (ex.getProperty() != null) ? ex.getProperty().getValue() : null, cure);
	}

	/**
	 * Return the rules of single handlers. Their names may have dots, which the binding
	 * of beans in a map takes for the end of the name, and leaves the rest out in
	 * silence.
	 */
	private static Map<String, LineRule> handlers(Environment environment, LineRule all) {
		Map<String, LineRule> rules = new HashMap<>();
		Map<String, String> values = Binder.get(environment)
			.bind(HANDLERS, Bindable.mapOf(String.class, String.class))
			.orElseGet(Map::of);
		values.forEach((key, value) -> {
			if (value.isBlank()) {
				return;
			}
			int dot = key.lastIndexOf('.');
			String name = key.substring(0, Math.max(0, dot));
			String prefix = HANDLERS + "[" + name + "]";
			LineRule rule = rules.getOrDefault(name, all);
			switch (key.substring(dot + 1).replace("-", "").toLowerCase(Locale.ROOT)) {
				case "sample" ->
					rules.put(name, new LineRule(sample(prefix, number(value), () -> value), rule.minDurationNanos()));
				case "minduration" ->
					rules.put(name, new LineRule(rule.sample(), nanos(prefix, duration(value), () -> value)));
				default -> throw invalid(HANDLERS + "." + key, value, HANDLER_CURE);
			}
		});
		return rules;
	}

	/**
	 * Return what the user has written.
	 */
	private static Object given(Environment environment, String name, Object bound) {
		BindResult<Object> result = Binder.get(environment).bind(PREFIX + "." + name, Bindable.of(Object.class));
		return result.isBound() ? result.get() : bound;
	}

	private static double number(String value) {
		try {
			return Double.parseDouble(value);
		}
		catch (NumberFormatException ex) {
			return Double.NaN;
		}
	}

	private static Duration duration(String value) {
		try {
			return DurationStyle.detectAndParse(value);
		}
		catch (IllegalArgumentException ex) {
			return NO_DURATION;
		}
	}

	private static double sample(String prefix, double sample, Supplier<Object> given) {
		if (!(sample >= 0 && sample <= 1)) {
			throw invalid(prefix + ".sample", given.get(), CURES.get("sample"));
		}
		return sample;
	}

	private static long nanos(String prefix, Duration duration, Supplier<Object> given) {
		if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
			throw invalid(prefix + ".min-duration", given.get(), CURES.get("min-duration"));
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
