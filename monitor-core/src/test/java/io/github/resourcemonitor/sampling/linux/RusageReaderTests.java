package io.github.resourcemonitor.sampling.linux;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EnabledOnOs(OS.LINUX)
class RusageReaderTests {

	private final LinuxSource linux = LinuxSource.detect(Path.of("/"));

	@Test
	@EnabledForJreRange(max = JRE.JAVA_21)
	void isUnsupportedOnOlderVersions() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(this.linux::withNativeAccess)
			.withMessageContaining("JDK 22 or later")
			.withMessageContaining(Integer.toString(Runtime.version().feature()));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	void takesPrecedenceOverFiles() {
		Failures failures = new Failures();
		ColumnCatalog catalog = ColumnCatalog.probe(this.linux.withNativeAccess(), failures);
		for (Column column : new Column[] { Column.CPU_USER, Column.CPU_SYSTEM, Column.CPU_CHILDREN_USER,
				Column.CPU_CHILDREN_SYSTEM, Column.FAULTS_MINOR, Column.FAULTS_MAJOR, Column.CONTEXT_SWITCHES_VOLUNTARY,
				Column.CONTEXT_SWITCHES_INVOLUNTARY }) {
			assertThat(catalog.status(column).availability()).as(column.label()).isEqualTo(Availability.MEASURED);
			assertThat(catalog.status(column).source()).as(column.label()).contains("getrusage");
			assertThat(catalog.status(column).resolutionNanos()).as(column.label()).isZero();
		}
		assertThat(catalog.status(Column.THREADS).source()).contains("stat");
		assertThat(failures.summaries()).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	void agreesWithTheFiles() throws Exception {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		Map<Column, Long> files = read(this.linux);
		long cpuBefore = system.getProcessCpuTime();
		Map<Column, Long> values = read(this.linux.withNativeAccess());
		long cpuAfter = system.getProcessCpuTime();
		long tick = 20_000_000;
		assertThat(values.get(Column.CPU_USER) + values.get(Column.CPU_SYSTEM)).isBetween(cpuBefore - tick,
				cpuAfter + tick);
		assertThat(values.get(Column.FAULTS_MINOR)).isBetween(files.get(Column.FAULTS_MINOR),
				files.get(Column.FAULTS_MINOR) + 100_000);
		assertThat(values.get(Column.FAULTS_MAJOR)).isGreaterThanOrEqualTo(files.get(Column.FAULTS_MAJOR));
		assertThat(values.get(Column.CPU_CHILDREN_USER) / 10_000_000)
			.isEqualTo(files.get(Column.CPU_CHILDREN_USER) / 10_000_000);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	void countsTheSwitchesOfShortLivedThreads() throws Exception {
		LinuxSource exact = this.linux.withNativeAccess();
		long before = read(exact).get(Column.CONTEXT_SWITCHES_VOLUNTARY);
		int threads = 20;
		int waits = 100;
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> {
				for (int k = 0; k < waits; k++) {
					LockSupport.parkNanos(20_000);
				}
			});
			thread.start();
			thread.join();
		}
		long after = read(exact).get(Column.CONTEXT_SWITCHES_VOLUNTARY);
		// Each thread yielded its CPU at each of its waits.
		assertThat(after - before).isGreaterThanOrEqualTo(threads * waits);
	}

	private static Map<Column, Long> read(LinuxSource source) throws Exception {
		long[] row = Captured.blankRow();
		for (ResourceReader reader : source.open()) {
			try (reader) {
				reader.read(row);
			}
		}
		return Captured.values(row);
	}

}
