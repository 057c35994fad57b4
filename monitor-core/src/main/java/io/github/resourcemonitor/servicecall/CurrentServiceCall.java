package io.github.resourcemonitor.servicecall;

import io.github.resourcemonitor.attribution.ThreadScope;
import org.jspecify.annotations.Nullable;

/**
 * Current service call of each thread: requests that clients send on the thread are part
 * of it. All methods apply to the calling thread.
 *
 * @param <C> the type of the calls
 */
public final class CurrentServiceCall<C> {

	/**
	 * Limit for bindings that are never closed, which would otherwise accumulate on a
	 * pooled thread.
	 */
	private static final int MAX_BINDINGS = 100;

	private final ThreadLocal<@Nullable Binding> top = new ThreadLocal<>();

	/**
	 * Return the current call of the thread.
	 * @return the innermost call, {@code null} if there is none
	 */
	public @Nullable C get() {
		Binding binding = top();
		return (binding != null) ? binding.call : null;
	}

	/**
	 * Make a call current on the thread until the scope is closed.
	 * @param call the call, {@code null} for none
	 * @return the scope; if another thread closes it, this thread removes it later
	 */
	public ThreadScope bind(@Nullable C call) {
		Binding below = top();
		Binding binding = new Binding(call, (below != null && below.depth < MAX_BINDINGS) ? below : null);
		this.top.set(binding);
		return binding;
	}

	/**
	 * Make a call current again that was current on the thread before, closing the scopes
	 * that were opened since.
	 * @param call the call, {@code null} for none
	 */
	public void restore(@Nullable C call) {
		Binding binding = top();
		while (binding != null && binding.call != call) {
			binding.closed = true;
			binding = top();
		}
		if (binding == null && call != null) {
			bind(call);
		}
	}

	private @Nullable Binding top() {
		Binding first = this.top.get();
		Binding binding = first;
		while (binding != null && binding.closed) {
			binding = binding.below;
		}
		if (binding == null && first != null) {
			this.top.remove();
		}
		else if (binding != first) {
			this.top.set(binding);
		}
		return binding;
	}

	/**
	 * Scope in which a call is current on a thread.
	 */
	private final class Binding implements ThreadScope {

		private final @Nullable C call;

		private final @Nullable Binding below;

		private final int depth;

		private volatile boolean closed;

		private Binding(@Nullable C call, @Nullable Binding below) {
			this.call = call;
			this.below = below;
			this.depth = (below != null) ? below.depth + 1 : 1;
		}

		@Override
		public void close() {
			this.closed = true;
			top();
		}

	}

}
