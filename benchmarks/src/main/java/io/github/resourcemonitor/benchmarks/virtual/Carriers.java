package io.github.resourcemonitor.benchmarks.virtual;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * The carrier threads of virtual threads by name, and the clocks of any thread. Carriers
 * that have terminated stay in the map.
 */
final class Carriers {

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final ThreadGroup root;

	private final Map<String, Long> ids = new ConcurrentHashMap<>();

	private volatile @Nullable ForkJoinPool pool;

	Carriers() {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		for (ThreadGroup parent = group; parent != null; parent = group.getParent()) {
			group = parent;
		}
		this.root = group;
	}

	/**
	 * Return the IDs of all known carriers by thread name, after searching for new ones.
	 */
	Map<String, Long> list() {
		ForkJoinPool known = this.pool;
		if (known != null && known.getPoolSize() == this.ids.size()) {
			return this.ids;
		}
		Thread[] found = new Thread[this.root.activeCount() * 2 + 100];
		int count = this.root.enumerate(found);
		for (int i = 0; i < count; i++) {
			if (found[i] instanceof ForkJoinWorkerThread worker
					&& "jdk.internal.misc.CarrierThread".equals(worker.getClass().getName())) {
				this.ids.put(worker.getName(), worker.getId());
				this.pool = worker.getPool();
			}
		}
		return this.ids;
	}

	/**
	 * Return the ID of the carrier of a virtual thread.
	 * @param thread a virtual thread
	 * @return the ID, or {@code null} if the thread is not mounted
	 */
	@Nullable Long of(Thread thread) {
		// VirtualThread[#22,name]/runnable@ForkJoinPool-1-worker-1
		String text = thread.toString();
		int at = text.lastIndexOf('@');
		if (at < 0) {
			return null;
		}
		String name = text.substring(at + 1);
		Long id = this.ids.get(name);
		return (id != null) ? id : list().get(name);
	}

	/**
	 * Return the ID of the platform thread that the caller runs on: the carrier of a
	 * virtual thread, or the thread itself.
	 */
	long current() {
		Long carrier = of(Thread.currentThread());
		return (carrier != null) ? carrier : Thread.currentThread().getId();
	}

	long cpu(long id) {
		return this.threads.getThreadCpuTime(id);
	}

	long bytes(long id) {
		return this.threads.getThreadAllocatedBytes(id);
	}

}
