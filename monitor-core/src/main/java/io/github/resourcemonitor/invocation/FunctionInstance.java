package io.github.resourcemonitor.invocation;

import java.util.function.LongSupplier;

import io.github.resourcemonitor.record.FunctionIdentity;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the function that this process is. It is the first one until the process
 * is restored from a checkpoint; others may be restored from the same checkpoint, so each
 * is a new instance, whose invocations are numbered from 1. Immutable.
 *
 * @param identity the identity
 * @param startedBefore the number of invocations that started in earlier instances
 * @param ageNanos supplies the time since the instance started, in nanoseconds
 * @param before the instance before this one; {@code null} if it is the first
 */
record FunctionInstance(FunctionIdentity identity, long startedBefore, LongSupplier ageNanos,
		@Nullable FunctionInstance before) {

	/**
	 * Return the instance after this one.
	 * @param next its identity
	 * @param started the number of invocations that have started so far
	 * @param age supplies its age
	 */
	FunctionInstance next(FunctionIdentity next, long started, LongSupplier age) {
		// Only one is kept: nothing that starts now started two instances ago.
		return new FunctionInstance(next, started, age,
				new FunctionInstance(this.identity, this.startedBefore, this.ageNanos, null));
	}

	/**
	 * Return the instance in which an invocation started.
	 * @param sequence the ordinal of the invocation in all instances
	 */
	FunctionInstance of(long sequence) {
		FunctionInstance earlier = this.before;
		return (sequence > this.startedBefore || earlier == null) ? this : earlier;
	}

	/**
	 * Return the ordinal of an invocation in this instance.
	 * @param sequence its ordinal in all instances
	 */
	long ordinal(long sequence) {
		return sequence - this.startedBefore;
	}

}
