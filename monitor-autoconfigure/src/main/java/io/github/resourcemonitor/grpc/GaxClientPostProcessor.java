package io.github.resourcemonitor.grpc;

import java.io.IOException;
import java.lang.reflect.Method;

import com.google.api.gax.core.BackgroundResource;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.StubSettings;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.Service;
import com.google.cloud.ServiceOptions;
import com.google.cloud.grpc.GrpcTransportOptions;
import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Instruments the channels of Google's generated clients: channel providers and settings
 * that are beans are rebuilt with an interceptor that comes before their own. Clients
 * that are beans and were built with a provider that is not instrumented are reported,
 * because their channel cannot be changed later.
 */
public final class GaxClientPostProcessor extends ClientPostProcessor {

	private static final String CURE = "Build it with a TransportChannelProvider that is a bean and an "
			+ "InstantiatingGrpcChannelProvider, or with settings that are a bean, or give its channel the interceptor "
			+ "of the bean 'resourceMonitorGrpcInstrumentation'";

	private static final boolean SERVICES = ClassUtils.isPresent("com.google.cloud.grpc.GrpcTransportOptions",
			GaxClientPostProcessor.class.getClassLoader());

	private final GrpcInstrumentation instrumentation;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures channels
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public GaxClientPostProcessor(GrpcInstrumentation instrumentation, UninstrumentedClients uninstrumented,
			Failures failures) {
		super("instrumentation of a gRPC client", uninstrumented, failures);
		this.instrumentation = instrumentation;
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		if (bean instanceof TransportChannelProvider provider) {
			return measured(provider, bean, beanName);
		}
		if (bean instanceof ClientSettings<?> settings) {
			return rebuild(settings, beanName);
		}
		if (bean instanceof StubSettings<?> settings) {
			return rebuild(settings, beanName);
		}
		if (bean instanceof BackgroundResource) {
			verify(bean, beanName);
		}
		else if (SERVICES && bean instanceof Service<?> service && usesGrpc(service.getOptions())) {
			reportUninstrumented(bean, beanName, "it uses gRPC with channels of its own",
					"Annotate the methods that use it with @CloudServiceCall");
		}
		return null;
	}

	/**
	 * Storage clients have a post-processor of their own.
	 */
	private static boolean usesGrpc(@Nullable ServiceOptions<?, ?> options) {
		return options != null && options.getTransportOptions() instanceof GrpcTransportOptions
				&& !options.getClass().getName().startsWith("com.google.cloud.storage.");
	}

	private @Nullable Object rebuild(ClientSettings<?> settings, String beanName) {
		TransportChannelProvider measured = measured(settings.getTransportChannelProvider(), settings, beanName);
		if (measured == null) {
			return null;
		}
		try {
			return settings.toBuilder().setTransportChannelProvider(measured).build();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private @Nullable Object rebuild(StubSettings<?> settings, String beanName) {
		TransportChannelProvider measured = measured(settings.getTransportChannelProvider(), settings, beanName);
		if (measured == null) {
			return null;
		}
		try {
			return settings.toBuilder().setTransportChannelProvider(measured).build();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return a provider of instrumented channels.
	 * @return the provider, {@code null} if the channels are already instrumented or
	 * cannot be
	 */
	private @Nullable TransportChannelProvider measured(@Nullable TransportChannelProvider provider, Object bean,
			String beanName) {
		if (!(provider instanceof InstantiatingGrpcChannelProvider instantiating)) {
			report(bean, beanName, provider);
			return null;
		}
		InstantiatingGrpcChannelProvider.Builder builder = instantiating.toBuilder();
		if (builder.getChannelConfigurator() instanceof InstrumentedChannelConfigurator) {
			return null;
		}
		return builder
			.setChannelConfigurator(new InstrumentedChannelConfigurator(this.instrumentation.interceptor(),
					builder.getChannelConfigurator()))
			.build();
	}

	/**
	 * Report a generated client whose settings show that it is not instrumented.
	 */
	private void verify(Object client, String beanName) {
		Method method = ClassUtils.getMethodIfAvailable(client.getClass(), "getSettings");
		if (method == null || !ClientSettings.class.isAssignableFrom(method.getReturnType())) {
			return;
		}
		ReflectionUtils.makeAccessible(method);
		ClientSettings<?> settings = (ClientSettings<?>) ReflectionUtils.invokeMethod(method, client);
		TransportChannelProvider provider = (settings != null) ? settings.getTransportChannelProvider() : null;
		if (!(provider instanceof InstantiatingGrpcChannelProvider instantiating)
				|| !(instantiating.toBuilder().getChannelConfigurator() instanceof InstrumentedChannelConfigurator)) {
			report(client, beanName, provider);
		}
	}

	private void report(Object bean, String beanName, @Nullable TransportChannelProvider provider) {
		reportUninstrumented(bean, beanName, (provider != null) ? "its channels are provided by " + describe(provider)
				: "its channel provider is unknown", CURE);
	}

	private static String describe(TransportChannelProvider provider) {
		return (provider instanceof InstantiatingGrpcChannelProvider) ? "a provider that is not instrumented"
				: provider.getClass().getName() + " (" + provider.getTransportName() + ")";
	}

}
