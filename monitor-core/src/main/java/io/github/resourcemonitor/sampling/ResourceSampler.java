package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resourcemonitor.concurrent.StripedList;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Sampler of the process: reads the fast sources at a fixed interval while a window is
 * open, and the slow ones as far as the CPU budget allows.
 * <p>
 * It has a single daemon thread, which starts with the first window, parks some ticks
 * after the last window was closed, and ends after an idle timeout. {@link #open()} and
 * {@link #close(SampleWindow)} are thread-safe and never wait for the thread; closing
 * does not wake it either.
 */
public final class ResourceSampler implements Closeable {

	/**
	 * The name of the thread.
	 */
	public static final String THREAD_NAME = "resource-monitor-sampler";

	/**
	 * Number of segments of the ring, each of which is aggregated as a whole.
	 */
	private static final int SEGMENTS = 4;

	private final ColumnCatalog catalog;

	private final SamplerOptions options;

	private final Failures failures;

	private final SamplerClocks clocks;

	private final Supplier<SampleTaker> opening;

	private final SampleRing ring;

	private final SamplerThread thread;

	private final StripedList<SampleWindow> windows = new StripedList<>();

	private final long intervalNanos;

	private final int segmentLength;

	private volatile long cpuNanos;

	// The following fields are confined to the sampler's thread.

	private @Nullable SampleTaker taker;

	/**
	 * The sums of the counters, which continue when the files are opened again.
	 */
	private final MonotonicCounters sums = new MonotonicCounters();

	private final @Nullable Segment[] segments = new Segment[SEGMENTS];

	private long aggregatedUpTo;

	private long cpuNanosOfEndedThreads;

	/**
	 * Create a new sampler; no thread is started yet.
	 * @param source what to read
	 * @param catalog the catalog of columns
	 * @param options the options
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
		this.clocks = clocks;
		this.ring = new SampleRing(Math.max(options.ringCapacity(), SEGMENTS));
		this.segmentLength = this.ring.capacity() / SEGMENTS;
		this.intervalNanos = options.interval().toNanos();
		this.opening = () -> new SampleTaker(source, catalog, this.ring, options, clocks.nanoTime(), this.sums,
				failures);
		this.thread = new SamplerThread(new Work(), clocks.nanoTime(), this.intervalNanos,
				options.idleTimeout().toNanos(), threadFactory, failures);
	}

	private static Thread newThread(Runnable task) {
		// No inherited thread locals, which would retain the context of another thread.
		Thread thread = new Thread(null, task, THREAD_NAME, 0, false);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Open a window; sampling continues at least until it is closed.
	 * @return the window
	 */
	public SampleWindow open() {
		SampleWindow window = new SampleWindow(this.ring.position());
		this.windows.add(window);
		this.thread.wake();
		return window;
	}

	/**
	 * Close a window.
	 * @param window the window, which must be open
	 * @return the aggregate of its samples, or {@code null} if there was none
	 */
	public @Nullable SampleAggregate close(SampleWindow window) {
		if (!this.windows.remove(window)) {
			return null;
		}
		long to = this.ring.position();
		SampleWindow.Partial partial = window.partial;
		if (partial == null && to == window.from) {
			return null;
		}
		return aggregate(window, partial, to);
	}

	private SampleAggregate aggregate(SampleWindow window, SampleWindow.@Nullable Partial partial, long to) {
		SampleAggregate aggregate = (partial != null) ? partial.aggregate().copy()
				: newAggregate(this.options.maxRows());
		aggregate.add(this.ring, (partial != null) ? partial.upTo() : window.from, to);
		return aggregate;
	}

	private SampleAggregate newAggregate(int maxRows) {
		return new SampleAggregate(this.catalog, maxRows);
	}

	/**
	 * Take one sample. Called only by the sampler's thread, or by a test without one.
	 * @param now the time by the monotonic clock
	 */
	void tick(long now) {
		try {
			SampleTaker open = this.taker;
			if (open == null) {
				this.sums.replaceAll();
				open = this.opening.get();
				this.taker = open;
			}
			open.take(now);
			if (this.ring.position() - this.aggregatedUpTo >= this.segmentLength) {
				aggregateBeforeOverwrite();
			}
			this.cpuNanos = usedSince(now);
		}
		catch (Throwable ex) {
			this.failures.record("sampler", ex);
		}
	}

	private long usedSince(long start) {
		LongSupplier threadCpuTime = this.clocks.threadCpuTime();
		return (threadCpuTime != null) ? this.cpuNanosOfEndedThreads + threadCpuTime.getAsLong()
				: this.cpuNanos + this.clocks.nanoTime().getAsLong() - start;
	}

	/**
	 * Aggregate segments of the ring for windows that still need them before they are
	 * overwritten. No matter how many windows are open, each segment is aggregated once
	 * and its rows are kept once.
	 */
	private void aggregateBeforeOverwrite() {
		this.aggregatedUpTo += this.segmentLength;
		for (SampleWindow window : this.windows.copy()) {
			if (this.aggregatedUpTo - window.remainingFrom() > 2L * this.segmentLength) {
				window.partial = aggregateSegments(window, window.partial, this.aggregatedUpTo);
			}
		}
	}

	private SampleWindow.Partial aggregateSegments(SampleWindow window, SampleWindow.@Nullable Partial partial,
			long end) {
		long whole = (window.remainingFrom() + this.segmentLength - 1) / this.segmentLength;
		SampleAggregate aggregate = aggregate(window, partial, whole * this.segmentLength);
		for (long number = whole; number * this.segmentLength < end; number++) {
			aggregate.add(segment(number));
		}
		return new SampleWindow.Partial(aggregate, end);
	}

	private SampleAggregate segment(long number) {
		int slot = (int) (number % SEGMENTS);
		Segment segment = this.segments[slot];
		if (segment == null || segment.number() != number) {
			SampleAggregate samples = newAggregate((this.options.maxRows() > 0) ? this.segmentLength : 0);
			samples.add(this.ring, number * this.segmentLength, (number + 1) * this.segmentLength);
			segment = new Segment(number, samples);
			this.segments[slot] = segment;
		}
		return segment.samples();
	}

	/**
	 * Return the time between two samples.
	 * @return the interval in nanoseconds
	 */
	public long intervalNanos() {
		return this.intervalNanos;
	}

	/**
	 * Return the CPU time that the sampler's threads have used so far.
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
	 * Return the number of samples that were due but not taken because the thread was not
	 * scheduled in time.
	 * @return the number
	 */
	public long missedSamples() {
		return this.thread.missedTicks();
	}

	/**
	 * Return whether the thread exists, running or parked.
	 * @return whether it does
	 */
	public boolean isThreadAlive() {
		return this.thread.isAlive();
	}

	/**
	 * Sample again after {@link #close()}. Windows that are still open are continued.
	 */
	public void reopen() {
		this.thread.reopen();
		if (!this.windows.isEmpty()) {
			this.thread.wake();
		}
	}

	/**
	 * End the thread and close the files. Until this is {@linkplain #reopen() opened
	 * again}, there are no samples.
	 */
	@Override
	public void close() {
		this.thread.close();
		if (!this.thread.isAlive()) {
			closeFiles();
		}
		// Otherwise a reading takes long, and the thread does it afterwards.
	}

	private synchronized void closeFiles() {
		SampleTaker open = this.taker;
		this.taker = null;
		if (open != null) {
			open.close();
		}
	}

	/**
	 * Aggregate of one segment of the ring.
	 */
	private record Segment(long number, SampleAggregate samples) {

	}

	/**
	 * Work of the sampler's thread.
	 */
	private final class Work implements SamplerThread.Work {

		@Override
		public void onStart() {
			ResourceSampler.this.cpuNanosOfEndedThreads = ResourceSampler.this.cpuNanos;
		}

		@Override
		public boolean isNeeded() {
			return !ResourceSampler.this.windows.isEmpty();
		}

		@Override
		public void tick(long now) {
			ResourceSampler.this.tick(now);
		}

		@Override
		public void onClose() {
			closeFiles();
		}

		@Override
		public void onPark() {
			SampleTaker open = ResourceSampler.this.taker;
			if (open != null) {
				open.pause();
			}
		}

	}

}
