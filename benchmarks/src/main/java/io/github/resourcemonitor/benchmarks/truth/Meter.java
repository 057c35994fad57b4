package io.github.resourcemonitor.benchmarks.truth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Measures CPU time with the kernel's file {@code /proc/thread-self/schedstat}, whose
 * first field is the time that the scheduler gave to a thread. It shares neither code nor
 * clocks with the monitor under test.
 * <p>
 * Thread-safe. Measurements may be nested on a thread; the outer one pauses. Each thread
 * has its own file; reading it does not allocate.
 */
final class Meter {

	private static final Path FILE = Path.of("/proc/thread-self/schedstat");

	private final ThreadLocal<ThreadMeter> threads = ThreadLocal.withInitial(ThreadMeter::new);

	/**
	 * Open the file of the calling thread, so that this is not part of a measurement.
	 */
	void prepare() {
		this.threads.get().nanos();
	}

	/**
	 * Return the CPU time of the calling thread.
	 * @return the time in nanoseconds
	 */
	long nanos() {
		return this.threads.get().nanos();
	}

	/**
	 * Run work and measure the CPU time of the calling thread.
	 * @param account receives the CPU time in nanoseconds, possibly in several parts
	 * @param work the work
	 */
	void measure(LongConsumer account, Runnable work) {
		ThreadMeter thread = this.threads.get();
		LongConsumer outer = thread.switchTo(account);
		try {
			work.run();
		}
		finally {
			thread.switchTo(outer);
		}
	}

	/**
	 * Charge a task to the account of the calling thread. The whole task is measured,
	 * including the wake-up of threads that wait for it. Not for tasks that end an
	 * invocation, because the monitor's work at the end is not work of the invocation.
	 * @param task the task
	 * @return the measured task, or the same task if the calling thread has no account
	 */
	Runnable follow(Runnable task) {
		LongConsumer account = this.threads.get().account;
		return (account != null) ? () -> measure(account, task) : task;
	}

	private static final class ThreadMeter {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(128);

		private final FileChannel file;

		private @Nullable LongConsumer account;

		private long since;

		ThreadMeter() {
			try {
				// The file refers to the thread that opens it, even if another one reads
				// it.
				this.file = FileChannel.open(FILE);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The kernel does not provide the CPU time of threads", ex);
			}
		}

		@Nullable LongConsumer switchTo(@Nullable LongConsumer next) {
			LongConsumer last = this.account;
			long now = nanos();
			if (last != null) {
				last.accept(now - this.since);
			}
			this.account = next;
			this.since = now;
			return last;
		}

		long nanos() {
			// The kernel updates the value only at a tick or when the thread yields.
			Thread.yield();
			this.buffer.clear();
			try {
				this.file.read(this.buffer, 0);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			long value = 0;
			for (int i = 0; this.buffer.get(i) != ' '; i++) {
				value = 10 * value + this.buffer.get(i) - '0';
			}
			return value;
		}

	}

}
