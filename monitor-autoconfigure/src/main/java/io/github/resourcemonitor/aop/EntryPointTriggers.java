package io.github.resourcemonitor.aop;

import java.util.function.Function;

import io.github.resourcemonitor.record.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * What causes the calls of frameworks. Safe for use by any thread.
 */
final class EntryPointTriggers {

	private final CloudEvents events = new CloudEvents();

	/**
	 * Return what has caused a call.
	 * @param <C> the type of the call
	 * @param kind the kind of method
	 * @param call the call
	 * @param arguments returns its arguments, which may be copied for it
	 * @return the trigger
	 */
	<C> Trigger of(EntryPointKind kind, C call, Function<C, @Nullable Object[]> arguments) {
		return switch (kind) {
			case SCHEDULED -> Trigger.TIMER;
			case MESSAGES -> Trigger.PUBSUB;
			case EVENTS -> this.events.triggerOf(arguments.apply(call));
		};
	}

}
