package io.github.resourcemonitor.benchmarks.wrapper;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a handler that are far enough apart that no edge reading is shared, as with
 * requests that arrive one by one.
 * <p>
 * Readings are shared for a millisecond, and the end of an invocation is never shared
 * with its own start. So the thread spins for 1.2 ms before each call, which is not part
 * of the measured time; then both edges are read again. JMH has no mode for that: pauses
 * between calls would be part of the score. The variant {@code plain} shows the cost of
 * the two clock reads.
 */
public final class SeparateCalls {

	private static final long PAUSE_NANOS = 1_200_000;

	private final Work work;

	private final boolean withServiceCall;

	private final boolean plain;

	private final Object argument = new Object();

	private @Nullable Object result;

	private SeparateCalls(Work work, String variant) {
		this.work = work;
		this.plain = variant.equals("plain");
		this.withServiceCall = variant.contains("call");
	}

	/**
	 * Measure one variant.
	 * @param args the variant, {@code plain} or one of {@link MonitoredWork#start}; the
	 * number of calls to measure; the length of the warm-up in milliseconds; the result
	 * file
	 * @throws IOException if the file cannot be written
	 */
	public static void main(String[] args) throws IOException {
		String variant = args[0];
		int calls = Integer.parseInt(args[1]);
		try (MonitoredWork application = MonitoredWork.start(variant)) {
			Work work = variant.equals("plain") ? new Work(new Work.Service()) : application.work();
			SeparateCalls separate = new SeparateCalls(work, variant);
			separate.warmUp(Long.parseLong(args[2]) * 1_000_000, calls / 2);
			Files.writeString(Path.of(args[3]), separate.measure(calls));
			if (!variant.equals("plain") && application.invocations() < calls) {
				throw new IllegalStateException("Nothing was measured");
			}
		}
	}

	private void warmUp(long nanos, int separateCalls) {
		long until = System.nanoTime() + nanos;
		while (System.nanoTime() - until < 0) {
			this.result = call();
		}
		for (int i = 0; i < separateCalls; i++) {
			pause();
			this.result = call();
		}
	}

	private String measure(int calls) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long[] nanos = new long[calls];
		long allocated = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < calls; i++) {
			pause();
			long start = System.nanoTime();
			this.result = call();
			nanos[i] = System.nanoTime() - start;
		}
		allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
		Arrays.sort(nanos);
		return """
				{"items": {"p10": [%d], "median": [%d], "p90": [%d], "bytes": [%d]}}
				""".formatted(nanos[calls / 10], nanos[calls / 2], nanos[calls * 9 / 10], allocated / calls);
	}

	private Object call() {
		if (this.plain) {
			return this.work.plain(this.argument);
		}
		return this.withServiceCall ? this.work.monitoredWithServiceCall(this.argument)
				: this.work.monitored(this.argument);
	}

	private static void pause() {
		long until = System.nanoTime() + PAUSE_NANOS;
		while (System.nanoTime() - until < 0) {
			Thread.onSpinWait();
		}
	}

}
