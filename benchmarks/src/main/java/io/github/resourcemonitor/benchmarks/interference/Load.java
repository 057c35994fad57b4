package io.github.resourcemonitor.benchmarks.interference;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that hash blocks of 64 KB in an endless loop and count them.
 */
final class Load {

	private final List<AtomicLong> blocks = new ArrayList<>();

	/**
	 * Start the threads, which run until the process ends.
	 * @param threads the number of threads
	 */
	Load(int threads) {
		for (int i = 0; i < threads; i++) {
			AtomicLong counter = new AtomicLong();
			this.blocks.add(counter);
			Thread thread = new Thread(() -> hash(counter), "load-" + i);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static void hash(AtomicLong counter) {
		byte[] block = new byte[65536];
		MessageDigest digest = sha256();
		// One thread writes a counter, so the increment need not be atomic.
		for (long count = 1;; count++) {
			digest.update(block);
			counter.lazySet(count);
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	/**
	 * Return the number of blocks that all threads have hashed so far.
	 */
	long blocks() {
		return this.blocks.stream().mapToLong(AtomicLong::get).sum();
	}

}
