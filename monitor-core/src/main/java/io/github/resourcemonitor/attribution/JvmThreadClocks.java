package io.github.resourcemonitor.attribution;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;

import org.jspecify.annotations.Nullable;

/**
 * Thread clocks of the JVM: CPU time from {@code java.lang.management.ThreadMXBean},
 * allocated bytes from {@code com.sun.management.ThreadMXBean}.
 */
public final class JvmThreadClocks implements ThreadClocks {

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

	/**
	 * Return the clocks of this JVM. A CPU clock that is coarse or expensive to read is
	 * read less often.
	 * @param resolutionNanos the resolution of the CPU clock of a thread on this
	 * platform, 0 if finer than 1 ms
	 * @return the clocks
	 */
	public static ThreadClocks detect(long resolutionNanos) {
		return ThrottledThreadClocks.ifExpensive(new JvmThreadClocks(resolutionNanos), System::nanoTime);
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
