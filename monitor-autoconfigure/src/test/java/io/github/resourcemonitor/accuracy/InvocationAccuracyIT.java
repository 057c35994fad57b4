package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.ProcessUsage.Peak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Tests the records of whole invocations against the clocks and counters of the C
 * library, read immediately outside and inside of each: the recorded value lies between
 * the two.
 */
@EnabledOnOs(OS.LINUX)
class InvocationAccuracyIT {

	private static final long MIB = 1024 * 1024;

	private static final long MILLI = 1_000_000;

	private static final long TICK = 10 * MILLI;

	@Test
	void measuresTheCpuOfABurstOfOneMillisecond() {
		int bursts = 50;
		MonitorContexts.withoutReadings().run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			// The first invocations load classes.
			for (int i = 0; i < 100; i++) {
				monitor.run("warm-up", () -> Work.spin(MILLI / 100, 1000));
			}
			long[] inside = new long[bursts];
			long[] outside = new long[bursts];
			for (int i = 0; i < bursts; i++) {
				long before = LibC.threadCpuNanos();
				InvocationScope scope = monitor.start("burst");
				long start = LibC.threadCpuNanos();
				Work.spin(MILLI, 1000);
				inside[i] = LibC.threadCpuNanos() - start;
				scope.close();
				outside[i] = LibC.threadCpuNanos() - before;
			}
			List<InvocationRecord> all = MonitorContexts.records(context);
			List<InvocationRecord> records = all.subList(all.size() - bursts, all.size());
			double[] ratios = new double[bursts];
			for (int i = 0; i < bursts; i++) {
				assertThat(records.get(i).handler()).isEqualTo("burst");
				assertThat(records.get(i).own().cpuNanos()).isBetween(inside[i], outside[i]);
				ratios[i] = (double) records.get(i).own().cpuNanos() / inside[i];
			}
			// If a clock interrupt falls between two readings, the burst is not
			// comparable.
			Arrays.sort(ratios);
			assertThat(ratios[bursts / 2]).isCloseTo(1, withinPercentage(5));
		});
	}

	@Test
	void measuresTheAllocationOfTheThread() {
		MonitorContexts.withoutReadings().run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			List<byte[]> held = new ArrayList<>();
			monitor.run("allocate", () -> {
				for (int i = 0; i < 10; i++) {
					held.add(new byte[(int) MIB]);
				}
			});
			// A header for each array, the list, and the first execution of code.
			assertThat(MonitorContexts.onlyRecord(context).own().allocatedBytes()).isBetween(10 * MIB,
					10 * MIB + MIB / 4);
		});
	}

	@Test
	void measuresTheUsageOfTheProcess() throws IOException {
		Path file = Files.createTempFile(Files.createDirectories(Path.of("target")), "written", null);
		try {
			MonitorContexts.runner().run((context) -> {
				ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
				// Loads the library.
				Counts.now();
				Counts first = Counts.now();
				InvocationScope scope = monitor.start("work");
				Counts second = Counts.now();
				ByteBuffer touched = work(file);
				Counts third = Counts.now();
				scope.close();
				Counts last = Counts.now();
				assertThat(touched.get(0)).isEqualTo((byte) 1);

				ProcessUsage process = MonitorContexts.onlyRecord(context).process();
				assertThat(process.delta(Column.CPU_USER) + process.delta(Column.CPU_SYSTEM))
					.isBetween(third.cpu - second.cpu - 2 * TICK, last.cpu - first.cpu + 2 * TICK);
				assertThat(process.delta(Column.FAULTS_MINOR)).isBetween(third.faults - second.faults,
						last.faults - first.faults);
				assertThat(process.delta(Column.DISK_WRITE_BYTES)).isBetween(third.written - second.written - 511,
						last.written - first.written + 511);
				assertThat(process.delta(Column.DISK_WRITE_CHARS)).isGreaterThanOrEqualTo(4 * MIB);
				Peak resident = process.peak(Column.MEMORY_RSS);
				assertThat(resident).isNotNull();
				assertThat(resident.end().longValue() - resident.start().longValue()).isGreaterThan(24 * MIB);
				assertThat(resident.max().longValue()).isGreaterThanOrEqualTo(resident.end().longValue());
			});
		}
		finally {
			Files.delete(file);
		}
	}

	private static ByteBuffer work(Path file) {
		try {
			Work.spin(60 * MILLI, 20_000);
			Files.write(file, new byte[(int) (4 * MIB)]);
			return Work.touch(32);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Readings of this process from the C library.
	 */
	private record Counts(long cpu, long faults, long written) {

		static Counts now() {
			LibC.Usage usage = LibC.ofThisProcess();
			return new Counts(LibC.processCpuNanos(), usage.minorFaults(),
					usage.writtenBytes() + LibC.ofItsChildren().writtenBytes());
		}

	}

}
