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
 * The messages of failed attempts. A client that retries a call sends the same object
 * again, from a thread of its own without an invocation; nothing else identifies the
 * retry. The latest are kept, by weak references. Safe for use by any thread.
 */
final class FailedMessages {

	private static final int MAX_MESSAGES = 100;

	private final Deque<FailedMessage> messages = new ArrayDeque<>();

	private volatile boolean any;

	/**
	 * Add the message of a failed attempt.
	 * @param message the message
	 * @param operation the operation that was called
	 * @param context the invocation that it was sent for
	 * @param key the key that a retry has in common with the attempt
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
	 * Find and remove the failed attempt that a message being sent retries.
	 * @param message the message
	 * @param operation the operation that is called
	 * @param context the invocation that it is sent for; sending the same object for
	 * another invocation is not a retry
	 * @return the key that it has in common with the failed attempt, {@code null} if
	 * there is none
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
