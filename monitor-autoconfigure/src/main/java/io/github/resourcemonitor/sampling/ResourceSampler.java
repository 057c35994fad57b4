package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
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
	 * How long the slow tier saves up what it does not use of its budget.
	 */
	private static final long SAVED_NANOS = 2_000_000_000L;

	private final ColumnCatalog catalog;

	private final SamplerOptions options;

	private final Failures failures;

	private final LongSupplier nanoTime;

	private final LongSupplier threadCpuTime;

	private final ReaderSet readers;

	private final SlowTier slowTier;

	private final SampleRing ring;

	private final SamplerThread thread;

	private final OpenWindows windows = new OpenWindows();

	private final AtomicInteger active = new AtomicInteger();

	private final long intervalNanos;

	private volatile long cpuNanos;

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
		this.readers = new ReaderSet(source.open(), failures);
		this.slowTier = new SlowTier(this.readers.slow().length, options.cpuBudget(), SAVED_NANOS,
				this.nanoTime.getAsLong());
		this.ring = new SampleRing(options.ringCapacity());
		this.intervalNanos = options.interval().toNanos();
		this.row = this.readers.newRow();
		this.thread = new SamplerThread(new Work(), this.nanoTime, this.intervalNanos, options.idleTimeout().toNanos(),
				threadFactory, failures);
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
		this.thread.wake();
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
		return this.thread.missedTicks();
	}

	/**
	 * Return whether the thread exists, at work or parked.
	 * @return whether it does
	 */
	public boolean isThreadAlive() {
		return this.thread.isAlive();
	}

	/**
	 * End the thread and close the files.
	 */
	@Override
	public void close() {
		this.thread.close();
		this.readers.close();
	}

	/**
	 * What the thread does.
	 */
	private final class Work implements SamplerThread.Work {

		@Override
		public void starts() {
			ResourceSampler.this.cpuNanosOfEndedThreads = ResourceSampler.this.cpuNanos;
		}

		@Override
		public boolean isNeeded() {
			return ResourceSampler.this.active.get() > 0;
		}

		@Override
		public void tick(long now) {
			ResourceSampler.this.tick(now);
		}

		@Override
		public void rests() {
			// No percentage over the time of rest.
			ResourceSampler.this.previousCpu = Column.ABSENT;
		}

	}

}
