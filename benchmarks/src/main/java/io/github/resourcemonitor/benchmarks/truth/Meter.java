package io.github.resourcemonitor.benchmarks.truth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Meters CPU time with the kernel's file {@code /proc/thread-self/schedstat}, whose first
 * field is the time that the scheduler gave to a thread. It shares neither code nor the
 * clocks of the JVM with what is put to the test.
 * <p>
 * Meters may be nested on a thread; then the outer one pauses. Each thread has its own
 * file; reading it allocates nothing.
 */
final class Meter {

	private static final Path FILE = Path.of("/proc/thread-self/schedstat");

	private final ThreadLocal<OfThread> threads = ThreadLocal.withInitial(OfThread::new);

	/**
	 * Have the calling thread open its file, so that it is not opened while something is
	 * metered.
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
	 * Do some work and meter what the calling thread uses for it.
	 * @param account is told, perhaps in parts, how much that was, in nanoseconds
	 * @param work the work
	 */
	void measure(LongConsumer account, Runnable work) {
		OfThread thread = this.threads.get();
		LongConsumer outer = thread.turnTo(account);
		try {
			work.run();
		}
		finally {
			thread.turnTo(outer);
		}
	}

	/**
	 * Have a task metered like the work of the thread that hands it in, as a whole:
	 * waking up who waits for it is part of it. Not for tasks that end an invocation,
	 * because what the monitor does then is no work of the invocation.
	 * @param task the task
	 * @return the task, or the same one if that thread does nothing that is metered
	 */
	Runnable follow(Runnable task) {
		LongConsumer account = this.threads.get().account;
		return (account != null) ? () -> measure(account, task) : task;
	}

	private static final class OfThread {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(128);

		private final FileChannel file;

		private @Nullable LongConsumer account;

		private long since;

		OfThread() {
			try {
				// Names the thread that opens it, also when another one reads it.
				this.file = FileChannel.open(FILE);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("This kernel does not tell the CPU time of threads", ex);
			}
		}

		@Nullable LongConsumer turnTo(@Nullable LongConsumer next) {
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
			// The kernel brings the figure up to date at its next tick, or when a thread
			// offers the processor to others.
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
