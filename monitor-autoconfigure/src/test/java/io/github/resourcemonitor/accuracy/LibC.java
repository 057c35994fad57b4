package io.github.resourcemonitor.accuracy;

import java.nio.file.Path;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Readings from the C library of a 64-bit Linux, without files of {@code /proc}.
 */
final class LibC {

	private static final int CLOCK_PROCESS_CPUTIME_ID = 2;

	private static final int CLOCK_THREAD_CPUTIME_ID = 3;

	private static final int POSIX_FADV_DONTNEED = 4;

	static {
		Native.register(LibC.class, Platform.C_LIBRARY_NAME);
	}

	private LibC() {
	}

	private static native int getrusage(int who, long[] usage);

	private static native int clock_gettime(int clock, long[] time);

	private static native int open(String path, int flags);

	private static native int posix_fadvise(int file, long offset, long length, int advice);

	private static native int close(int file);

	/**
	 * Return the usage of this process, including ended threads.
	 */
	static Usage ofThisProcess() {
		return usage(0);
	}

	/**
	 * Return the usage of the children of this process that were waited for.
	 */
	static Usage ofItsChildren() {
		return usage(-1);
	}

	private static Usage usage(int who) {
		// Two struct timeval, then 14 long.
		long[] usage = new long[18];
		check(getrusage(who, usage));
		return new Usage(nanos(usage[0], usage[1]), nanos(usage[2], usage[3]), usage[4] * 1024, usage[8], usage[9],
				usage[11] * 512, usage[12] * 512, usage[16], usage[17]);
	}

	private static long nanos(long seconds, long micros) {
		return seconds * 1_000_000_000 + micros * 1000;
	}

	static long processCpuNanos() {
		return clock(CLOCK_PROCESS_CPUTIME_ID);
	}

	static long threadCpuNanos() {
		return clock(CLOCK_THREAD_CPUTIME_ID);
	}

	private static long clock(int clock) {
		long[] time = new long[2];
		check(clock_gettime(clock, time));
		return time[0] * 1_000_000_000 + time[1];
	}

	/**
	 * Drop the pages of a file that was written back from the page cache.
	 */
	static void dropFromPageCache(Path path) {
		int file = open(path.toString(), 0);
		check(Math.min(file, 0));
		check(posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED));
		check(close(file));
	}

	private static void check(int result) {
		if (result != 0) {
			throw new IllegalStateException("The C library answered " + result + ", errno " + Native.getLastError());
		}
	}

	/**
	 * The values of {@code getrusage} in nanoseconds, bytes and counts.
	 */
	record Usage(long userNanos, long systemNanos, long maxResidentBytes, long minorFaults, long majorFaults,
			long readBytes, long writtenBytes, long voluntarySwitches, long involuntarySwitches) {

	}

}
