package io.github.resourcemonitor.stress;

import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InvocationLedger;
import io.github.resourcemonitor.share.Shares;
import io.github.resourcemonitor.share.UnsharedUsage;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJI_Result;

/**
 * {@link InvocationLedger}: the shares of all invocations and what is not shared are
 * exactly the total, and no invocation is active in the end. The first two results are
 * the differences to the totals of wall time and of the counter.
 */
public final class InvocationLedgerStress {

	private InvocationLedgerStress() {
	}

	/**
	 * Two invocations, during which the counter grows.
	 */
	@JCStressTest
	@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The sum is exactly the total")
	@State
	public static class TwoInvocations {

		private final Measured measured = new Measured();

		private InvocationLedger.@Nullable Activity first;

		private InvocationLedger.@Nullable Activity second;

		@Actor
		public void first() {
			InvocationLedger.Mark mark = this.measured.start();
			this.measured.update(501);
			this.first = this.measured.end(mark);
		}

		@Actor
		public void second() {
			InvocationLedger.Mark mark = this.measured.start();
			this.measured.update(1003);
			this.second = this.measured.end(mark);
		}

		@Arbiter
		public void result(JJI_Result r) {
			this.measured.result(r, this.first, this.second);
		}

	}

	/**
	 * Two invocations, while another thread updates the counter.
	 */
	@JCStressTest
	@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The sum is exactly the total")
	@State
	public static class UpdateByAnother {

		private final Measured measured = new Measured();

		private InvocationLedger.@Nullable Activity first;

		private InvocationLedger.@Nullable Activity second;

		@Actor
		public void first() {
			this.first = this.measured.end(this.measured.start());
		}

		@Actor
		public void second() {
			this.second = this.measured.end(this.measured.start());
		}

		@Actor
		public void update() {
			this.measured.update(501);
			this.measured.update(1003);
		}

		@Arbiter
		public void result(JJI_Result r) {
			this.measured.result(r, this.first, this.second);
		}

	}

	/**
	 * Each thread reads its shares as soon as its invocation has ended.
	 */
	@JCStressTest
	@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The sum is exactly the total")
	@State
	public static class EarlyReaders {

		private final Measured measured = new Measured();

		private InvocationLedger.@Nullable Activity first;

		private InvocationLedger.@Nullable Activity second;

		private long early;

		private long earlyToo;

		@Actor
		public void first() {
			InvocationLedger.Mark mark = this.measured.start();
			this.measured.update(501);
			InvocationLedger.Activity activity = this.measured.end(mark);
			this.early = Measured.counter(activity) + Measured.wallNanos(activity);
			this.first = activity;
		}

		@Actor
		public void second() {
			InvocationLedger.Mark mark = this.measured.start();
			this.measured.update(1003);
			InvocationLedger.Activity activity = this.measured.end(mark);
			this.earlyToo = Measured.counter(activity) + Measured.wallNanos(activity);
			this.second = activity;
		}

		@Arbiter
		public void result(JJI_Result r) {
			this.measured.result(r, this.first, this.second);
			if (this.early != Measured.counter(this.first) + Measured.wallNanos(this.first)
					|| this.earlyToo != Measured.counter(this.second) + Measured.wallNanos(this.second)) {
				throw new IllegalStateException("The shares have changed after the end");
			}
		}

	}

	/**
	 * An invocation with a nested one, and another invocation.
	 */
	@JCStressTest
	@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The sum is exactly the total")
	@State
	public static class Nested {

		private final Measured measured = new Measured();

		private InvocationLedger.@Nullable Activity outer;

		private InvocationLedger.@Nullable Activity other;

		@Actor
		public void nested() {
			InvocationLedger.Mark outer = this.measured.start();
			InvocationLedger.Mark inner = this.measured.startNested();
			this.measured.update(501);
			if (this.measured.end(inner).shares() != null) {
				throw new IllegalStateException("A nested invocation has a share of its own");
			}
			this.outer = this.measured.end(outer);
		}

		@Actor
		public void other() {
			InvocationLedger.Mark mark = this.measured.start();
			this.measured.update(1003);
			this.other = this.measured.end(mark);
		}

		@Arbiter
		public void result(JJI_Result r) {
			this.measured.result(r, this.outer, this.other);
		}

	}

	/**
	 * A ledger with one counter and a manual clock, both of which begin at 0.
	 */
	private static final class Measured {

		private static final long TOTAL = 1003;

		private final InvocationLedger ledger = new InvocationLedger(1);

		private final AtomicLong clock = new AtomicLong();

		Measured() {
			this.ledger.end(this.ledger.start(0, false), 0);
			this.ledger.update(0, new long[1]);
		}

		InvocationLedger.Mark start() {
			return this.ledger.start(this.clock.addAndGet(7), false);
		}

		InvocationLedger.Mark startNested() {
			return this.ledger.start(this.clock.addAndGet(7), true);
		}

		InvocationLedger.Activity end(InvocationLedger.Mark mark) {
			return this.ledger.end(mark, this.clock.addAndGet(7));
		}

		void update(long value) {
			this.ledger.update(this.clock.get(), new long[] { value });
		}

		static long wallNanos(InvocationLedger.@Nullable Activity activity) {
			return (activity != null) ? new FairShare(activity::shares, 0, 0).wallNanos() : 0;
		}

		static long counter(InvocationLedger.@Nullable Activity activity) {
			Shares shares = (activity != null) ? activity.shares() : null;
			long part = (shares != null) ? shares.counter(0) : 0;
			return (part != Shares.UNKNOWN) ? part : 0;
		}

		void result(JJI_Result r, InvocationLedger.@Nullable Activity first,
				InvocationLedger.@Nullable Activity second) {
			check(first);
			check(second);
			// The last event may have been added before one with an earlier time.
			this.ledger.end(this.ledger.start(this.clock.get(), true), this.clock.get());
			UnsharedUsage unshared = this.ledger.unshared(this.clock.get());
			r.r1 = wallNanos(first) + wallNanos(second) + unshared.wallNanos() - this.clock.get();
			r.r2 = counter(first) + counter(second) + unshared.counters()[0] - TOTAL;
			r.r3 = this.ledger.active();
		}

		private static void check(InvocationLedger.@Nullable Activity activity) {
			if (activity == null) {
				throw new IllegalStateException("No end");
			}
			int max = activity.concurrency().max();
			double mean = activity.concurrency().mean();
			if (max < 1 || max > 2 || mean < 1 || mean > max) {
				throw new IllegalStateException("Impossible concurrency: " + activity.concurrency());
			}
		}

	}

}
