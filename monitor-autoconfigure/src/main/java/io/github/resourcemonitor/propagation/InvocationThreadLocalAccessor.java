package io.github.resourcemonitor.propagation;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.invocation.Invocations;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Accessor through which Micrometer's context propagation carries the invocation of a
 * thread. The key is the {@link Invocations} object itself, so that the monitors of
 * several application contexts are independent.
 */
public final class InvocationThreadLocalAccessor implements ThreadLocalAccessor<Invocation>, AutoCloseable {

	private final Invocations invocations;

	private final ContextRegistry registry;

	/**
	 * Create a new accessor and register it until it is closed.
	 * @param invocations the invocations
	 * @param registry the registry
	 */
	public InvocationThreadLocalAccessor(Invocations invocations, ContextRegistry registry) {
		this.invocations = invocations;
		this.registry = registry;
		registry.registerThreadLocalAccessor(this);
	}

	@Override
	public Object key() {
		return this.invocations;
	}

	@Override
	public @Nullable Invocation getValue() {
		return this.invocations.capture();
	}

	@Override
	public void setValue(Invocation value) {
		this.invocations.attach(value);
	}

	@Override
	public void setValue() {
		this.invocations.attach(null);
	}

	@Override
	public void restore(Invocation previousValue) {
		this.invocations.restore(previousValue);
	}

	@Override
	public void restore() {
		this.invocations.restore(null);
	}

	/**
	 * Remove this accessor from the registry.
	 */
	@Override
	public void close() {
		this.registry.removeThreadLocalAccessor(key());
	}

}
