package io.github.resourcemonitor.invocation;

import org.jspecify.annotations.Nullable;

/**
 * A correlation context with one value for each thread, which fails on request.
 */
public final class FakeCorrelation implements CorrelationContext {

	volatile boolean failsToGet;

	volatile boolean failsToSet;

	volatile int changes;

	private final ThreadLocal<@Nullable String> value = new ThreadLocal<>();

	@Override
	public @Nullable String get() {
		if (this.failsToGet) {
			throw new IllegalStateException("on purpose");
		}
		return this.value.get();
	}

	@Override
	public void set(@Nullable String id) {
		this.changes++;
		if (this.failsToSet) {
			throw new LinkageError("on purpose");
		}
		this.value.set(id);
	}

}
