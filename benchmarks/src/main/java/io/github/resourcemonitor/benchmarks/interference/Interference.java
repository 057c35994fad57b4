package io.github.resourcemonitor.benchmarks.interference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import io.github.resourcemonitor.benchmarks.ProcessShape;
import io.github.resourcemonitor.benchmarks.interference.Sampling.Totals;

/**
 * Measures a load that keeps all processors busy while one sampler after another samples
 * the process. The load never pauses; in each round every sampler runs for the same time,
 * in shuffled order. Prints one line of JSON for each sampler and round.
 */
public final class Interference {

	private final String python;

	private final String script;

	private final Load load;

	/**
	 * The time that a sampler runs before it is measured, because the first readings of
	 * slow sources do not count towards the budget.
	 */
	private final long warmUpMillis;

	private Interference(String python, String script, Load load, long warmUpMillis) {
		this.python = python;
		this.script = script;
		this.load = load;
		this.warmUpMillis = warmUpMillis;
	}

	/**
	 * Run the benchmark.
	 * @param args the shape of the process; the number of rounds; milliseconds for each
	 * sampler and round; the number of threads of the load; intervals in milliseconds,
	 * separated by commas; the Python command; the script for psutil; the file for the
	 * shape; milliseconds that a sampler runs before it is measured
	 * @throws Exception if the benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Integer.parseInt(args[1]);
		long millis = Long.parseLong(args[2]);
		int[] intervals = Arrays.stream(args[4].split(",")).mapToInt(Integer::parseInt).toArray();
		try (ProcessShape shape = ProcessShape.create(args[0])) {
			Interference interference = new Interference(args[5], args[6], new Load(Integer.parseInt(args[3])),
					Long.parseLong(args[8]));
			List<SamplerConfig> configs = configs(intervals);
			for (SamplerConfig config : configs) {
				interference.measure(config, 0);
			}
			ProcessShape.describe(Path.of(args[7]));
			Random random = new Random(1);
			for (int round = 1; round <= rounds; round++) {
				System.err.println("Round " + round + " of " + rounds);
				Collections.shuffle(configs, random);
				for (SamplerConfig config : configs) {
					System.out.println(interference.measure(config, millis).json(round));
				}
			}
		}
	}

	private static List<SamplerConfig> configs(int[] intervals) {
		List<SamplerConfig> configs = new ArrayList<>(
				List.of(new SamplerConfig("none", 0), new SamplerConfig("none again", 0)));
		for (int interval : intervals) {
			for (String sampler : List.of("monitor-fast", "monitor", "oshi", "psutil-light", "psutil-original")) {
				configs.add(new SamplerConfig(sampler, interval));
			}
		}
		return configs;
	}

	private Measured measure(SamplerConfig config, long millis) throws IOException, InterruptedException {
		try (Sampling sampling = open(config)) {
			sampling.start();
			Thread.sleep(this.warmUpMillis);
			Totals before = sampling.totals();
			long start = System.nanoTime();
			long blocks = this.load.blocks();
			Thread.sleep(millis);
			blocks = this.load.blocks() - blocks;
			long nanos = System.nanoTime() - start;
			return new Measured(config, blocks * 1e9 / nanos, sampling.totals().since(before));
		}
	}

	private Sampling open(SamplerConfig config) throws IOException {
		return switch (config.sampler()) {
			case "monitor-fast" -> new MonitorSampling(config.intervalMillis(), true);
			case "monitor" -> new MonitorSampling(config.intervalMillis(), false);
			case "oshi" -> new OshiSampling(config.intervalMillis());
			case "psutil-light" -> new PsutilSampling(this.python, this.script, "light", config.intervalMillis());
			case "psutil-original" -> new PsutilSampling(this.python, this.script, "original", config.intervalMillis());
			default -> new Sampling.None();
		};
	}

	/**
	 * A sampler and its interval, measured once in each round.
	 *
	 * @param sampler the name of the sampler
	 * @param intervalMillis the time between two samples
	 */
	private record SamplerConfig(String sampler, int intervalMillis) {

	}

	/**
	 * The result of one measurement.
	 *
	 * @param config the sampler
	 * @param blocksPerSecond the throughput of the load
	 * @param totals the totals of the sampler during the measurement
	 */
	private record Measured(SamplerConfig config, double blocksPerSecond, Totals totals) {

		String json(int round) {
			return String.format(Locale.ROOT,
					"{\"round\": %d, \"sampler\": \"%s\", \"interval\": %d, \"blocks\": %.2f, \"samples\": %d, \"cpu\": %d, \"nanos\": %d}",
					round, this.config.sampler(), this.config.intervalMillis(), this.blocksPerSecond,
					this.totals.samples(), this.totals.cpuNanos(), this.totals.nanos());
		}

	}

}
