package io.github.resourcemonitor.otlp;

import java.util.function.UnaryOperator;

import io.github.resourcemonitor.record.FunctionIdentity;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Describes where records come from: the resource of the application, if it has one, and
 * what is known of the function without asking the network. What the application says
 * takes precedence.
 */
public final class OtlpResources {

	static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	/**
	 * How the name begins that OpenTelemetry and Spring Boot give a service without one.
	 */
	private static final String UNKNOWN_SERVICE = "unknown_service";

	private final @Nullable Resource application;

	private final UnaryOperator<@Nullable String> environment;

	private @Nullable FunctionIdentity last;

	private Resource resource = Resource.empty();

	/**
	 * Create a new description.
	 * @param application the resource of the application; {@code null} if it has none
	 * @param environment looks up a variable or property
	 */
	public OtlpResources(@Nullable Resource application, UnaryOperator<@Nullable String> environment) {
		this.application = application;
		this.environment = environment;
	}

	/**
	 * Return the resource of an instance.
	 */
	synchronized Resource resource(FunctionIdentity function) {
		if (!function.equals(this.last)) {
			this.resource = create(function);
			this.last = function;
		}
		return this.resource;
	}

	private Resource create(FunctionIdentity function) {
		AttributesBuilder known = Attributes.builder();
		put(known, "service.name", serviceName(function));
		put(known, "service.version", function.revision());
		put(known, "service.instance.id", function.instance());
		put(known, "faas.name", function.name());
		put(known, "faas.version", function.revision());
		put(known, "faas.instance", function.instance());
		String project = text("GOOGLE_CLOUD_PROJECT");
		if (project != null) {
			put(known, "cloud.provider", "gcp");
			put(known, "cloud.account.id", project);
			put(known, "cloud.platform", (text("K_SERVICE") != null) ? "gcp_cloud_run" : null);
		}
		put(known, "telemetry.sdk.language", "java");
		Resource own = Resource.create(known.build());
		return (this.application != null) ? own.merge(Resource.create(given(this.application))) : own;
	}

	/**
	 * What the application says, without a name that is none.
	 */
	private static Attributes given(Resource application) {
		return application.getAttributes().toBuilder().removeIf((key) -> {
			Object value = application.getAttributes().get(key);
			return key.equals(SERVICE_NAME) && value instanceof String name && name.startsWith(UNKNOWN_SERVICE);
		}).build();
	}

	private @Nullable String serviceName(FunctionIdentity function) {
		for (String source : new String[] { "OTEL_SERVICE_NAME", "spring.application.name" }) {
			String name = text(source);
			if (name != null) {
				return name;
			}
		}
		return (function.name() != null) ? function.name() : UNKNOWN_SERVICE + ":java";
	}

	private @Nullable String text(String name) {
		String value = this.environment.apply(name);
		return StringUtils.hasText(value) ? value : null;
	}

	private static void put(AttributesBuilder attributes, String key, @Nullable String value) {
		if (value != null) {
			attributes.put(key, value);
		}
	}

}
