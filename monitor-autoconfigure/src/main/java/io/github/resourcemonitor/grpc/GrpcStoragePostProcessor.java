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
 * Builds clients of Cloud Storage that are beans and use gRPC anew, from their own
 * options, with an interceptor before those that they have.
 * <p>
 * The original never connects. It stays as it is, because somebody else may have it, and
 * the application context closes it; the measured client is closed with it.
 */
public final class GrpcStoragePostProcessor extends ClientPostProcessor implements DestructionAwareBeanPostProcessor {

	private static final String CURE = "Declare the client as a bean that is what its options build, or give its "
			+ "options the interceptor of the bean 'resourceMonitorGrpcInstrumentation'";

	private final GrpcInstrumentation instrumentation;

	/**
	 * The measured clients, by their originals.
	 */
	private final Map<Object, Storage> measured = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures channels
	 * @param uninstrumented is told which clients cannot be measured
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
			return leave(client, beanName, "it is not what its options build, but something round it");
		}
		GrpcInterceptorProvider interceptors = interceptors(options);
		if (interceptors == null) {
			return leave(client, beanName, "the interceptors that it has cannot be read");
		}
		if (interceptors instanceof InstrumentedInterceptorProvider) {
			return null;
		}
		Storage measured = options.toBuilder()
			.setGrpcInterceptorProvider(
					new InstrumentedInterceptorProvider(this.instrumentation.interceptor(), interceptors))
			// The one thing that the builder does not take over from the options.
			.setHeaderProvider(options.getMergedHeaderProvider(Map::of))
			.build()
			.getService();
		this.measured.put(client, measured);
		return measured;
	}

	private @Nullable Storage leave(Storage client, String beanName, String problem) {
		reportUninstrumented(client, beanName, problem, CURE);
		return null;
	}

	/**
	 * The options keep their interceptors, but do not tell them everybody.
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
	 * Interceptors of which the first that was given measures. Options can be serialized:
	 * with those that they had.
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
