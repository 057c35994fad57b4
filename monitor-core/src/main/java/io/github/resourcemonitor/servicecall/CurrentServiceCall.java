package io.github.resourcemonitor.servicecall;

import org.jspecify.annotations.Nullable;

/**
 * Which service call each thread is making: requests that clients send meanwhile are part
 * of it. All methods are about the calling thread.
 */
public final class CurrentServiceCall {

	/**
	 * Bindings that are never closed would pile up on a pooled thread.
	 */
	private static final int MAX_BINDINGS = 100;

	private final ThreadLocal<@Nullable Binding> top = new ThreadLocal<>();

	/**
	 * Return the call that the thread is making.
	 * @return the innermost call, {@code null} if there is none
	 */
	public @Nullable ServiceCall get() {
		Binding binding = top();
		return (binding != null) ? binding.call : null;
	}

	/**
	 * Have the thread make a call, or none, until the binding is closed.
	 * @param call the call, {@code null} for none
	 * @return the binding; where another thread closes it, this one passes it over
	 */
	public Binding bind(@Nullable ServiceCall call) {
		Binding below = top();
		Binding binding = new Binding(call, (below != null && below.height < MAX_BINDINGS) ? below : null);
		this.top.set(binding);
		return binding;
	}

	/**
	 * Have the thread go back to the call that it was making before, closing what was
	 * bound since.
	 * @param call the call, {@code null} for none
	 */
	public void backTo(@Nullable ServiceCall call) {
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
	 * The time in which a thread makes a call.
	 */
	public final class Binding {

		private final @Nullable ServiceCall call;

		private final @Nullable Binding below;

		private final int height;

		private volatile boolean closed;

		private Binding(@Nullable ServiceCall call, @Nullable Binding below) {
			this.call = call;
			this.below = below;
			this.height = (below != null) ? below.height + 1 : 1;
		}

		/**
		 * End it. Closing twice does nothing.
		 */
		public void close() {
			this.closed = true;
			top();
		}

	}

}
