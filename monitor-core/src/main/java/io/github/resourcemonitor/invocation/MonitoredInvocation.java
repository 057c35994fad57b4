package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.InvocationScope;
import org.jspecify.annotations.Nullable;

/**
 * An invocation together with the scope that is returned to the code that started it.
 */
class MonitoredInvocation extends ActiveInvocation implements InvocationScope {

	private final AsyncCompletion completion;

	MonitoredInvocation(MonitorComponents components, ProcessReadings readings, AnchoredClock wallClock,
			FunctionInstance instance, long sequence, String handler, @Nullable ActiveInvocation parent,
			AsyncCompletion completion) {
		super(components, readings, wallClock, instance, sequence, handler, parent);
		this.completion = completion;
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <T extends @Nullable Object> T closeWith(T result) {
		return (T) this.completion.end(this, result);
	}

	@Override
	public void close() {
		this.completion.end().end(this, null);
	}

}
