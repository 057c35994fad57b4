package io.github.resourcemonitor.benchmarks.truth;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;

/**
 * Does pieces of jobs: allocates, sends, and then uses the remaining CPU time.
 */
class Work {

	private static final int ARRAY_LENGTH = 10_000;

	private static final int HEADER_BYTES = 16;

	private static final int ALIGNMENT_BYTES = 8;

	/**
	 * CPU time between two readings of the meter.
	 */
	private static final long READING_NANOS = 200_000;

	private final Meter meter;

	private final Sink sink;

	private final ResourceMonitor monitor;

	private final long iterations;

	/**
	 * Keeps the JIT compiler from removing the allocation.
	 */
	private volatile Object kept = "";

	private volatile long state = 1;

	Work(Meter meter, Sink sink, ResourceMonitor monitor) {
		this.meter = meter;
		this.sink = sink;
		this.monitor = monitor;
		this.iterations = calibrate();
	}

	private long calibrate() {
		long iterations = 1000;
		// The code is compiled meanwhile, so only the last iteration counts.
		for (int i = 0; i < 200; i++) {
			long before = this.meter.nanos();
			spin(iterations);
			iterations = Math.max(100, iterations * READING_NANOS / Math.max(1, this.meter.nanos() - before));
		}
		return iterations;
	}

	private void spin(long iterations) {
		long next = this.state;
		for (long i = 0; i < iterations; i++) {
			next = next * 6364136223846793005L + 1442695040888963407L;
		}
		this.state = next;
	}

	Meter meter() {
		return this.meter;
	}

	ResourceMonitor monitor() {
		return this.monitor;
	}

	/**
	 * Return the size of an array on the heap.
	 * @param array the array
	 * @return its size in bytes, including header and padding
	 */
	static long sizeOf(byte[] array) {
		return (HEADER_BYTES + array.length + ALIGNMENT_BYTES - 1L) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
	}

	/**
	 * Do a piece of a job on the calling thread.
	 * @param job the job
	 * @param piece the number of the piece
	 */
	void piece(Job job, int piece) {
		this.meter.measure(job::metered, () -> {
			long start = this.meter.nanos();
			for (int i = job.arrays(piece); i > 0; i--) {
				allocate(job, ARRAY_LENGTH);
			}
			send(job, piece);
			while (this.meter.nanos() - start < job.nanos(piece)) {
				spin(this.iterations);
			}
		});
	}

	private byte[] allocate(Job job, int length) {
		byte[] array = new byte[length];
		this.kept = array;
		job.allocated(array);
		return array;
	}

	/**
	 * Send the payload of a piece, alternating between the two ways to record a service
	 * call.
	 */
	private void send(Job job, int piece) {
		byte[] payload = allocate(job, job.bytes(piece));
		if (piece % 2 == 0) {
			this.sink.send(job.number(), payload);
		}
		else {
			this.sink.transmit(job.number(), payload);
			this.monitor.recordServiceCall("sink", "send", CallDirection.UPLOAD, payload.length);
		}
	}

	/**
	 * Check the computed array sizes against the JVM, and measure the CPU time of the
	 * meter that it does not include itself.
	 * @return the CPU time of one measurement in nanoseconds
	 */
	double check() {
		ThreadMXBean clocks = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		Job job = new Job(0, false, 0, () -> {
		});
		int times = 1000;
		long cpu = 0;
		long allocated = 0;
		// The first rounds load and compile classes, so only the last one counts.
		for (int round = 0; round < 5; round++) {
			long known = job.allocated();
			allocated = clocks.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < times; i++) {
				allocate(job, ARRAY_LENGTH + i);
			}
			allocated = clocks.getCurrentThreadAllocatedBytes() - allocated - (job.allocated() - known);
			long metered = job.metered();
			cpu = clocks.getCurrentThreadCpuTime();
			for (int i = 0; i < times; i++) {
				this.meter.measure(job::metered, () -> {
				});
			}
			cpu = clocks.getCurrentThreadCpuTime() - cpu - (job.metered() - metered);
		}
		if (allocated != 0) {
			throw new IllegalStateException("The JVM allocated " + allocated + " B more than the size of the arrays");
		}
		return (double) cpu / times;
	}

}
