package io.github.resourcemonitor.benchmarks.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.google.cloud.storage.Storage;
import io.github.resourcemonitor.benchmarks.Block;
import io.github.resourcemonitor.benchmarks.transport.RecordedPayloads.Payload;

/**
 * Transfers objects of one size in one direction, in short blocks of calls. Alternates
 * between a plain and the instrumented client, and between two plain clients to measure
 * the noise. Each block is one invocation, whose own cost is not part of the figures.
 */
public final class Transport {

	private static final String PLAIN_AGAIN = "plain again";

	private final Clients clients;

	private final Map<String, Storage> storages;

	private final Transfer transfer;

	private final long size;

	private long instrumentedCalls;

	private Transport(Clients clients, String direction, long size) {
		this.clients = clients;
		this.storages = Map.of(Clients.PLAIN, clients.plain(), PLAIN_AGAIN, clients.plain(), Clients.INSTRUMENTED,
				clients.instrumented());
		this.transfer = Transfer.of(direction, size);
		this.size = size;
	}

	/**
	 * Run the benchmark.
	 * @param args the address of the server; {@code download} or {@code upload}; the size
	 * of an object in bytes; the number of pairs; the length of a block in milliseconds;
	 * the minimum duration of the warm-up in milliseconds, and its minimum number of
	 * calls of each client; the result file
	 * @throws Exception if the benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		try (Clients clients = new Clients(args[0])) {
			Transport transport = new Transport(clients, args[1], Long.parseLong(args[2]));
			int calls = transport.warmUp(Long.parseLong(args[4]) * 1_000_000, Long.parseLong(args[5]) * 1_000_000,
					Integer.parseInt(args[6]));
			List<String> instrumented = new ArrayList<>();
			List<String> again = new ArrayList<>();
			for (int pair = 0; pair < Integer.parseInt(args[3]); pair++) {
				boolean plainFirst = pair % 2 == 0;
				instrumented.add(transport.pair(Clients.INSTRUMENTED, calls, plainFirst));
				again.add(transport.pair(PLAIN_AGAIN, calls, plainFirst));
			}
			transport.check();
			Files.writeString(Path.of(args[7]), String.format(Locale.ROOT, """
					{"direction": "%s", "size": %s, "calls": %d,
					"instrumented": [%s],
					"again": [%s]}
					""", args[1], args[2], calls, String.join(",\n", instrumented), String.join(",\n", again)));
		}
		// Threads of the client could keep the JVM alive.
		System.exit(0);
	}

	/**
	 * Warm up all clients for a minimum time and a minimum number of calls: a busy
	 * machine makes few calls in a given time.
	 * @return the number of calls that fill a block
	 */
	private int warmUp(long blockNanos, long minNanos, int minCalls) {
		int calls = 1;
		long end = System.nanoTime() + minNanos;
		while (System.nanoTime() - end < 0 || this.instrumentedCalls < minCalls) {
			Block block = block(Clients.PLAIN, calls);
			block(Clients.INSTRUMENTED, calls);
			block(PLAIN_AGAIN, calls);
			calls = (int) Math.max(1, blockNanos * calls / block.nanos());
		}
		return calls;
	}

	/**
	 * Measure a block of the plain client and one of another client directly after each
	 * other. The order alternates, because the machine may change in between.
	 */
	private String pair(String other, int calls, boolean plainFirst) {
		Block first = block(plainFirst ? Clients.PLAIN : other, calls);
		Block second = block(plainFirst ? other : Clients.PLAIN, calls);
		return String.format("{\"plain\": %s, \"other\": %s}", (plainFirst ? first : second).json(),
				(plainFirst ? second : first).json());
	}

	private Block block(String client, int calls) {
		Storage storage = this.storages.get(client);
		if (storage == null) {
			throw new IllegalArgumentException("No client '" + client + "'");
		}
		if (client.equals(Clients.INSTRUMENTED)) {
			this.instrumentedCalls += calls;
		}
		Block[] block = new Block[1];
		this.clients.monitor().run(client, () -> block[0] = measure(storage, calls));
		return block[0];
	}

	private Block measure(Storage storage, int calls) {
		try {
			return Block.measure(() -> this.transfer.perform(storage), calls);
		}
		catch (IOException ex) {
			throw new IllegalStateException("A transfer failed", ex);
		}
	}

	/**
	 * Check that the instrumented client was measured, and the others were not.
	 */
	private void check() {
		Payload expected = new Payload(this.instrumentedCalls, this.instrumentedCalls * this.size);
		Payload recorded = this.clients.recorded().of(Clients.INSTRUMENTED);
		if (!recorded.equals(expected)) {
			throw new IllegalStateException("The records have " + recorded + " instead of " + expected);
		}
		for (String plain : List.of(Clients.PLAIN, PLAIN_AGAIN)) {
			if (!this.clients.recorded().of(plain).equals(Payload.NONE)) {
				throw new IllegalStateException("The client '" + plain + "' was measured");
			}
		}
	}

}
