package io.github.resourcemonitor.aop;

import io.github.resourcemonitor.record.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * What causes the calls of frameworks. Safe for use by any thread.
 */
final class EntryPointTriggers {

	private final CloudEvents events = new CloudEvents();

	/**
	 * Return what has caused a call.
	 * @param kind the kind of method
	 * @param arguments those of the call
	 * @return the trigger
	 */
	Trigger of(EntryPointKind kind, @Nullable Object[] arguments) {
		return switch (kind) {
			case SCHEDULED -> Trigger.TIMER;
			case MESSAGES -> Trigger.PUBSUB;
			case EVENTS -> this.events.triggerOf(arguments);
		};
	}

}
