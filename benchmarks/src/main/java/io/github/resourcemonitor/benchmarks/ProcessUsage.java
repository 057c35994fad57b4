package io.github.resourcemonitor.benchmarks;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Resource usage of this process so far, from {@code getrusage} on 64-bit Linux.
 *
 * @param cpuNanos CPU time in nanoseconds
 * @param voluntarySwitches the number of voluntary context switches
 * @param involuntarySwitches the number of involuntary context switches
 */
public record ProcessUsage(long cpuNanos, long voluntarySwitches, long involuntarySwitches) {

	/**
	 * Read the current usage.
	 * @return the usage
	 */
	public static ProcessUsage now() {
		// Two struct timeval, then 14 long.
		long[] usage = new long[18];
		if (CLibrary.getrusage(0, usage) != 0) {
			throw new IllegalStateException("getrusage failed");
		}
		return new ProcessUsage((usage[0] + usage[2]) * 1_000_000_000 + (usage[1] + usage[3]) * 1000, usage[16],
				usage[17]);
	}

	/**
	 * Return the usage since an earlier reading.
	 * @param before the earlier reading
	 * @return the difference
	 */
	public ProcessUsage since(ProcessUsage before) {
		return new ProcessUsage(this.cpuNanos - before.cpuNanos, this.voluntarySwitches - before.voluntarySwitches,
				this.involuntarySwitches - before.involuntarySwitches);
	}

	private static final class CLibrary {

		static {
			Native.register(CLibrary.class, Platform.C_LIBRARY_NAME);
		}

		private CLibrary() {
		}

		static native int getrusage(int who, long[] usage);

	}

}
