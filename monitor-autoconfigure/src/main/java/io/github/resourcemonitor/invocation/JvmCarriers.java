package io.github.resourcemonitor.invocation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

import org.jspecify.annotations.Nullable;

/**
 * The carriers of the JVM's own scheduler of virtual threads, JDK 21 or later. They are
 * workers of a {@link ForkJoinPool}, in a thread group of their own below the root; the
 * pool's timer thread is in that group too, but carries nothing.
 * <p>
 * Not safe for use by several threads at once.
 */
final class JvmCarriers implements CarrierClocks.Carriers {

	private static final String GROUP = "CarrierThreads";

	private static final String CARRIER = "jdk.internal.misc.CarrierThread";

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final com.sun.management.@Nullable ThreadMXBean allocation;

	private final boolean cpu;

	private final ThreadGroup root;

	private @Nullable ThreadGroup group;

	private @Nullable ForkJoinPool pool;

	JvmCarriers() {
		this.cpu = this.threads.isThreadCpuTimeSupported() && this.threads.isThreadCpuTimeEnabled();
		this.allocation = (this.threads instanceof com.sun.management.ThreadMXBean sun
				&& sun.isThreadAllocatedMemorySupported() && sun.isThreadAllocatedMemoryEnabled()) ? sun : null;
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		for (ThreadGroup parent = group; parent != null; parent = group.getParent()) {
			group = parent;
		}
		this.root = group;
	}

	@Override
	public int count() {
		return (this.pool != null) ? this.pool.getPoolSize() : -1;
	}

	@Override
	public long[] ids() {
		if (this.group != null) {
			return ids(this.group);
		}
		// The JDK makes the group when the first virtual thread is made.
		ThreadGroup[] groups = new ThreadGroup[this.root.activeGroupCount() + 8];
		int count = this.root.enumerate(groups, false);
		for (int i = 0; i < count; i++) {
			long[] ids = GROUP.equals(groups[i].getName()) ? ids(groups[i]) : new long[0];
			if (ids.length > 0) {
				this.group = groups[i];
				return ids;
			}
		}
		return new long[0];
	}

	private long[] ids(ThreadGroup group) {
		// Those that do not fit are left out without a word.
		Thread[] found = new Thread[group.activeCount() + 8];
		int count = group.enumerate(found, false);
		while (count == found.length) {
			found = new Thread[count * 2];
			count = group.enumerate(found, false);
		}
		long[] ids = new long[count];
		int carriers = 0;
		for (int i = 0; i < count; i++) {
			if (found[i] instanceof ForkJoinWorkerThread worker && CARRIER.equals(worker.getClass().getName())) {
				ids[carriers++] = worker.getId();
				this.pool = worker.getPool();
			}
		}
		return Arrays.copyOf(ids, carriers);
	}

	@Override
	public long cpuNanos(long id) {
		return this.cpu ? this.threads.getThreadCpuTime(id) : NONE;
	}

	@Override
	public long allocatedBytes(long id) {
		return (this.allocation != null) ? this.allocation.getThreadAllocatedBytes(id) : NONE;
	}

}
