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
import io.github.resourcemonitor.benchmarks.interference.Sampling.Sampled;

/**
 * Watches a load that keeps all processors busy while one sampler after another looks at
 * the process. The load never pauses; each sampler has it for the same time, in shuffled
 * order, round after round. Prints one line of JSON for each sampler and round.
 */
public final class Interference {

	private final String python;

	private final String script;

	private final Load load;

	/**
	 * How long a sampler runs before it is watched: the first readings of slow sources
	 * are outside of any budget.
	 */
	private final long leadInMillis;

	private Interference(String python, String script, Load load, long leadInMillis) {
		this.python = python;
		this.script = script;
		this.load = load;
		this.leadInMillis = leadInMillis;
	}

	/**
	 * Run it.
	 * @param args the shape of the process; rounds; milliseconds for each sampler and
	 * round; threads of the load; intervals in milliseconds, joined by commas; the
	 * command of Python; the script for psutil; the file for the shape; milliseconds that
	 * a sampler runs before it is watched
	 * @throws Exception if something fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Integer.parseInt(args[1]);
		long millis = Long.parseLong(args[2]);
		int[] intervals = Arrays.stream(args[4].split(",")).mapToInt(Integer::parseInt).toArray();
		try (ProcessShape shape = ProcessShape.take(args[0])) {
			Interference interference = new Interference(args[5], args[6], new Load(Integer.parseInt(args[3])),
					Long.parseLong(args[8]));
			List<Turn> turns = turns(intervals);
			for (Turn turn : turns) {
				interference.take(turn, 0);
			}
			ProcessShape.describe(Path.of(args[7]));
			Random random = new Random(1);
			for (int round = 1; round <= rounds; round++) {
				System.err.println("Round " + round + " of " + rounds);
				Collections.shuffle(turns, random);
				for (Turn turn : turns) {
					System.out.println(interference.take(turn, millis).json(round));
				}
			}
		}
	}

	private static List<Turn> turns(int[] intervals) {
		List<Turn> turns = new ArrayList<>(List.of(new Turn("none", 0), new Turn("none again", 0)));
		for (int interval : intervals) {
			for (String sampler : List.of("monitor-fast", "monitor", "oshi", "psutil-light", "psutil-original")) {
				turns.add(new Turn(sampler, interval));
			}
		}
		return turns;
	}

	private Measured take(Turn turn, long millis) throws IOException, InterruptedException {
		try (Sampling sampling = open(turn)) {
			sampling.start();
			Thread.sleep(this.leadInMillis);
			Sampled before = sampling.soFar();
			long start = System.nanoTime();
			long blocks = this.load.blocks();
			Thread.sleep(millis);
			blocks = this.load.blocks() - blocks;
			long nanos = System.nanoTime() - start;
			return new Measured(turn, blocks * 1e9 / nanos, sampling.soFar().since(before));
		}
	}

	private Sampling open(Turn turn) throws IOException {
		return switch (turn.sampler()) {
			case "monitor-fast" -> new MonitorSampling(turn.intervalMillis(), true);
			case "monitor" -> new MonitorSampling(turn.intervalMillis(), false);
			case "oshi" -> new OshiSampling(turn.intervalMillis());
			case "psutil-light" -> new PsutilSampling(this.python, this.script, "light", turn.intervalMillis());
			case "psutil-original" -> new PsutilSampling(this.python, this.script, "original", turn.intervalMillis());
			default -> new Sampling.None();
		};
	}

	/**
	 * A sampler that has its turn in each round.
	 *
	 * @param sampler the name of the sampler
	 * @param intervalMillis the time between two samples
	 */
	private record Turn(String sampler, int intervalMillis) {

	}

	/**
	 * What was seen during a turn.
	 *
	 * @param turn the turn
	 * @param blocksPerSecond what the load did
	 * @param sampled what the sampler did
	 */
	private record Measured(Turn turn, double blocksPerSecond, Sampled sampled) {

		String json(int round) {
			return String.format(Locale.ROOT,
					"{\"round\": %d, \"sampler\": \"%s\", \"interval\": %d, \"blocks\": %.2f, \"samples\": %d, \"cpu\": %d, \"nanos\": %d}",
					round, this.turn.sampler(), this.turn.intervalMillis(), this.blocksPerSecond,
					this.sampled.samples(), this.sampled.cpuNanos(), this.sampled.nanos());
		}

	}

}
