package io.github.resourcemonitor.stress;

import java.util.Objects;

import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.HandlerSummary;
import io.github.resourcemonitor.record.InvocationRecord;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;

/**
 * {@link HandlerSummaries}: each invocation is counted once. The results are the number
 * of summaries, of invocations, of errors, and the sum of durations.
 */
public final class HandlerSummariesStress {

	private static final InvocationRecord A = Records.of("a", io.github.resourcemonitor.record.Outcome.SUCCESS, 10);

	private static final InvocationRecord A_ERROR = Records.of("a", io.github.resourcemonitor.record.Outcome.ERROR,
			100);

	private static final InvocationRecord B = Records.of("b", io.github.resourcemonitor.record.Outcome.ERROR, 1000);

	private HandlerSummariesStress() {
	}

	private static void result(HandlerSummaries summaries, JJJJ_Result r) {
		for (HandlerSummary summary : summaries.findAll()) {
			r.r1++;
			r.r2 += summary.count();
			r.r3 += summary.errors();
			r.r4 += Objects.requireNonNull(summary.durationNanos()).total();
		}
	}

	/**
	 * Invocations of one handler.
	 */
	@JCStressTest
	@Outcome(id = "1, 4, 2, 220", expect = Expect.ACCEPTABLE, desc = "All are counted")
	@State
	public static class OneHandler {

		private final HandlerSummaries summaries = new HandlerSummaries(2);

		@Actor
		public void first() {
			this.summaries.add(A);
			this.summaries.add(A_ERROR);
		}

		@Actor
		public void second() {
			this.summaries.add(A_ERROR);
			this.summaries.add(A);
		}

		@Arbiter
		public void arbiter(JJJJ_Result r) {
			result(this.summaries, r);
		}

	}

	/**
	 * Invocations of more handlers than there is room for; one thread reads in between.
	 */
	@JCStressTest
	@Outcome(id = "2, 4, 3, 1210", expect = Expect.ACCEPTABLE, desc = "All are counted")
	@State
	public static class MoreHandlersThanPlaces {

		private final HandlerSummaries summaries = new HandlerSummaries(1);

		@Actor
		public void first() {
			this.summaries.add(A);
			this.summaries.add(A_ERROR);
		}

		@Actor
		public void second() {
			this.summaries.add(B);
			this.summaries.findAll();
			this.summaries.add(A_ERROR);
		}

		@Arbiter
		public void arbiter(JJJJ_Result r) {
			result(this.summaries, r);
		}

	}

}
