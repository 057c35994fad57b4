package io.github.resourcemonitor.autoconfigure;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.github.resourcemonitor.otlp.OtlpSignal;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The receivers of OTLP that the application has configured for itself, in the properties
 * of Spring Boot or the variables of OpenTelemetry. Headers are taken over only with the
 * address that they belong to.
 */
final class OtlpReceivers {

	private static final String VARIABLE = "OTEL_EXPORTER_OTLP_";

	private static final String BOOT_LOGS = "management.opentelemetry.logging.export.otlp.";

	private static final String BOOT_LOGS_3 = "management.otlp.logging.";

	private static final String BOOT_METRICS = "management.otlp.metrics.export.";

	private final Environment environment;

	OtlpReceivers(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return the receiver of a signal.
	 */
	Receiver find(OtlpSignal signal) {
		Receiver receiver = springBoot(signal);
		if (receiver == null) {
			receiver = variables(signal);
		}
		return (receiver != null) ? receiver
				: new Receiver("resource-monitor.output.otlp.endpoint", "http://localhost:4318", true, "", Map.of());
	}

	private @Nullable Receiver springBoot(OtlpSignal signal) {
		if (signal == OtlpSignal.METRICS) {
			return springBoot(BOOT_METRICS, "url");
		}
		for (String prefix : new String[] { BOOT_LOGS, BOOT_LOGS_3 }) {
			if (!"grpc".equalsIgnoreCase(text(prefix + "transport"))) {
				Receiver receiver = springBoot(prefix, "endpoint");
				if (receiver != null) {
					return receiver;
				}
			}
		}
		return null;
	}

	private @Nullable Receiver springBoot(String prefix, String name) {
		String endpoint = text(prefix + name);
		return (endpoint != null) ? new Receiver(prefix + name, endpoint, false, prefix + "headers",
				Binder.get(this.environment)
					.bind(prefix + "headers", Bindable.mapOf(String.class, String.class))
					.orElseGet(Map::of))
				: null;
	}

	private @Nullable Receiver variables(OtlpSignal signal) {
		String own = VARIABLE + signal.name() + "_";
		boolean base = text(own + "ENDPOINT") == null;
		String source = (base ? VARIABLE : own) + "ENDPOINT";
		String endpoint = text(source);
		if (endpoint == null) {
			return null;
		}
		String protocol = (text(own + "PROTOCOL") != null) ? text(own + "PROTOCOL") : text(VARIABLE + "PROTOCOL");
		if ("grpc".equalsIgnoreCase(protocol)) {
			throw new InvalidOtlpPropertyException("resource-monitor.output.otlp.endpoint",
					"it is not set, and " + source + " is for gRPC",
					"Set it to the URL of a receiver of OTLP over HTTP, such as 'http://localhost:4318'.");
		}
		String headers = ((text(own + "HEADERS") != null) ? own : VARIABLE) + "HEADERS";
		return new Receiver(source, endpoint, base, headers, parse(text(headers)));
	}

	/**
	 * Parse headers in the form of OpenTelemetry's variables, {@code key=value,key=value}
	 * with values in percent-encoding.
	 */
	private static Map<String, String> parse(@Nullable String list) {
		Map<String, String> headers = new LinkedHashMap<>();
		if (list != null) {
			for (String pair : list.split(",")) {
				int equals = pair.indexOf('=');
				if (equals > 0) {
					headers.put(pair.substring(0, equals).trim(), decoded(pair.substring(equals + 1).trim()));
				}
			}
		}
		return headers;
	}

	private static String decoded(String value) {
		try {
			return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return value;
		}
	}

	/**
	 * Merge headers, whose names are the same in upper and lower case.
	 * @param inherited headers that came with the address
	 * @param own headers that take precedence
	 */
	static Map<String, String> merged(Map<String, String> inherited, Map<String, String> own) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(inherited);
		own.forEach((name, value) -> {
			headers.remove(name);
			headers.put(name, value);
		});
		return headers;
	}

	private @Nullable String text(String name) {
		String value = this.environment.getProperty(name);
		return StringUtils.hasText(value) ? value : null;
	}

	/**
	 * Where to send.
	 *
	 * @param source the property or variable that says so
	 * @param endpoint its value
	 * @param base whether the path of the signal is to be appended
	 * @param headersSource the property or variable with the headers
	 * @param headers the headers
	 */
	record Receiver(String source, String endpoint, boolean base, String headersSource, Map<String, String> headers) {

		@Override
		public String toString() {
			return this.source;
		}

	}

}
