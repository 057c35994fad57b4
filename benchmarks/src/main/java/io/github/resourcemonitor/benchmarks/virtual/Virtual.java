package io.github.resourcemonitor.benchmarks.virtual;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * How wrong each estimate of what a task on a virtual thread used is. Tasks tell it
 * themselves, because they know that they do not block while they work; the estimates do
 * not know. Each task has a thread of its own, and one in ten is heavy.
 */
public final class Virtual {

	private static final int[] AT_ONCE = { 1, 8, 64, 1000 };

	private static final int[] TASKS = { 50, 200, 400, 1000 };

	private static final long TICK_NANOS = 10_000_000;

	private final List<Way> ways;

	private final Method startVirtual;

	private final Carriers carriers = new Carriers();

	private final Work work;

	private Virtual(long lightMicros, List<String> only, Library.Application application)
			throws ReflectiveOperationException {
		List<Way> all = List.of(new Way("platform: own clocks", false, OwnClock::new),
				new Way("all carriers, undivided", true, Whole::new),
				new Way("split: open", true, (carriers) -> new Split(carriers, false)),
				new Way("split: runnable", true, (carriers) -> new Split(carriers, true)),
				new Way("seen on the carrier", true, (carriers) -> new Seen(carriers, false)),
				new Way("seen, pauses too", true, (carriers) -> new Seen(carriers, true)),
				new Way("library: service calls", true, (carriers) -> new Library(carriers, application, true)),
				new Way("library: pauses unseen", true, (carriers) -> new Library(carriers, application, false)),
				new Way("Flight Recorder, 1 ms", true, Recorded::new));
		this.ways = all.stream().filter((way) -> only.stream().anyMatch(way.name()::contains)).toList();
		if (this.ways.isEmpty()) {
			throw new IllegalArgumentException("No way is called " + only);
		}
		this.startVirtual = Thread.class.getMethod("startVirtualThread", Runnable.class);
		this.work = new Work(this.carriers, lightMicros * 1000);
	}

