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
 * Compares estimates of the resource usage of tasks on virtual threads with the actual
 * usage. The tasks measure the actual usage, because they know when they do not block;
 * the estimates do not. Each task has its own thread, and one task in ten is heavy.
 */
public final class Virtual {

	private static final int[] CONCURRENCY = { 1, 8, 64, 1000 };

	private static final int[] TASKS = { 50, 200, 400, 1000 };

	private static final long TICK_NANOS = 10_000_000;

	private final List<Variant> variants;

	private final Method startVirtual;

	private final Carriers carriers = new Carriers();

	private final Work work;

	private Virtual(long lightMicros, List<String> only, MonitorEstimate.Application application)
			throws ReflectiveOperationException {
		List<Variant> all = List.of(new Variant("platform: own clocks", false, OwnThreadClock::new),
				new Variant("all carriers, undivided", true, AllCarriers::new),
				new Variant("split: open", true, (carriers) -> new EqualSplit(carriers, false)),
				new Variant("split: runnable", true, (carriers) -> new EqualSplit(carriers, true)),
				new Variant("seen on the carrier", true, (carriers) -> new CarrierObservation(carriers, false)),
				new Variant("seen, pauses too", true, (carriers) -> new CarrierObservation(carriers, true)),
				new Variant("library: service calls", true,
						(carriers) -> new MonitorEstimate(carriers, application, true)),
				new Variant("library: pauses unseen", true,
						(carriers) -> new MonitorEstimate(carriers, application, false)),
				new Variant("Flight Recorder, 1 ms", true, FlightRecorderEstimate::new));
		this.variants = all.stream().filter((variant) -> only.stream().anyMatch(variant.name()::contains)).toList();
		if (this.variants.isEmpty()) {
			throw new IllegalArgumentException("No variant matches " + only);
		}
		this.startVirtual = Thread.class.getMethod("startVirtualThread", Runnable.class);
		this.work = new Work(this.carriers, lightMicros * 1000);
	}

	/**
	 * Run the benchmark.
	 * @param args the CPU time of a light task in microseconds; the number of rounds;
	 * parts of the names of the variants to measure, separated by commas, or an empty
	 * string for all
	 * @throws Exception if the benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		if (Runtime.version().feature() < 21) {
			System.err.println("Virtual threads require JDK 21 or later, for example --jdk 25");
			System.exit(2);
		}
		try (MonitorEstimate.Application application = new MonitorEstimate.Application()) {
			new Virtual(Long.parseLong(args[0]), List.of(args[2].split(",")), application)
				.run(Integer.parseInt(args[1]));
		}
	}

	private void run(int rounds) throws InterruptedException {
		for (Variant variant : this.variants) {
			measure(variant, 8, 200, true);
		}
		for (boolean pauses : new boolean[] { false, true }) {
			for (int i = 0; i < CONCURRENCY.length; i++) {
				table(CONCURRENCY[i], TASKS[i], pauses, rounds);
			}
		}
	}

	private void table(int concurrency, int taskCount, boolean pauses, int rounds) throws InterruptedException {
		List<List<Task>> tasks = new ArrayList<>();
		this.variants.forEach((variant) -> tasks.add(new ArrayList<>()));
		double[] micros = new double[this.variants.size()];
		for (int round = 0; round < rounds; round++) {
			List<Integer> order = new ArrayList<>();
			for (int i = 0; i < this.variants.size(); i++) {
				order.add(i);
			}
			Collections.rotate(order, round);
			for (int i : order) {
				Run run = measure(this.variants.get(i), concurrency, taskCount, pauses);
				tasks.get(i).addAll(run.tasks());
				micros[i] += run.microsPerEvent() / rounds;
			}
		}
		System.out.printf(Locale.ROOT, "%n%d concurrent tasks, %s, %d in total%n", concurrency,
				pauses ? "with pauses" : "without pauses", taskCount * rounds);
		System.out.printf("%-24s | %31s | %31s | %15s | %9s%n", "", "error of CPU time, %", "error of allocation, %",
				"actual CPU, ms", "us per");
		System.out.printf("%-24s | %7s %7s %7s %7s | %7s %7s %7s %7s | %7s %7s | %9s | %s%n", "", "median", "95 %",
				"max", "sum", "median", "95 %", "max", "sum", "light", "heavy", "event", "above the limit");
		for (int i = 0; i < this.variants.size(); i++) {
			List<Task> variantTasks = tasks.get(i);
			System.out.printf(Locale.ROOT, "%-24s | %s | %s | %7.2f %7.2f | %9s | %s%n", this.variants.get(i).name(),
					errors(variantTasks, (task) -> task.cpu, (task) -> task.actualCpu),
					errors(variantTasks, (task) -> task.bytes, (task) -> task.actualBytes),
					medianCpuMillis(variantTasks, false), medianCpuMillis(variantTasks, true),
					Double.isNaN(micros[i]) ? "-" : String.format(Locale.ROOT, "%.2f", micros[i]),
					aboveTheLimit(variantTasks));
		}
	}

	/**
	 * Return how many tasks have used more than their record says is possible.
	 */
	private static String aboveTheLimit(List<Task> tasks) {
		if (tasks.stream().allMatch((task) -> Double.isNaN(task.cpuLimit))) {
			return "-";
		}
		return tasks.stream().filter((task) -> task.actualCpu > task.cpuLimit).count() + " of " + tasks.size();
	}

