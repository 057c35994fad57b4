package io.github.resourcemonitor.attribution;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;

import org.jspecify.annotations.Nullable;

/**
 * The clocks of threads: the CPU time of each and the bytes that it allocated.
 */
public interface ThreadClocks {

	/**
	 * Says that a clock does not exist for the calling thread.
	 */
	long UNKNOWN = -1;

	/**
	 * Return the CPU time of the calling thread.
	 * @return the time in nanoseconds, or {@link #UNKNOWN} for a virtual thread
	 */
	long cpuNanos();

	/**
	 * Return the bytes that the calling thread allocated on the heap.
	 * @return the bytes, or {@link #UNKNOWN} for a virtual thread or another kind of JVM
	 */
	long allocatedBytes();

	/**
	 * Return the CPU time of another thread.
	 * @param thread the thread
	 * @return the time in nanoseconds, or {@link #UNKNOWN} for a virtual thread, one that
	 * has ended, or if clocks cannot be read from outside
	 */
	default long cpuNanos(Thread thread) {
		return UNKNOWN;
	}

	/**
	 * Return the bytes that another thread allocated on the heap.
	 * @param thread the thread
	 * @return the bytes, or {@link #UNKNOWN} as for {@link #cpuNanos(Thread)}
	 */
	default long allocatedBytes(Thread thread) {
		return UNKNOWN;
	}

	/**
	 * Return the smallest step of {@link #cpuNanos()}.
	 * @return the step in nanoseconds; 0 if finer than 1 ms
	 */
	long resolutionNanos();

	/**
	 * Return the clocks of this JVM. Where the CPU clock is coarse or dear to read, it is
	 * read sparingly.
	 * @param resolutionNanos the smallest step of a thread's CPU clock on this platform
	 * @return the clocks
	 */
	static ThreadClocks ofThisJvm(long resolutionNanos) {
		return ThrottledThreadClocks.ifDear(new JvmThreadClocks(resolutionNanos), System::nanoTime);
	}

	/**
	 * The clocks of {@code java.lang.management.ThreadMXBean} and, for allocation, that
	 * of {@code com.sun.management}.
	 */
	final class JvmThreadClocks implements ThreadClocks {

		private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

		private final java.lang.management.ThreadMXBean threads = ManagementFactory.getThreadMXBean();

		private final com.sun.management.@Nullable ThreadMXBean allocation;

		private final boolean cpu;

		private final long resolutionNanos;

		JvmThreadClocks(long resolutionNanos) {
			this.resolutionNanos = resolutionNanos;
			this.cpu = this.threads.isCurrentThreadCpuTimeSupported() && this.threads.isThreadCpuTimeEnabled();
			this.allocation = (this.threads instanceof com.sun.management.ThreadMXBean sun
					&& sun.isThreadAllocatedMemorySupported() && sun.isThreadAllocatedMemoryEnabled()) ? sun : null;
		}

		private static @Nullable MethodHandle findIsVirtual() {
			try {
				return MethodHandles.publicLookup()
					.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
			}
			catch (ReflectiveOperationException ex) {
				// Before Java 21 no thread is virtual.
				return null;
			}
		}

		static boolean isVirtual(Thread thread) {
			if (IS_VIRTUAL == null) {
				return false;
			}
			try {
				return (boolean) IS_VIRTUAL.invokeExact(thread);
			}
			catch (Throwable ex) {
				return false;
			}
		}

		@Override
		public long cpuNanos() {
			return (this.cpu && !isVirtual(Thread.currentThread())) ? this.threads.getCurrentThreadCpuTime() : UNKNOWN;
		}

		@Override
		public long allocatedBytes() {
			return (this.allocation != null && !isVirtual(Thread.currentThread()))
					? this.allocation.getCurrentThreadAllocatedBytes() : UNKNOWN;
		}

		@Override
		public long cpuNanos(Thread thread) {
			if (!this.cpu || isVirtual(thread)) {
				return UNKNOWN;
			}
			return this.threads.getThreadCpuTime(id(thread));
		}

		@Override
		public long allocatedBytes(Thread thread) {
			if (this.allocation == null || isVirtual(thread)) {
				return UNKNOWN;
			}
			return this.allocation.getThreadAllocatedBytes(id(thread));
		}

		/**
		 * Return the id of a thread. {@code Thread.threadId()} came with Java 19.
		 */
		@SuppressWarnings("deprecation")
		private static long id(Thread thread) {
			return thread.getId();
		}

		@Override
		public long resolutionNanos() {
			return this.resolutionNanos;
		}

	}

}
