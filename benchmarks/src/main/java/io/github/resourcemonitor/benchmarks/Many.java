package io.github.resourcemonitor.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.sampling.ResourceSampler;
import org.jspecify.annotations.Nullable;

/**
 * Cost of a sample with one and with a thousand open invocations, in alternation. All
 * threads exist all the time, so that they do not cause the difference.
 */
public final class Many {

	private static final int MANY = 1000;

	private static final int STACK_BYTES = 128 << 10;

	private final MonitoredContext context;

	private final ResourceMonitor monitor;

	private final ResourceSampler sampler;

	/**
	 * All threads arrive four times in a round: at its start, and after the invocations
	 * were opened, measured and closed.
	 */
	private final Phaser steps = new Phaser(MANY + 1);

	private volatile int openInvocations;

	private volatile boolean finished;

	private Many(String intervalMillis, String budget) {
		this.context = new MonitoredContext("sampling.interval=" + intervalMillis + "ms",
				"sampling.cpu-budget=" + budget);
		this.monitor = this.context.monitor();
		this.sampler = this.context.bean(ResourceSampler.class);
	}

	/**
	 * Run the benchmark.
	 * @param args the sampler's interval in milliseconds; the length of a round in
	 * seconds; the number of rounds; the sampler's CPU budget in percent
	 */
	public static void main(String[] args) {
		new Many(args[0], args[3]).run(Long.parseLong(args[1]) * 1_000_000_000L, Integer.parseInt(args[2]));
	}

	private void run(long roundNanos, int rounds) {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			int index = i;
			Thread thread = new Thread(null, () -> work(index), "many-" + i, STACK_BYTES);
			thread.start();
			threads.add(thread);
		}
		// Warm up: these rounds include class loading and compilation.
		measure(MANY, Math.max(roundNanos / 2, 1_000_000_000));
		measure(1, roundNanos / 4);
		System.out.printf("%8s %6s %14s %14s %12s %12s %14s%n", "round", "open", "CPU us/sample", "CPU %", "samples",
				"missed", "live heap B");
		double[] one = new double[rounds];
		double[] many = new double[rounds];
		long heap = 0;
		for (int round = 0; round < rounds; round++) {
			// The order alternates, because the second measurement may find a warmer
			// machine.
			for (int turn = 0; turn < 2; turn++) {
				int open = ((round + turn) % 2 == 0) ? 1 : MANY;
				Figures figures = measure(open, roundNanos);
				((open == 1) ? one : many)[round] = figures.microsPerSample();
				heap += (open == 1) ? -figures.heap() : figures.heap();
				System.out.printf(Locale.ROOT, "%8d %6d %14.2f %14.3f %12d %12d %,14d%n", round + 1, open,
						figures.microsPerSample(), figures.percent(), figures.samples(), figures.missed(),
						figures.heap());
			}
		}
		this.finished = true;
		this.steps.arriveAndDeregister();
		report(one, many, (double) heap / rounds / (MANY - 1));
		check();
		this.context.close();
	}

	private void work(int index) {
		while (true) {
			this.steps.arriveAndAwaitAdvance();
			if (this.finished) {
				return;
			}
			InvocationScope scope = (index < this.openInvocations) ? this.monitor.start("many") : null;
			this.steps.arriveAndAwaitAdvance();
			// The main thread measures between these two.
			this.steps.arriveAndAwaitAdvance();
			close(scope);
			this.steps.arriveAndAwaitAdvance();
		}
	}

	private static void close(@Nullable InvocationScope scope) {
		if (scope != null) {
			scope.close();
		}
	}

	private Figures measure(int open, long nanos) {
		this.openInvocations = open;
		this.steps.arriveAndAwaitAdvance();
		this.steps.arriveAndAwaitAdvance();
		// Measure from sample to sample, because the sampler updates its CPU time after
		// each.
		awaitSample();
		long samples = this.sampler.samples();
		long cpu = this.sampler.cpuNanos();
		long missed = this.sampler.missedSamples();
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < nanos) {
			LockSupport.parkNanos(nanos - (System.nanoTime() - begin));
		}
		awaitSample();
		long taken = this.sampler.samples() - samples;
		cpu = this.sampler.cpuNanos() - cpu;
		missed = this.sampler.missedSamples() - missed;
		long elapsed = System.nanoTime() - begin;
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		this.steps.arriveAndAwaitAdvance();
		this.steps.arriveAndAwaitAdvance();
		return new Figures(cpu / 1e3 / taken, 100.0 * cpu / elapsed, taken, missed, heap);
	}

	private void awaitSample() {
		long seen = this.sampler.samples();
		while (this.sampler.samples() == seen) {
			LockSupport.parkNanos(100_000);
		}
		// The CPU time is updated shortly after the number of samples.
		LockSupport.parkNanos(1_000_000);
	}

	private static void report(double[] one, double[] many, double bytes) {
		System.out.println();
		print("1 open", one);
		print(MANY + " open", many);
		double[] differences = new double[one.length];
		for (int i = 0; i < one.length; i++) {
			differences[i] = 100 * (many[i] - one[i]) / one[i];
		}
		Arrays.sort(differences);
		System.out.printf(Locale.ROOT, "%-12s %+.1f %% (median of the pairs; from %+.1f to %+.1f)%n", "difference",
				differences[differences.length / 2], differences[0], differences[differences.length - 1]);
		System.out.printf(Locale.ROOT, "%-12s %,.0f B of live heap for each open invocation%n", "memory", bytes);
	}

	private static void print(String name, double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		System.out.printf(Locale.ROOT, "%-12s %.2f us CPU for a sample (median; from %.2f to %.2f)%n", name,
				sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
	}

	private void check() {
		Invocations invocations = this.context.bean(Invocations.class);
		if (invocations.active() != 0 || invocations.lost() != 0) {
			throw new IllegalStateException(
					invocations.active() + " invocations are active, " + invocations.lost() + " are lost");
		}
	}

	/**
	 * The result of a round.
	 *
	 * @param microsPerSample the CPU time of a sample, in microseconds
	 * @param percent the CPU time of the sampler, in percent of one core
	 * @param samples the samples taken
	 * @param missed the samples missed
	 * @param heap the live heap in bytes
	 */
	private record Figures(double microsPerSample, double percent, long samples, long missed, long heap) {

	}

}