	private static String errors(List<Task> tasks, ToDoubleFunction<Task> estimated, ToDoubleFunction<Task> actual) {
		double[] errors = tasks.stream()
			.mapToDouble((task) -> 100 * Math.abs(estimated.applyAsDouble(task) / actual.applyAsDouble(task) - 1))
			.sorted()
			.toArray();
		double sum = 100 * (tasks.stream().mapToDouble(estimated).sum() / tasks.stream().mapToDouble(actual).sum() - 1);
		return String.format(Locale.ROOT, "%7.1f %7.1f %7.0f %+7.1f", errors[errors.length / 2],
				errors[errors.length * 95 / 100], errors[errors.length - 1], sum);
	}

	private static double medianCpuMillis(List<Task> tasks, boolean heavy) {
		double[] sorted = tasks.stream()
			.filter((task) -> task.heavy == heavy)
			.mapToDouble((task) -> task.actualCpu / 1e6)
			.sorted()
			.toArray();
		return sorted[sorted.length / 2];
	}

	private Run measure(Variant variant, int concurrency, int taskCount, boolean pauses) throws InterruptedException {
		Estimate estimate = variant.estimate().apply(this.carriers);
		Batch batch = new Batch(variant, estimate, concurrency, taskCount, pauses);
		estimate.begin();
		for (int i = 0; i < concurrency; i++) {
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
		List<Task> tasks = Arrays.asList(batch.tasks);
		estimate.conclude(tasks);
		return new Run(tasks, estimate.microsPerEvent());
	}

	/**
	 * Runs tasks with a constant concurrency.
	 */
	private final class Batch {

		private final Variant variant;

		private final Estimate estimate;

		private final boolean pauses;

		private final AtomicInteger started = new AtomicInteger();

		private final CountDownLatch running;

		private final Task[] tasks;

		private volatile @Nullable Throwable failure;

		Batch(Variant variant, Estimate estimate, int concurrency, int taskCount, boolean pauses) {
			this.variant = variant;
			this.estimate = estimate;
			this.pauses = pauses;
			this.running = new CountDownLatch(concurrency);
			this.tasks = new Task[taskCount];
		}

		void next() {
			int index = this.started.getAndIncrement();
			if (index >= this.tasks.length || this.failure != null) {
				this.running.countDown();
				return;
			}
			Runnable body = () -> {
				try {
					this.tasks[index] = new Task(index % 10 == 5);
					Virtual.this.work.run(this.tasks[index], this.estimate, this.pauses, index);
				}
				catch (Throwable ex) {
					this.failure = ex;
				}
				next();
			};
			if (this.variant.virtual()) {
				startVirtual(body);
			}
			else {
				new Thread(null, body, "task", 256 << 10).start();
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
	 * A variant of the benchmark.
	 *
	 * @param name the name in the report
	 * @param virtual whether the tasks run on virtual threads
	 * @param estimate creates the estimate
	 */
	private record Variant(String name, boolean virtual, Function<Carriers, Estimate> estimate) {

	}

	/**
	 * The result of a measurement.
	 *
	 * @param tasks the tasks
	 * @param microsPerEvent the median duration of an event of the estimate in
	 * microseconds
	 */
	private record Run(List<Task> tasks, double microsPerEvent) {

	}

}
