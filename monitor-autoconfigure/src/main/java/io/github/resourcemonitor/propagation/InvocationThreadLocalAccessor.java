package io.github.resourcemonitor.propagation;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.invocation.Invocations;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the invocation of a thread a part of what Micrometer's context propagation
 * carries. The key is the {@link Invocations} themselves, so that monitors of several
 * application contexts do not see each other.
 */
public final class InvocationThreadLocalAccessor implements ThreadLocalAccessor<Invocation>, AutoCloseable {

	private final Invocations invocations;

	private final ContextRegistry registry;

	/**
	 * Create a new accessor, which takes part until it is closed.
	 * @param invocations the invocations
	 * @param registry where it takes part
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
	 * Take part no more.
	 */
	@Override
	public void close() {
		this.registry.removeThreadLocalAccessor(key());
	}

}
