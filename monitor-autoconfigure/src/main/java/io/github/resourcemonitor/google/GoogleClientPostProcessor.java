package io.github.resourcemonitor.google;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;

import com.google.api.client.http.HttpTransport;
import com.google.cloud.Service;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Builds clients of Google Cloud that are beans, and options of such clients, anew from
 * their own options, with a transport that is measured. Credentials, headers, retries,
 * time-outs and the application's own transport stay what they are. Beans that are
 * declared as {@link HttpTransport} are replaced by measured ones.
 */
public final class GoogleClientPostProcessor extends ClientPostProcessor {

	private static final String CURE = "Declare the client as a bean that is what its options build, "
			+ "or give it a transport from the bean 'resourceMonitorTransportInstrumentation'";

	private final TransportInstrumentation instrumentation;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures transports
	 * @param uninstrumented is told which clients cannot be measured
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
			return leave(client, beanName, "it has no options to build it anew from");
		}
		if (!isUnmeasured(options)) {
			return client;
		}
		if (!TransportInstrumentation.isPossible()) {
			return leave(client, beanName, "the transport of Google's HTTP client is not accessible");
		}
		if (options.getService() != client) {
			return leave(client, beanName, "it is not what its options build, but something round it");
		}
		ServiceOptions<?, ?> measured = rebuild(options);
		return (measured != null) ? measured.getService() : null;
	}

	private static boolean isUnmeasured(ServiceOptions<?, ?> options) {
		return options.getTransportOptions() instanceof HttpTransportOptions transport
				&& !(transport.getHttpTransportFactory() instanceof InstrumentedHttpTransportFactory);
	}

	private Object leave(Service<?> client, String beanName, String problem) {
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
					service(options), this.instrumentation))
			.build());
		// The one thing that the builder does not take over from the options.
		builder.setHeaderProvider(options.getMergedHeaderProvider(Map::of));
		// Public in the builders of the clients, but not in the one that all extend.
		Method build = ReflectionUtils.findMethod(builder.getClass(), "build");
		if (build == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(build);
		return (ServiceOptions<?, ?>) ReflectionUtils.invokeMethod(build, builder);
	}

	/**
	 * Return the name of a service: {@code BigQueryOptions} are those of
	 * {@code bigquery}. The host may be that of an emulator.
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
