package io.github.resourcemonitor.standalone;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;

/**
 * A program without a framework, run by {@link PlainProgramTests} with only the core on
 * its class path.
 */
final class PlainProgram {

	private PlainProgram() {
	}

	public static void main(String[] args) throws Exception {
		if (args.length > 0) {
			waitUntilTerminated();
		}
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder()
			.function("plain")
			.samplingInterval(Duration.ofMillis(1))
			.writeTo(System.out)
			.build()) {
			int sum = monitor.call("sum", () -> {
				monitor.recordServiceCall("archive", "get", CallDirection.DOWNLOAD, 4711);
				return work();
			});
			// Wait until the sampler has taken a sample, also on a busy machine.
			while (monitor.records().stream().noneMatch((record) -> record.samples() != null)) {
				monitor.run("sampled", PlainProgram::work);
			}
			System.err.println("samples " + (monitor.records().get(0).samples().size() > 0) + " sum " + (sum != 0));
		}
	}

	private static void waitUntilTerminated() {
		ResourceMonitor monitor = ResourceMonitor.builder().function("plain").writeTo(System.out).build();
		monitor.run("outer", () -> monitor.run("inner", () -> {
			System.err.println("waiting");
			while (true) {
				LockSupport.park();
			}
		}));
	}

	private static int work() {
		int sum = 1;
		for (int i = 0; i < 20_000_000; i++) {
			sum = sum * 31 + i;
		}
		return sum;
	}

}
