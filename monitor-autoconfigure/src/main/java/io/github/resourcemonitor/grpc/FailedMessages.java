package io.github.resourcemonitor.grpc;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * The messages of attempts that failed. A client that repeats a call sends the same
 * object again, from a thread of its own that works for no invocation, and nothing else
 * tells that it does. The latest are remembered as long as somebody else has them. Safe
 * for use by any thread.
 */
final class FailedMessages {

	private static final int MAX_MESSAGES = 100;

	private final Deque<FailedMessage> messages = new ArrayDeque<>();

	private volatile boolean any;

	/**
	 * Add the message of an attempt that failed.
	 * @param message the message
	 * @param operation what was called
	 * @param context what it was sent for
	 * @param key what a repetition has in common with the attempt
	 */
	synchronized void add(WeakReference<Object> message, ServiceOperation operation, @Nullable Invocation context,
			String key) {
		this.messages.removeIf((each) -> each.message.refersTo(null));
		if (this.messages.size() >= MAX_MESSAGES) {
			this.messages.removeFirst();
		}
		this.messages
			.addLast(new FailedMessage(message, operation, new WeakReference<>(context), context == null, key));
		this.any = true;
	}

	/**
	 * Take out what is known of a message that is being sent.
	 * @param message the message
	 * @param operation what is called
	 * @param context what it is sent for; an application that sends the same object for
	 * another invocation repeats nothing
	 * @return what it has in common with an attempt that failed, {@code null} if there is
	 * none
	 */
	@Nullable String take(Object message, ServiceOperation operation, @Nullable Invocation context) {
		return this.any ? find(message, operation, context) : null;
	}

	private synchronized @Nullable String find(Object message, ServiceOperation operation,
			@Nullable Invocation context) {
		for (Iterator<FailedMessage> each = this.messages.iterator(); each.hasNext();) {
			FailedMessage failed = each.next();
			if (failed.message.refersTo(message) && failed.operation.equals(operation) && failed.isFor(context)) {
				each.remove();
				this.any = !this.messages.isEmpty();
				return failed.key;
			}
		}
		return null;
	}

	private record FailedMessage(WeakReference<Object> message, ServiceOperation operation,
			WeakReference<Invocation> context, boolean outside, String key) {

		boolean isFor(@Nullable Invocation other) {
			return other == null || (!this.outside && Objects.equals(this.context.get(), other));
		}

	}

}
