package io.github.resourcemonitor.stress;

import io.github.resourcemonitor.concurrent.Journal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * {@link Journal}: no entry is lost, none is applied twice, the entries of one thread are
 * applied in their order, and a reader sees what it has added.
 */
public final class JournalStress {

	/**
	 * Number of entries after which the adding thread applies them.
	 */
	private static final int BATCH = 16;

	private JournalStress() {
	}

	/**
	 * Two threads add two entries each.
	 */
	@JCStressTest
	@Outcome(id = { "1234", "1324", "1342", "3124", "3142", "3412" }, expect = Expect.ACCEPTABLE,
			desc = "All entries, those of each thread in their order")
	@State
	public static class Order {

		private final Text text = new Text();

		@Actor
		public void first() {
			this.text.add(1);
			this.text.add(2);
		}

		@Actor
		public void second() {
			this.text.add(3);
			this.text.add(4);
		}

		@Arbiter
		public void result(L_Result r) {
			r.r1 = this.text.read();
		}

	}

	/**
	 * Two threads add two entries each, while a third one reads.
	 */
	@JCStressTest
	@Outcome(id = { "1234", "1324", "1342", "3124", "3142", "3412" }, expect = Expect.ACCEPTABLE,
			desc = "All entries, those of each thread in their order")
	@State
	public static class OrderWithReader {

		private final Text text = new Text();

		@Actor
		public void first() {
			this.text.add(1);
			this.text.add(2);
		}

		@Actor
		public void second() {
			this.text.add(3);
			this.text.add(4);
		}

		@Actor
		public void reader() {
			this.text.read();
		}

		@Arbiter
		public void result(L_Result r) {
			r.r1 = this.text.read();
		}

	}

	/**
	 * Two threads add an entry and read.
	 */
	@JCStressTest
	@Outcome(id = { "1, 12", "12, 12", "21, 2", "21, 21" }, expect = Expect.ACCEPTABLE,
			desc = "Each sees its own entry; both see the same order")
	@State
	public static class OwnEntry {

		private final Text text = new Text();

		@Actor
		public void first(LL_Result r) {
			this.text.add(1);
			r.r1 = this.text.read();
		}

		@Actor
		public void second(LL_Result r) {
			this.text.add(2);
			r.r2 = this.text.read();
		}

	}

	/**
	 * Two threads add entries, so that one of them has to apply all, while the other one
	 * may go on.
	 */
	@JCStressTest
	@Outcome(id = "18, 0, 0", expect = Expect.ACCEPTABLE, desc = "All entries, those of each thread in their order")
	@State
	public static class Batch {

		private final Counted counted = new Counted(BATCH - 2, 0);

		@Actor
		public void first() {
			this.counted.add(101);
			this.counted.add(102);
		}

		@Actor
		public void second() {
			this.counted.add(201);
			this.counted.add(202);
		}

		@Arbiter
		public void result(III_Result r) {
			this.counted.result(r);
		}

	}

	/**
	 * A thread adds entries, and has to apply all, while another one reads.
	 */
	@JCStressTest
	@Outcome(id = "18, 0, 0", expect = Expect.ACCEPTABLE, desc = "All entries, in their order")
	@State
	public static class BatchAgainstReader {

		private final Counted counted = new Counted(BATCH - 2, 0);

		@Actor
		public void first() {
			this.counted.add(101);
			this.counted.add(102);
			this.counted.add(103);
			this.counted.add(104);
		}

		@Actor
		public void reader() {
			this.counted.read();
			this.counted.read();
		}

		@Arbiter
		public void result(III_Result r) {
			this.counted.result(r);
		}

	}

	/**
	 * Two threads add entries, while a third one reads.
	 */
	@JCStressTest
	@Outcome(id = "18, 0, 0", expect = Expect.ACCEPTABLE, desc = "All entries, those of each thread in their order")
	@State
	public static class BatchWithReader {

		private final Counted counted = new Counted(BATCH - 2, 0);

		@Actor
		public void first() {
			this.counted.add(101);
			this.counted.add(102);
		}

		@Actor
		public void second() {
			this.counted.add(201);
			this.counted.add(202);
		}

		@Actor
		public void reader() {
			this.counted.read();
		}

		@Arbiter
		public void result(III_Result r) {
			this.counted.result(r);
		}

	}

	/**
	 * An entry fails when it is applied for the first time: by the thread that adds it,
	 * or by a reader.
	 */
	@JCStressTest
	@Outcome(id = "18, 0, 1", expect = Expect.ACCEPTABLE, desc = "All entries, after the one that has failed once")
	@State
	public static class Failure {

		private final Counted counted = new Counted(BATCH - 1, 101);

		@Actor
		public void first() {
			this.counted.add(101);
			this.counted.add(102);
		}

		@Actor
		public void second() {
			this.counted.add(201);
			this.counted.readOrFail();
		}

		@Arbiter
		public void result(III_Result r) {
			this.counted.readOrFail();
			this.counted.result(r);
		}

	}

	/**
	 * Text that a journal protects: the numbers of the entries.
	 */
	private static final class Text {

		private final StringBuilder text = new StringBuilder(4);

		private final Journal<Numbered> journal = new Journal<>(Journal.Order.TIME,
				(entry) -> this.text.append(entry.number));

		void add(int number) {
			this.journal.add(new Numbered(number));
		}

		String read() {
			return this.journal.read(this.text::toString);
		}

	}

	/**
	 * Counters that a journal protects. The hundreds of a number tell its thread.
	 */
	private static final class Counted {

		private final int[] latest = new int[3];

		private final Journal<Numbered> journal = new Journal<>(Journal.Order.ANY, this::apply, 1);

		private final int failing;

		private int count;

		private int disorder;

		private int failures;

		/**
		 * Create counters with entries that are not applied yet.
		 * @param entries the number of entries
		 * @param failing the number of the entry that fails once
		 */
		Counted(int entries, int failing) {
			this.failing = failing;
			for (int i = 1; i <= entries; i++) {
				add(i);
			}
		}

		void add(int number) {
			this.journal.add(new Numbered(number));
		}

		private void apply(Numbered entry) {
			if (entry.number == this.failing && this.failures == 0) {
				this.failures++;
				throw new IllegalStateException("Fails once");
			}
			this.count++;
			int thread = entry.number / 100;
			this.disorder += (entry.number > this.latest[thread]) ? 0 : 1;
			this.latest[thread] = entry.number;
		}

		void read() {
			this.journal.read(() -> null);
		}

		void readOrFail() {
			try {
				read();
			}
			catch (IllegalStateException ex) {
				// The entry remains.
			}
		}

		void result(III_Result r) {
			read();
			r.r1 = this.count;
			r.r2 = this.disorder;
			r.r3 = this.failures;
		}

	}

	private static final class Numbered extends Journal.Entry {

		private final int number;

		Numbered(int number) {
			this.number = number;
		}

	}

}
