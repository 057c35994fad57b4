package io.github.resourcemonitor.grpc;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

import com.google.api.gax.grpc.GrpcInterceptorProvider;
import com.google.cloud.storage.GrpcStorageOptions;
import com.google.cloud.storage.Storage;
import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.grpc.ClientInterceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.util.ReflectionUtils;

/**
 * Rebuilds Cloud Storage clients that are beans and use gRPC, from their own options,
 * with an interceptor that comes before their own.
 * <p>
 * The original client never connects. It is not closed here, because other code may hold
 * it and the application context closes it; the instrumented client is closed with it.
 */
public final class GrpcStoragePostProcessor extends ClientPostProcessor implements DestructionAwareBeanPostProcessor {

	private static final String CURE = "Declare as the bean the client that its options build, or give its "
			+ "options the interceptor of the bean 'resourceMonitorGrpcInstrumentation'";

	private final GrpcInstrumentation instrumentation;

	/**
	 * The instrumented clients, by their originals.
	 */
	private final Map<Object, Storage> measured = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures channels
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public GrpcStoragePostProcessor(GrpcInstrumentation instrumentation, UninstrumentedClients uninstrumented,
			Failures failures) {
		super("instrumentation of a gRPC client", uninstrumented, failures);
		this.instrumentation = instrumentation;
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		return (bean instanceof Storage client) ? rebuild(client, beanName) : null;
	}

	private @Nullable Storage rebuild(Storage client, String beanName) {
		if (!(client.getOptions() instanceof GrpcStorageOptions options)) {
			return null;
		}
		if (options.getService() != client) {
			return skip(client, beanName, "it is a wrapper around the client that its options build");
		}
		GrpcInterceptorProvider interceptors = interceptors(options);
		if (interceptors == null) {
			return skip(client, beanName, "its interceptors cannot be read");
		}
		if (interceptors instanceof InstrumentedInterceptorProvider) {
			return null;
		}
		Storage measured = options.toBuilder()
			.setGrpcInterceptorProvider(
					new InstrumentedInterceptorProvider(this.instrumentation.storageInterceptor(), interceptors))
			// The only setting that toBuilder() does not copy.
			.setHeaderProvider(options.getMergedHeaderProvider(Map::of))
			.build()
			.getService();
		this.measured.put(client, measured);
		return measured;
	}

	private @Nullable Storage skip(Storage client, String beanName, String problem) {
		reportUninstrumented(client, beanName, problem, CURE);
		return null;
	}

	/**
	 * The getter of the interceptors is not public.
	 */
	private static @Nullable GrpcInterceptorProvider interceptors(GrpcStorageOptions options) {
		Method method = ReflectionUtils.findMethod(GrpcStorageOptions.class, "getGrpcInterceptorProvider");
		if (method == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(method);
		return (GrpcInterceptorProvider) ReflectionUtils.invokeMethod(method, options);
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof Storage && this.measured.containsKey(bean);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		Storage client = (bean instanceof Storage) ? this.measured.remove(bean) : null;
		if (client != null) {
			try {
				client.close();
			}
			catch (Exception ex) {
				failures().record("closing a gRPC client", ex);
			}
		}
	}

	/**
	 * The interceptors of a client with the measuring one before them. Serialized options
	 * contain only the interceptors that they had before.
	 */
	private static final class InstrumentedInterceptorProvider implements GrpcInterceptorProvider, Serializable {

		private final transient ClientInterceptor interceptor;

		private final transient GrpcInterceptorProvider others;

		InstrumentedInterceptorProvider(ClientInterceptor interceptor, GrpcInterceptorProvider others) {
			this.interceptor = interceptor;
			this.others = others;
		}

		@Override
		public List<ClientInterceptor> getInterceptors() {
			List<ClientInterceptor> interceptors = new ArrayList<>();
			interceptors.add(this.interceptor);
			interceptors.addAll(this.others.getInterceptors());
			return interceptors;
		}

		private Object writeReplace() {
			return this.others;
		}

	}

}