	/**
	 * Run it.
	 * @param args the CPU time of a light task in microseconds, the number of rounds, and
	 * parts of the names of the ways to measure, with commas; an empty one for all
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		if (Runtime.version().feature() < 21) {
			System.err.println("There are virtual threads on JDK 21 or later only: --jdk 25");
			System.exit(2);
		}
		try (Library.Application application = new Library.Application()) {
			new Virtual(Long.parseLong(args[0]), List.of(args[2].split(",")), application)
				.run(Integer.parseInt(args[1]));
		}
	}

	private void run(int rounds) throws InterruptedException {
		for (Way way : this.ways) {
			measure(way, 8, 200, true);
		}
		for (boolean pauses : new boolean[] { false, true }) {
			for (int i = 0; i < AT_ONCE.length; i++) {
				table(AT_ONCE[i], TASKS[i], pauses, rounds);
			}
		}
	}

	private void table(int atOnce, int tasks, boolean pauses, int rounds) throws InterruptedException {
		List<List<Stay>> stays = new ArrayList<>();
		this.ways.forEach((way) -> stays.add(new ArrayList<>()));
		double[] micros = new double[this.ways.size()];
		for (int round = 0; round < rounds; round++) {
			List<Integer> order = new ArrayList<>();
			for (int i = 0; i < this.ways.size(); i++) {
				order.add(i);
			}
			Collections.rotate(order, round);
			for (int i : order) {
				Run run = measure(this.ways.get(i), atOnce, tasks, pauses);
				stays.get(i).addAll(run.stays());
				micros[i] += run.microsPerEvent() / rounds;
			}
		}
		System.out.printf(Locale.ROOT, "%n%d at once, %s, %d tasks%n", atOnce,
				pauses ? "with pauses" : "without pauses", tasks * rounds);
		System.out.printf("%-24s | %31s | %31s | %15s | %9s%n", "", "error of CPU time, %", "error of allocation, %",
				"really used, ms", "us for an");
		System.out.printf("%-24s | %7s %7s %7s %7s | %7s %7s %7s %7s | %7s %7s | %9s%n", "", "median", "95 %", "max",
				"sum", "median", "95 %", "max", "sum", "light", "heavy", "event");
		for (int i = 0; i < this.ways.size(); i++) {
			List<Stay> those = stays.get(i);
			System.out.printf(Locale.ROOT, "%-24s | %s | %s | %7.2f %7.2f | %9s%n", this.ways.get(i).name(),
					errors(those, (stay) -> stay.cpu, (stay) -> stay.trueCpu),
					errors(those, (stay) -> stay.bytes, (stay) -> stay.trueBytes), burnt(those, false),
					burnt(those, true), Double.isNaN(micros[i]) ? "-" : String.format(Locale.ROOT, "%.2f", micros[i]));
		}
	}

	private static String errors(List<Stay> stays, ToDoubleFunction<Stay> told, ToDoubleFunction<Stay> truth) {
		double[] errors = stays.stream()
			.mapToDouble((stay) -> 100 * Math.abs(told.applyAsDouble(stay) / truth.applyAsDouble(stay) - 1))
			.sorted()
			.toArray();
		double sum = 100 * (stays.stream().mapToDouble(told).sum() / stays.stream().mapToDouble(truth).sum() - 1);
		return String.format(Locale.ROOT, "%7.1f %7.1f %7.0f %+7.1f", errors[errors.length / 2],
				errors[errors.length * 95 / 100], errors[errors.length - 1], sum);
	}

	private static double burnt(List<Stay> stays, boolean heavy) {
		double[] sorted = stays.stream()
			.filter((stay) -> stay.heavy == heavy)
			.mapToDouble((stay) -> stay.trueCpu / 1e6)
			.sorted()
			.toArray();
		return sorted[sorted.length / 2];
	}

	private Run measure(Way way, int atOnce, int tasks, boolean pauses) throws InterruptedException {
		Estimate estimate = way.estimate().apply(this.carriers);
		Batch batch = new Batch(way, estimate, atOnce, tasks, pauses);
		estimate.begin();
		for (int i = 0; i < atOnce; i++) {
			batch.next();
		}
		while (batch.running.getCount() > 0) {
			LockSupport.parkNanos(TICK_NANOS);
			estimate.tick();
		}
		batch.running.await();
		if (batch.failure != null) {
			throw new IllegalStateException(batch.failure);
		}
		List<Stay> stays = Arrays.asList(batch.stays);
		estimate.conclude(stays);
		return new Run(stays, estimate.microsPerEvent());
	}

	/**
	 * Tasks of which always the same number runs, as long as there are some left.
	 */
	private final class Batch {

		private final Way way;

		private final Estimate estimate;

		private final boolean pauses;

		private final AtomicInteger started = new AtomicInteger();

		private final CountDownLatch running;

		private final Stay[] stays;

		private volatile @Nullable Throwable failure;

		Batch(Way way, Estimate estimate, int atOnce, int tasks, boolean pauses) {
			this.way = way;
			this.estimate = estimate;
			this.pauses = pauses;
			this.running = new CountDownLatch(atOnce);
			this.stays = new Stay[tasks];
		}

		void next() {
			int index = this.started.getAndIncrement();
			if (index >= this.stays.length || this.failure != null) {
				this.running.countDown();
				return;
			}
			Runnable task = () -> {
				try {
					this.stays[index] = new Stay(index % 10 == 5);
					Virtual.this.work.run(this.stays[index], this.estimate, this.pauses, index);
				}
				catch (Throwable ex) {
					this.failure = ex;
				}
				next();
			};
			if (this.way.virtual()) {
				startVirtual(task);
			}
			else {
				new Thread(null, task, "task", 256 << 10).start();
			}
		}

	}

	private void startVirtual(Runnable task) {
		try {
			this.startVirtual.invoke(null, task);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A way to tell what tasks used.
	 *
	 * @param name what it is called
	 * @param virtual whether the tasks run on virtual threads
	 * @param estimate makes it
	 */
	private record Way(String name, boolean virtual, Function<Carriers, Estimate> estimate) {

	}

	/**
	 * Some tasks that ran.
	 *
	 * @param stays the tasks
	 * @param microsPerEvent what an event took whoever estimated, in microseconds
	 */
	private record Run(List<Stay> stays, double microsPerEvent) {

	}

}
