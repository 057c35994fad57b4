package io.github.resourcemonitor.google;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;

import com.google.api.client.http.HttpTransport;
import com.google.cloud.Service;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Rebuilds Google Cloud clients that are beans, and options of such clients, from their
 * own options with an instrumented transport. Credentials, headers, retries, timeouts and
 * the application's own transport are kept. Beans that are declared as
 * {@link HttpTransport} are replaced by instrumented ones.
 */
public final class GoogleClientPostProcessor extends ClientPostProcessor {

	private static final String CURE = "Declare as the bean the client that its options build, "
			+ "or give it a transport from the bean 'resourceMonitorTransportInstrumentation'";

	private final TransportInstrumentation instrumentation;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures transports
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public GoogleClientPostProcessor(TransportInstrumentation instrumentation, UninstrumentedClients uninstrumented,
			Failures failures) {
		super("instrumentation of a Google client", uninstrumented, failures);
		this.instrumentation = instrumentation;
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		if (bean instanceof Service<?> client) {
			return rebuild(client, beanName);
		}
		if (bean instanceof ServiceOptions<?, ?> options && TransportInstrumentation.isPossible()) {
			return rebuild(options);
		}
		if (bean instanceof HttpTransport transport && isDeclaredAs(beanName, HttpTransport.class)) {
			return this.instrumentation.instrument(transport);
		}
		return null;
	}

	private @Nullable Object rebuild(Service<?> client, String beanName) {
		ServiceOptions<?, ?> options = client.getOptions();
		if (options == null) {
			return skip(client, beanName, "it has no options from which it could be rebuilt");
		}
		if (!isUnmeasured(options)) {
			return client;
		}
		if (!TransportInstrumentation.isPossible()) {
			return skip(client, beanName, "the transport of Google's HTTP client is not accessible");
		}
		if (options.getService() != client) {
			return skip(client, beanName, "it is a wrapper around the client that its options build");
		}
		ServiceOptions<?, ?> measured = rebuild(options);
		return (measured != null) ? measured.getService() : null;
	}

	private static boolean isUnmeasured(ServiceOptions<?, ?> options) {
		return options.getTransportOptions() instanceof HttpTransportOptions transport
				&& !(transport.getHttpTransportFactory() instanceof InstrumentedHttpTransportFactory);
	}

	private Object skip(Service<?> client, String beanName, String problem) {
		reportUninstrumented(client, beanName, problem, CURE);
		return client;
	}

	@SuppressWarnings({ "rawtypes", "unchecked" })
	private @Nullable ServiceOptions<?, ?> rebuild(ServiceOptions<?, ?> options) {
		if (!isUnmeasured(options)) {
			return options;
		}
		HttpTransportOptions transport = (HttpTransportOptions) options.getTransportOptions();
		ServiceOptions.Builder builder = options.toBuilder();
		builder.setTransportOptions(transport.toBuilder()
			.setHttpTransportFactory(new InstrumentedHttpTransportFactory(transport.getHttpTransportFactory(),
					client(options), this.instrumentation))
			.build());
		// The only setting that toBuilder() does not copy.
		builder.setHeaderProvider(options.getMergedHeaderProvider(Map::of));
		// Public in the builders of the clients, but not in their base class.
		Method build = ReflectionUtils.findMethod(builder.getClass(), "build");
		if (build == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(build);
		return (ServiceOptions<?, ?>) ReflectionUtils.invokeMethod(build, builder);
	}

	private static GoogleServiceClient client(ServiceOptions<?, ?> options) {
		String host = options.getHost();
		// BigQuery can be told to throw an exception instead.
		Method throwNotFound = ReflectionUtils.findMethod(options.getClass(), "getThrowNotFound");
		boolean throwsNotFound = throwNotFound != null
				&& Boolean.TRUE.equals(ReflectionUtils.invokeMethod(throwNotFound, options));
		return new GoogleServiceClient(service(options), RequestUrl.of((host != null) ? host : ""), !throwsNotFound);
	}

	/**
	 * Return the name of a service: {@code BigQueryOptions} belong to {@code bigquery}.
	 * The host does not identify the service, because it may be an emulator.
	 */
	private static String service(ServiceOptions<?, ?> options) {
		for (Class<?> type = options.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getSuperclass() == ServiceOptions.class) {
				return type.getSimpleName().replaceFirst("Options$", "").toLowerCase(Locale.ROOT);
			}
		}
		return options.getClass().getSimpleName().toLowerCase(Locale.ROOT);
	}

}
