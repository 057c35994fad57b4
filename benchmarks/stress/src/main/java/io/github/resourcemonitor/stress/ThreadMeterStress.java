package io.github.resourcemonitor.stress;

import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.attribution.ThreadMeter;
import io.github.resourcemonitor.attribution.ThreadMeters;
import io.github.resourcemonitor.failure.Failures;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;

/**
 * {@link ThreadMeter}: while other threads settle, what the thread uses is charged once,
 * to the account that it works for. The results are the CPU time and the bytes of the
 * first account, the CPU time of the second one, and what is owned by both.
 */
public final class ThreadMeterStress {

	private ThreadMeterStress() {
	}

	/**
	 * The thread works for one account, then for another one, then for none.
	 */
	@JCStressTest
	@Outcome(id = "100, 100, 20, 120", expect = Expect.ACCEPTABLE, desc = "Charged once, to the right account")
	@State
	public static class Switch {

		private final Metered metered = new Metered();

		@Actor
		public void thread() {
			this.metered.work();
		}

		@Actor
		public void other() {
			this.metered.meter.settle();
		}

		@Arbiter
		public void result(JJJJ_Result r) {
			this.metered.result(r);
		}

	}

	/**
	 * As before, with two other threads, one of which settles twice.
	 */
	@JCStressTest
	@Outcome(id = "100, 100, 20, 120", expect = Expect.ACCEPTABLE, desc = "Charged once, to the right account")
	@State
	public static class SwitchWithTwoOthers {

		private final Metered metered = new Metered();

		@Actor
		public void thread() {
			this.metered.work();
		}

		@Actor
		public void other() {
			this.metered.meter.settle();
			this.metered.meter.settle();
		}

		@Actor
		public void third() {
			this.metered.meter.settle();
		}

		@Arbiter
		public void result(JJJJ_Result r) {
			this.metered.result(r);
		}

	}

	/**
	 * The thread returns to the account that it left.
	 */
	@JCStressTest
	@Outcome(id = "140, 140, 20, 160", expect = Expect.ACCEPTABLE, desc = "Charged once, to the right account")
	@State
	public static class Return {

		private final Metered metered = new Metered();

		@Actor
		public void thread() {
			this.metered.work();
			this.metered.workForFirst();
		}

		@Actor
		public void other() {
			this.metered.meter.settle();
			this.metered.meter.settle();
		}

		@Arbiter
		public void result(JJJJ_Result r) {
			this.metered.result(r);
		}

	}

	/**
	 * A thread whose clock is manual, with the accounts that it works for.
	 */
	private static final class Metered {

		private static final Thread THREAD = new Thread();

		private static final Failures FAILURES = new Failures();

		private final AtomicLong clock = new AtomicLong(5_000);

		private final Sum first = new Sum();

		private final Sum second = new Sum();

		private final ThreadMeter meter = new ThreadMeters(new SameClock(this.clock), FAILURES).create(THREAD);

		Metered() {
			this.meter.switchTo(this.first);
		}

		void work() {
			this.clock.addAndGet(100);
			this.meter.switchTo(this.second);
			this.clock.addAndGet(20);
			this.meter.switchTo(null);
			this.clock.addAndGet(3);
		}

		void workForFirst() {
			this.meter.switchTo(this.first);
			this.clock.addAndGet(40);
			this.meter.switchTo(null);
		}

		void result(JJJJ_Result r) {
			if (!FAILURES.summaries().isEmpty()) {
				throw new IllegalStateException(FAILURES.summaries().toString());
			}
			r.r1 = this.first.cpuNanos.get();
			r.r2 = this.first.allocatedBytes.get();
			r.r3 = this.second.cpuNanos.get();
			r.r4 = this.meter.ownedCpu();
		}

	}

	/**
	 * Account that only adds.
	 */
	private static final class Sum implements Account {

		private final AtomicLong cpuNanos = new AtomicLong();

		private final AtomicLong allocatedBytes = new AtomicLong();

		@Override
		public void charge(long cpuNanos, long allocatedBytes) {
			this.cpuNanos.addAndGet(cpuNanos);
			this.allocatedBytes.addAndGet(allocatedBytes);
		}

		@Override
		public Account monitor() {
			return this;
		}

	}

	/**
	 * Clocks that read the same for CPU time and bytes, and on any thread.
	 *
	 * @param value the value
	 */
	private record SameClock(AtomicLong value) implements ThreadClocks {

		@Override
		public long cpuNanos() {
			return this.value.get();
		}

		@Override
		public long allocatedBytes() {
			return this.value.get();
		}

		@Override
		public long cpuNanos(Thread thread) {
			return this.value.get();
		}

		@Override
		public long allocatedBytes(Thread thread) {
			return this.value.get();
		}

		@Override
		public long resolutionNanos() {
			return 0;
		}

	}

}
