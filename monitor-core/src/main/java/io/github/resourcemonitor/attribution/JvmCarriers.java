package io.github.resourcemonitor.attribution;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;

import org.jspecify.annotations.Nullable;

/**
 * Carriers of the JVM's default scheduler of virtual threads, JDK 21 or later: workers of
 * a fork-join pool, in their own thread group below the root group. Virtual threads with
 * a custom scheduler are not covered. Thread-safe.
 */
final class JvmCarriers implements Carriers {

	private static final String GROUP = "CarrierThreads";

	private static final String CARRIER = "jdk.internal.misc.CarrierThread";

	private static final int MAX_CARRIERS = 1024;

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final com.sun.management.@Nullable ThreadMXBean allocation;

	private final ThreadGroup root;

	private final Map<String, Thread> carriers = new ConcurrentHashMap<>();

	JvmCarriers() {
		this.allocation = (this.threads instanceof com.sun.management.ThreadMXBean sun
				&& sun.isThreadAllocatedMemorySupported() && sun.isThreadAllocatedMemoryEnabled()) ? sun : null;
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		for (ThreadGroup parent = group; parent != null; parent = group.getParent()) {
			group = parent;
		}
		this.root = group;
	}

	@Override
	@SuppressWarnings("deprecation")
	public long current() {
		// VirtualThread[#22,name]/runnable@ForkJoinPool-1-worker-1
		String text = Thread.currentThread().toString();
		int at = text.lastIndexOf('@');
		if (at < 0) {
			return NONE;
		}
		String name = text.substring(at + 1);
		Thread carrier = this.carriers.get(name);
		if (carrier == null || !carrier.isAlive()) {
			refresh();
			carrier = this.carriers.get(name);
		}
		// Thread.threadId() came with Java 19.
		return (carrier != null) ? carrier.getId() : NONE;
	}

	private void refresh() {
		if (this.carriers.size() > MAX_CARRIERS) {
			// Also drops carriers that have ended.
			this.carriers.clear();
		}
		// The JDK creates the group together with the first virtual thread.
		ThreadGroup[] groups = new ThreadGroup[this.root.activeGroupCount() + 8];
		int groupCount = this.root.enumerate(groups, false);
		for (int i = 0; i < groupCount; i++) {
			if (!GROUP.equals(groups[i].getName())) {
				continue;
			}
			// Thread group enumeration silently ignores threads that do not fit into the
			// array.
			Thread[] found = new Thread[groups[i].activeCount() * 2 + 16];
			int count = groups[i].enumerate(found, false);
			for (int j = 0; j < count; j++) {
				if (found[j] instanceof ForkJoinWorkerThread && CARRIER.equals(found[j].getClass().getName())) {
					this.carriers.put(found[j].getName(), found[j]);
				}
			}
		}
	}

	@Override
	public long cpuNanos(long carrier) {
		return this.threads.getThreadCpuTime(carrier);
	}

	@Override
	public long allocatedBytes(long carrier) {
		return (this.allocation != null) ? this.allocation.getThreadAllocatedBytes(carrier) : NONE;
	}

}
