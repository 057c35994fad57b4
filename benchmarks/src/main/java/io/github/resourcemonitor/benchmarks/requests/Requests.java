package io.github.resourcemonitor.benchmarks.requests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import io.github.resourcemonitor.benchmarks.Block;

/**
 * Sends requests to one application for each variant, all in this JVM, in short blocks
 * one after the other, so that what the machine does besides is the same for all.
 */
public final class Requests {

	private final Map<Variant, OwnersApplication> applications = new EnumMap<>(Variant.class);

	private final Random random = new Random(1);

	private Requests() {
		for (Variant variant : Variant.values()) {
			this.applications.put(variant, new OwnersApplication(variant));
		}
	}

	/**
	 * Run the benchmark.
	 * @param args the number of turns; the length of a block in milliseconds; the minimum
	 * duration of the warm-up in milliseconds, and its minimum number of requests to each
	 * application; the result file
	 * @throws Exception if the benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		Requests requests = new Requests();
		int calls = requests.warmUp(Long.parseLong(args[1]) * 1_000_000, Long.parseLong(args[2]) * 1_000_000,
				Integer.parseInt(args[3]));
		List<String> turns = new ArrayList<>();
		for (int turn = 0; turn < Integer.parseInt(args[0]); turn++) {
			turns.add(json(requests.turn(calls)));
		}
		for (OwnersApplication application : requests.applications.values()) {
			application.check();
			application.close();
		}
		Files.writeString(Path.of(args[4]), """
				{"calls": %d, "turns": [%s]}
				""".formatted(calls, String.join(",\n", turns)));
	}

	/**
	 * Warm up all applications.
	 * @return the number of requests that fill a block
	 */
	private int warmUp(long blockNanos, long minNanos, int minCalls) throws Exception {
		int calls = 10;
		long sent = 0;
		long end = System.nanoTime() + minNanos;
		while (System.nanoTime() - end < 0 || sent < minCalls) {
			Block block = turn(calls).get(Variant.BARE);
			sent += calls;
			if (block != null) {
				calls = (int) Math.max(10, blockNanos * calls / block.nanos());
			}
		}
		return calls;
	}

	/**
	 * Measure a block of each application, in random order: each leaves caches and
	 * garbage to the next.
	 */
	private Map<Variant, Block> turn(int calls) throws Exception {
		List<Map.Entry<Variant, OwnersApplication>> order = new ArrayList<>(this.applications.entrySet());
		Collections.shuffle(order, this.random);
		Map<Variant, Block> blocks = new EnumMap<>(Variant.class);
		for (Map.Entry<Variant, OwnersApplication> each : order) {
			OwnersApplication application = each.getValue();
			blocks.put(each.getKey(), Block.measure(application::request, calls));
		}
		return blocks;
	}

	private static String json(Map<Variant, Block> blocks) {
		return blocks.entrySet()
			.stream()
			.map((block) -> "\"" + block.getKey() + "\": " + block.getValue().json())
			.collect(Collectors.joining(", ", "{", "}"));
	}

}
