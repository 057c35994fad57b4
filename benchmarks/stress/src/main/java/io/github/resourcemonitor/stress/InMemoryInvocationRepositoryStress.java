package io.github.resourcemonitor.stress;

import java.util.List;

import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * {@link InMemoryInvocationRepository}: the latest records are kept, never an older one
 * in place of a newer one. The result lists the numbers of the records, latest first, and
 * {@code s} after the number of one that still has its samples.
 */
public final class InMemoryInvocationRepositoryStress {

	private static final InvocationRecord[] PLAIN = { Records.of(0), Records.of(1), Records.of(2), Records.of(3),
			Records.of(4) };

	private static final InvocationRecord[] SAMPLED = { Records.withSamples(0), Records.withSamples(1),
			Records.withSamples(2), Records.withSamples(3), Records.withSamples(4) };

	private InMemoryInvocationRepositoryStress() {
	}

	private static String kept(InMemoryInvocationRepository repository) {
		StringBuilder result = new StringBuilder();
		for (InvocationRecord record : repository.findAll()) {
			result.append(record.sequence());
			result.append((record.samples() != null) ? "s" : "");
		}
		return result.toString();
	}

	/**
	 * Place for one record; two threads add two each.
	 */
	@JCStressTest
	@Outcome(id = { "2", "4" }, expect = Expect.ACCEPTABLE, desc = "The latest record")
	@State
	public static class CapacityOfOne {

		private final InMemoryInvocationRepository repository = new InMemoryInvocationRepository(1, 0);

		@Actor
		public void first() {
			this.repository.add(PLAIN[1]);
			this.repository.add(PLAIN[2]);
		}

		@Actor
		public void second() {
			this.repository.add(PLAIN[3]);
			this.repository.add(PLAIN[4]);
		}

		@Arbiter
		public void result(L_Result r) {
			r.r1 = kept(this.repository);
		}

	}

	/**
	 * Place for two records; two threads add two each.
	 */
	@JCStressTest
	@Outcome(id = { "21", "24", "42", "43" }, expect = Expect.ACCEPTABLE, desc = "The latest records")
	@State
	public static class CapacityOfTwo {

		private final InMemoryInvocationRepository repository = new InMemoryInvocationRepository(2, 0);

		@Actor
		public void first() {
			this.repository.add(PLAIN[1]);
			this.repository.add(PLAIN[2]);
		}

		@Actor
		public void second() {
			this.repository.add(PLAIN[3]);
			this.repository.add(PLAIN[4]);
		}

		@Arbiter
		public void result(L_Result r) {
			r.r1 = kept(this.repository);
		}

	}

	/**
	 * Place for two records; three threads add one each.
	 */
	@JCStressTest
	@Outcome(id = { "12", "13", "21", "23", "31", "32" }, expect = Expect.ACCEPTABLE, desc = "Two of the records")
	@State
	public static class ThreeThreads {

		private final InMemoryInvocationRepository repository = new InMemoryInvocationRepository(2, 0);

		@Actor
		public void first() {
			this.repository.add(PLAIN[1]);
		}

		@Actor
		public void second() {
			this.repository.add(PLAIN[2]);
		}

		@Actor
		public void third() {
			this.repository.add(PLAIN[3]);
		}

		@Arbiter
		public void result(L_Result r) {
			r.r1 = kept(this.repository);
		}

	}

	/**
	 * One thread reads while another one adds. A record may be missing while one takes
	 * its place.
	 */
	@JCStressTest
	@Outcome(id = { "1", "21", "2", "32", "3", "43", "4", "" }, expect = Expect.ACCEPTABLE,
			desc = "Records that were the latest at one time")
	@State
	public static class Reader {

		private final InMemoryInvocationRepository repository = new InMemoryInvocationRepository(2, 0);

		public Reader() {
			this.repository.add(PLAIN[1]);
		}

		@Actor
		public void writer() {
			this.repository.add(PLAIN[2]);
			this.repository.add(PLAIN[3]);
			this.repository.add(PLAIN[4]);
		}

		@Actor
		public void reader(L_Result r) {
			List<InvocationRecord> records = this.repository.findAll();
			StringBuilder result = new StringBuilder();
			records.forEach((record) -> result.append(record.sequence()));
			r.r1 = result.toString();
		}

	}

	/**
	 * Place for two records, but for the samples of one only; two threads add one each.
	 */
	@JCStressTest
	@Outcome(id = { "1s2", "2s1" }, expect = Expect.ACCEPTABLE, desc = "The samples of the latest record")
	@State
	public static class Samples {

		private final InMemoryInvocationRepository repository = new InMemoryInvocationRepository(2,
				Records.SAMPLES_BYTES);

		@Actor
		public void first() {
			this.repository.add(SAMPLED[1]);
		}

		@Actor
		public void second() {
			this.repository.add(SAMPLED[2]);
		}

		@Arbiter
		public void result(L_Result r) {
			r.r1 = kept(this.repository);
		}

	}

	/**
	 * As before, but both threads add two records, so that records with samples are
	 * replaced while others lose theirs.
	 */
	@JCStressTest
	@Outcome(id = { "2s1", "2s4", "4s2", "4s3" }, expect = Expect.ACCEPTABLE, desc = "The samples of the latest record")
	@State
	public static class ReplacedSamples {

		private final InMemoryInvocationRepository repository = new InMemoryInvocationRepository(2,
				Records.SAMPLES_BYTES);

		@Actor
		public void first() {
			this.repository.add(SAMPLED[1]);
			this.repository.add(SAMPLED[2]);
		}

		@Actor
		public void second() {
			this.repository.add(SAMPLED[3]);
			this.repository.add(SAMPLED[4]);
		}

		@Arbiter
		public void result(L_Result r) {
			r.r1 = kept(this.repository);
		}

	}

}
