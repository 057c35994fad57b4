package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The one sampler of a process: reads the fast sources at a fixed interval while a window
 * is open, and the slow ones as far as the CPU budget allows.
 * <p>
 * It has one daemon thread, which starts with the first window, parks some ticks after
 * the last one closed and ends when it was idle for a while. {@link #open()} and
 * {@link #close(SampleWindow)} may be called by any thread and never wait for it; closing
 * does not even wake it.
 */
public final class ResourceSampler implements Closeable {

	/**
	 * The name of the thread.
	 */
	public static final String THREAD_NAME = "resource-monitor-sampler";

	/**
	 * Ticks without a window before the thread parks, so that one invocation after
	 * another need not wake it each time.
	 */
	private static final int LINGER_TICKS = 3;

	/**
	 * How long the slow tier saves up what it does not use of its budget.
	 */
	private static final long SAVED_NANOS = 10_000_000_000L;

	private static final int GONE = 0;

	private static final int RUNNING = 1;

	private static final int PARKED = 2;

	private final ColumnCatalog catalog;

	private final SamplerOptions options;

	private final Failures failures;

	private final LongSupplier nanoTime;

	private final LongSupplier threadCpuTime;

	private final ThreadFactory threadFactory;

	private final ReaderSet readers;

	private final SlowTier slowTier;

	private final SampleRing ring;

	private final OpenWindows windows = new OpenWindows();

	private final AtomicInteger active = new AtomicInteger();

	private final AtomicInteger state = new AtomicInteger(GONE);

	private final long intervalNanos;

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	private volatile long cpuNanos;

	private volatile long missedTicks;

	// The rest belongs to the sampler's thread.

	private final long[] row;

	private long previousTime;

	private long previousCpu = Column.ABSENT;

	private double fastShare;

	private long ticksSinceFold;

	private long cpuNanosOfEndedThreads;

	/**
	 * Create a new sampler; no thread is started yet.
	 * @param source what to read
	 * @param catalog what of it belongs into records
	 * @param options how to work
	 * @param clocks the clocks
	 * @param failures where failing readers are recorded
	 */
	public ResourceSampler(ResourceSource source, ColumnCatalog catalog, SamplerOptions options, SamplerClocks clocks,
			Failures failures) {
		this(source, catalog, options, clocks, failures, ResourceSampler::newThread);
	}

	ResourceSampler(ResourceSource source, ColumnCatalog catalog, SamplerOptions options, SamplerClocks clocks,
			Failures failures, ThreadFactory threadFactory) {
		this.catalog = catalog;
		this.options = options;
		this.failures = failures;
		this.nanoTime = clocks.nanoTime();
		this.threadCpuTime = clocks.threadCpuTime();
		this.threadFactory = threadFactory;
		this.readers = new ReaderSet(source.open(), failures);
		this.slowTier = new SlowTier(this.readers.slow().length, options.cpuBudget(), SAVED_NANOS,
				this.nanoTime.getAsLong());
		this.ring = new SampleRing(options.ringCapacity());
		this.intervalNanos = options.interval().toNanos();
		this.row = this.readers.newRow();
	}

	private static Thread newThread(Runnable task) {
		// No inherited thread locals: they would keep somebody's context alive.
		Thread thread = new Thread(null, task, THREAD_NAME, 0, false);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Open a window: sampling goes on at least until it is closed.
	 * @return the window
	 */
	public SampleWindow open() {
		SampleWindow window = new SampleWindow(this.ring.position());
		this.windows.add(window);
		this.active.incrementAndGet();
		wake();
		return window;
	}

	/**
	 * Close a window.
	 * @param window the window, which must be open
	 * @return what its samples come to, or {@code null} if there was none
	 */
	public @Nullable SampleAggregate close(SampleWindow window) {
		if (!this.windows.remove(window)) {
			return null;
		}
		this.active.decrementAndGet();
		long to = this.ring.position();
		SampleWindow.Folded folded = window.folded;
		if (folded == null && to == window.from) {
			return null;
		}
		return fold(window, folded, to);
	}

	private SampleAggregate fold(SampleWindow window, SampleWindow.@Nullable Folded folded, long to) {
		SampleAggregate aggregate = (folded != null) ? folded.aggregate().copy()
				: new SampleAggregate(this.catalog, this.options.maxRows());
		aggregate.add(this.ring, (folded != null) ? folded.upTo() : window.from, to);
		return aggregate;
	}

	private void wake() {
		if (this.closed) {
			return;
		}
		int current = this.state.get();
		if (current == PARKED && this.state.compareAndSet(PARKED, RUNNING)) {
			LockSupport.unpark(this.thread);
		}
		else if (current == GONE && this.state.compareAndSet(GONE, RUNNING)) {
			startThread();
		}
	}

	private void startThread() {
		try {
			Thread newThread = this.threadFactory.newThread(this::run);
			this.thread = newThread;
			newThread.start();
		}
		catch (Throwable ex) {
			// No thread to be had now: the next window tries again.
			this.state.set(GONE);
			this.failures.record("starting the sampler's thread", ex);
		}
	}

	private void run() {
		try {
			sample();
		}
		catch (Throwable ex) {
			// A clock failed: the next window tries again with another thread.
			this.state.set(GONE);
			this.failures.record("the sampler's thread", ex);
		}
	}

	private void sample() {
		this.cpuNanosOfEndedThreads = this.cpuNanos;
		long deadline = this.nanoTime.getAsLong() + this.intervalNanos;
		int idleTicks = 0;
		while (!this.closed) {
			parkUntil(deadline);
			long now = this.nanoTime.getAsLong();
			if (this.active.get() > 0) {
				idleTicks = 0;
				if (now - deadline >= 0) {
					tick(now);
					deadline = nextDeadline(deadline, now);
				}
			}
			else if (++idleTicks < LINGER_TICKS) {
				deadline = now + this.intervalNanos;
			}
			else {
				if (!rest()) {
					return;
				}
				idleTicks = 0;
				deadline = this.nanoTime.getAsLong() + this.intervalNanos;
			}
		}
	}

	private void parkUntil(long deadline) {
		long wait = deadline - this.nanoTime.getAsLong();
		if (wait > 0) {
			park(wait);
		}
	}

	private void park(long nanos) {
		LockSupport.parkNanos(this, nanos);
		// Nobody has a reason to interrupt this thread; who does must not make it spin.
		Thread.interrupted();
	}

	private long nextDeadline(long deadline, long now) {
		long next = deadline + this.intervalNanos;
		if (now - next < 0) {
			return next;
		}
		long missed = (now - deadline) / this.intervalNanos;
		this.missedTicks += missed;
		return deadline + (missed + 1) * this.intervalNanos;
	}

	/**
	 * Park until a window opens.
	 * @return {@code false} if none did for so long that the thread shall end
	 */
	private boolean rest() {
		this.previousCpu = Column.ABSENT;
		long until = this.nanoTime.getAsLong() + this.options.idleTimeout().toNanos();
		this.state.set(PARKED);
		while (this.state.get() == PARKED) {
			// A window that was opened before it could see the state is seen here.
			if (this.closed || this.active.get() > 0) {
				this.state.compareAndSet(PARKED, RUNNING);
				break;
			}
			long wait = until - this.nanoTime.getAsLong();
			if (wait <= 0) {
				return !leave();
			}
			park(wait);
		}
		return !this.closed;
	}

	private boolean leave() {
		if (!this.state.compareAndSet(PARKED, GONE)) {
			return false;
		}
		// The same once more: whoever saw PARKED did not start a thread.
		return this.active.get() == 0 || !this.state.compareAndSet(GONE, RUNNING);
	}

	/**
	 * Take one sample. Only the sampler's thread calls this, or a test without one.
	 * @param now the time by the monotonic clock
	 */
	void tick(long now) {
		try {
			this.readers.clear(this.row);
			long start = this.nanoTime.getAsLong();
			this.readers.readFast(this.row);
			derivePercent(now);
			this.fastShare = (double) (this.nanoTime.getAsLong() - start) / this.intervalNanos;
			ThreadTimes threads = readSlow(now);
			this.ring.append(now, this.row, threads);
			foldBeforeOverwrite();
			this.cpuNanos = this.cpuNanosOfEndedThreads + this.threadCpuTime.getAsLong();
		}
		catch (Throwable ex) {
			this.failures.record("sampler", ex);
		}
	}

	private void derivePercent(long now) {
		long user = this.row[Column.CPU_USER.ordinal()];
		long system = this.row[Column.CPU_SYSTEM.ordinal()];
		long cpu = (user != Column.ABSENT && system != Column.ABSENT) ? user + system : Column.ABSENT;
		long elapsed = now - this.previousTime;
		if (this.previousCpu != Column.ABSENT && cpu >= this.previousCpu && elapsed > 0) {
			this.row[Column.CPU_PERCENT.ordinal()] = (cpu - this.previousCpu) * 100 * Column.PERCENT_SCALE / elapsed;
		}
		this.previousCpu = cpu;
		this.previousTime = now;
	}

	private @Nullable ThreadTimes readSlow(long now) {
		ThreadTimes threads = null;
		ResourceReader[] slow = this.readers.slow();
		for (int i = 0; i < slow.length; i++) {
			if (this.slowTier.isDue(i, now)) {
				long start = this.nanoTime.getAsLong();
				this.readers.read(slow[i], this.row);
				this.slowTier.done(i, now, this.nanoTime.getAsLong() - start, this.fastShare);
				if (slow[i] instanceof ThreadsReader threadsReader) {
					threads = threadsReader.threads();
				}
			}
		}
		return threads;
	}

	private void foldBeforeOverwrite() {
		if (++this.ticksSinceFold < this.ring.capacity() / 4) {
			return;
		}
		this.ticksSinceFold = 0;
		long position = this.ring.position();
		for (SampleWindow window : this.windows.snapshot()) {
			if (position - window.unfoldedFrom() >= this.ring.capacity() / 2) {
				window.folded = new SampleWindow.Folded(fold(window, window.folded, position), position);
			}
		}
	}

	/**
	 * Return the time between two samples.
	 * @return the interval in nanoseconds
	 */
	public long intervalNanos() {
		return this.intervalNanos;
	}

	/**
	 * Return the CPU time that the sampler's threads used so far.
	 * @return the time in nanoseconds
	 */
	public long cpuNanos() {
		return this.cpuNanos;
	}

	/**
	 * Return the number of samples taken so far.
	 * @return the number
	 */
	public long samples() {
		return this.ring.position();
	}

	/**
	 * Return the number of samples that were due but not taken, because the thread got no
	 * CPU in time.
	 * @return the number
	 */
	public long missedSamples() {
		return this.missedTicks;
	}

	/**
	 * Return whether the thread exists, at work or parked.
	 * @return whether it does
	 */
	public boolean isThreadAlive() {
		Thread current = this.thread;
		return current != null && current.isAlive();
	}

	/**
	 * End the thread and close the files.
	 */
	@Override
	public void close() {
		this.closed = true;
		Thread current = this.thread;
		if (current != null) {
			LockSupport.unpark(current);
			try {
				current.join(1000);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		this.readers.close();
	}

}
