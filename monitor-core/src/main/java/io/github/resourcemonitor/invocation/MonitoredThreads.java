package io.github.resourcemonitor.invocation;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.attribution.ThreadMeter;
import io.github.resourcemonitor.attribution.ThreadMeters;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The threads that work, or have worked, for the invocations of one monitor. Thread-safe.
 */
final class MonitoredThreads implements MonitoredThread.Owner {

	/**
	 * Shorter work after the end is the rest of the task that ended the invocation, and
	 * not counted as a late task.
	 */
	private static final long LATE_NANOS = 1_000_000;

	private static final int MIN_CHECKED = 64;

	static final String UNREADABLE = "the clocks of a thread that worked for it could not be read from another thread, or the thread had ended";

	private final MonitorComponents components;

	private final ThreadMeters meters;

	/**
	 * The state of each thread. The reference is weak, so that a thread does not keep the
	 * classes of the monitor in memory after the application has ended.
	 */
	private final ThreadLocal<@Nullable WeakReference<MonitoredThread>> current = new ThreadLocal<>();

	/**
	 * Platform threads until they end, and virtual threads while they work for an
	 * invocation.
	 */
	private final Map<Thread, MonitoredThread> known = new ConcurrentHashMap<>();

	private final LongAdder ownedCpuOfEndedThreads = new LongAdder();

	private volatile int checkAt = MIN_CHECKED;

	MonitoredThreads(MonitorComponents components) {
		this.components = components;
		this.meters = new ThreadMeters(components.threadClocks(), components.failures());
	}

	@Override
	public Failures failures() {
		return this.components.failures();
	}

	@Override
	public @Nullable CorrelationContext correlation() {
		return this.components.correlation();
	}

	/**
	 * Return the CPU clock of the calling thread.
	 */
	long cpuNanos() {
		return this.meters.cpuNanos();
	}

	/**
	 * Return the calling thread.
	 */
	MonitoredThread current() {
		WeakReference<MonitoredThread> reference = this.current.get();
		MonitoredThread existing = (reference != null) ? reference.get() : null;
		return (existing != null) ? existing : create();
	}

	private MonitoredThread create() {
		Thread thread = Thread.currentThread();
		// The threads of the common pool lose their thread locals after each task.
		MonitoredThread known = this.known.get(thread);
		if (known != null) {
			this.current.set(new WeakReference<>(known));
			return known;
		}
		MonitoredThread created = new MonitoredThread(this, this.meters.create(thread));
		this.current.set(new WeakReference<>(created));
		if (!created.meter().isVirtual()) {
			this.known.put(thread, created);
			if (this.known.size() >= this.checkAt) {
				removeEnded();
				this.checkAt = Math.max(MIN_CHECKED, 2 * this.known.size());
			}
		}
		return created;
	}

	@Override
	public void busy(MonitoredThread thread) {
		if (thread.meter().isVirtual() && thread.topmost() == null) {
			this.known.put(thread.meter().thread(), thread);
		}
	}

	@Override
	public void idle(MonitoredThread thread) {
		if (thread.meter().isVirtual()) {
			this.known.remove(thread.meter().thread());
		}
	}

	private void removeEnded() {
		for (MonitoredThread each : this.known.values()) {
			if (!each.meter().thread().isAlive()) {
				removeEnded(each);
			}
		}
	}

	/**
	 * Remove a thread that has ended. What it has used since its last reading is unknown.
	 */
	private void removeEnded(MonitoredThread ended) {
		ThreadMeter meter = ended.meter();
		// Added before the thread is removed: it may be counted twice for a moment, but
		// is
		// never missing.
		this.ownedCpuOfEndedThreads.add(meter.ownedCpu());
		if (!this.known.remove(meter.thread(), ended)) {
			this.ownedCpuOfEndedThreads.add(-meter.ownedCpu());
			return;
		}
		if (meter.account() instanceof ActiveInvocation invocation) {
			for (ActiveInvocation each = invocation; each != null; each = each.parent()) {
				each.incomplete(UNREADABLE);
			}
		}
	}

	/**
	 * Charge what the threads that work for an invocation, or for a nested one, have used
	 * so far.
	 * @return whether the clocks of all of them could be read
	 */
	boolean settle(ActiveInvocation invocation) {
		if (invocation.isOnlyOn(Thread.currentThread())) {
			return true;
		}
		boolean all = true;
		for (MonitoredThread each : this.known.values()) {
			if (each.meter().account() instanceof ActiveInvocation working && working.isInside(invocation)) {
				all &= each.meter().settle();
			}
		}
		return all;
	}

	/**
	 * Read the clocks of all threads that work for invocations.
	 * @return the CPU time in nanoseconds that is owned by running and ended invocations
	 */
	long readOwnedCpu() {
		long owned = 0;
		for (MonitoredThread each : this.known.values()) {
			ThreadMeter meter = each.meter();
			if (!meter.settle() && !meter.thread().isAlive()) {
				removeEnded(each);
			}
			else {
				owned += meter.ownedCpu();
			}
		}
		return owned + this.ownedCpuOfEndedThreads.sum() + this.meters.estimatedCpu();
	}

	@Override
	public void detached(ContextFrame frame, ActiveInvocation invocation) {
		if (!frame.isStart() && invocation.isEnded()
				&& (frame.isLate() || this.components.nanoTime().getAsLong() - invocation.endNanos() >= LATE_NANOS)) {
			invocation.lateTask();
		}
	}

}
