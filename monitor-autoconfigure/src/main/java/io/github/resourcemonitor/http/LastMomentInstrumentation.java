package io.github.resourcemonitor.http;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Instruments a client when its builder builds it, so that nothing that was set on the
 * builder before, such as a request factory or a filter, removes the measurement. The
 * builder, its clones, and those that the client returns for its variants are proxies;
 * that a proxy needs no knowledge of the interfaces lets it work with each version of
 * them. Safe for use by any thread.
 *
 * @param <B> the type of the builder, an interface
 * @param <C> the type of the client, an interface
 */
final class LastMomentInstrumentation<B, C> {

	private final Class<B> builderType;

	private final Class<C> clientType;

	private final Consumer<? super B> instrumentation;

	private final Failures failures;

	/**
	 * Create a new instrumentation.
	 * @param builderType the type of the builder
	 * @param clientType the type of the client
	 * @param instrumentation instruments a builder whose client is about to be built
	 * @param failures the failures of the monitor itself
	 */
	LastMomentInstrumentation(Class<B> builderType, Class<C> clientType, Consumer<? super B> instrumentation,
			Failures failures) {
		this.builderType = builderType;
		this.clientType = clientType;
		this.instrumentation = instrumentation;
		this.failures = failures;
	}

	/**
	 * Return whether a client or builder may be replaced: other classes may be injected
	 * by their own type.
	 * @param client the client or builder
	 * @param api the interface of Spring that it implements
	 */
	static boolean isSpringsOwn(Object client, Class<?> api) {
		return client.getClass().getPackageName().equals(api.getPackageName());
	}

	/**
	 * Return a builder of instrumented clients. One that is not Spring's own is
	 * instrumented as it is now, because it cannot be replaced.
	 * @param builder the builder to use for that
	 * @return the builder; the same instance if it is one already, or is not Spring's own
	 */
	B builder(B builder) {
		if (!isReplaced(builder) && !isSpringsOwn(builder, this.builderType)) {
			instrument(builder);
			return builder;
		}
		return proxy(this.builderType, builder);
	}

	/**
	 * Return a client whose variants are instrumented.
	 * @param client the client, which is instrumented itself
	 * @return the client; the same instance if it is one already
	 */
	C client(C client) {
		return proxy(this.clientType, client);
	}

	private <T> T proxy(Class<T> type, T target) {
		return isReplaced(target) ? target : type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, new Delegation(target)));
	}

	private static boolean isReplaced(Object target) {
		return Proxy.isProxyClass(target.getClass())
				&& Proxy.getInvocationHandler(target) instanceof LastMomentInstrumentation<?, ?>.Delegation;
	}

	private void instrument(B builder) {
		this.failures.guard("instrumentation of an HTTP client", () -> this.instrumentation.accept(builder));
	}

	private @Nullable Object invoke(Object proxy, Object target, Method method, @Nullable Object @Nullable [] args)
			throws Throwable {
		if (method.getName().equals("equals") && args != null && args.length == 1) {
			return proxy == args[0];
		}
		if (method.getName().equals("build") && this.builderType.isInstance(target)) {
			instrument(this.builderType.cast(target));
		}
		Object result;
		try {
			result = method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		if (result == target) {
			return proxy;
		}
		if (this.builderType.isInstance(result)) {
			return builder(this.builderType.cast(result));
		}
		return this.clientType.isInstance(result) ? client(this.clientType.cast(result)) : result;
	}

	/**
	 * Calls the methods of a builder or a client.
	 */
	private final class Delegation implements InvocationHandler {

		private final Object target;

		Delegation(Object target) {
			this.target = target;
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
				throws Throwable {
			return LastMomentInstrumentation.this.invoke(proxy, this.target, method, args);
		}

	}

}
