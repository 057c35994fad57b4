package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with this process on the Linux system that runs the tests.
 */
@EnabledOnOs(OS.LINUX)
class LiveLinuxIT {

	private static final long MIB = 1024 * 1024;

	private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final Failures failures = new Failures();

	private LinuxSource source;

	private List<ResourceReader> readers;

	@BeforeEach
	void open() {
		LinuxSource detected = LinuxSource.detect(Path.of("/"));
		assertThat(detected).isNotNull();
		this.source = detected;
		this.readers = detected.open();
	}

	@AfterEach
	void close() {
		this.readers.forEach(ResourceReader::close);
	}

	@Test
	void measuresTheBasicColumns() {
		ColumnCatalog catalog = ColumnCatalog.probe(this.source, this.failures);
		for (Column column : new Column[] { Column.CPU_USER, Column.CPU_SYSTEM, Column.CPU_PERCENT, Column.THREADS,
				Column.MEMORY_RSS, Column.MEMORY_PERCENT }) {
			assertThat(catalog.status(column).availability().isRecorded()).as(column.label()).isTrue();
		}
		for (Column column : new Column[] { Column.MEMORY_VIRTUAL, Column.MEMORY_LIMIT, Column.HEAP_USED,
				Column.GC_COUNT, Column.GC_NANOS, Column.FILES_OPEN, Column.DISK_READ_CALLS, Column.DISK_WRITE_CALLS,
				Column.DISK_READ_CHARS, Column.DISK_WRITE_CHARS, Column.NETWORK_RECEIVED, Column.NETWORK_SENT,
				Column.SOCKETS_LISTEN, Column.ELAPSED }) {
			assertThat(catalog.status(column).availability()).as(column.label()).isEqualTo(Availability.MEASURED);
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void agreesWithTheVirtualMachine() throws IOException {
		long cpuBefore = this.system.getProcessCpuTime();
		Map<Column, Long> values = read();
		long cpuAfter = this.system.getProcessCpuTime();
		long tick = 20_000_000;
		assertThat(values.get(Column.CPU_USER) + values.get(Column.CPU_SYSTEM)).isBetween(cpuBefore - tick,
				cpuAfter + tick);
		assertThat(values.get(Column.THREADS))
			.isGreaterThanOrEqualTo(ManagementFactory.getThreadMXBean().getThreadCount());
		assertThat(values.get(Column.MEMORY_LIMIT)).isBetween(16 * MIB, this.system.getTotalMemorySize());
		assertThat(values.get(Column.MEMORY_RSS)).isBetween(10 * MIB, values.get(Column.MEMORY_VIRTUAL));
		assertThat(values.get(Column.HEAP_USED)).isBetween(1L, Runtime.getRuntime().maxMemory());
		assertThat(values.get(Column.FILES_OPEN)).isBetween(5L, 100_000L);
		Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
		assertThat(Duration.between(start, Instant.now()).minusNanos(values.get(Column.ELAPSED)).abs())
			.isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void includesALargeAllocation() throws IOException {
		long before = read().get(Column.MEMORY_RSS);
		ByteBuffer buffer = ByteBuffer.allocateDirect((int) (96 * MIB));
		for (int i = 0; i < buffer.capacity(); i += 1024) {
			buffer.put(i, (byte) 1);
		}
		long after = read().get(Column.MEMORY_RSS);
		assertThat(after - before).isGreaterThan(64 * MIB);
		assertThat(buffer.get(0)).isEqualTo((byte) 1);
	}

	@Test
	void includesWrites() throws IOException {
		Path file = Files.createTempFile("written", null);
		long before = read().get(Column.DISK_WRITE_CHARS);
		Files.write(file, new byte[(int) MIB]);
		long after = read().get(Column.DISK_WRITE_CHARS);
		Files.delete(file);
		assertThat(after - before).isGreaterThanOrEqualTo(MIB);
	}

	@Test
	void includesAListeningSocket() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(socket.isBound()).isTrue();
			assertThat(read().get(Column.SOCKETS_LISTEN)).isPositive();
		}
	}

	@Test
	void countersNeverGoBack() throws IOException {
		Map<Column, Long> before = read();
		for (int round = 0; round < 50; round++) {
			Map<Column, Long> now = read();
			assertThat(now.keySet()).containsAll(before.keySet());
			now.forEach((column, value) -> {
				if (column.kind() == Column.Kind.COUNTER && before.containsKey(column)) {
					assertThat(value).as(column.label()).isGreaterThanOrEqualTo(before.get(column));
				}
			});
		}
	}

	@Test
	void fastReadingsAllocateNothing() throws IOException {
		assertThat(bytesPerReading(this.readers)).isLessThan(1);
	}

	@Test
	void fastReadingsAllocateNothingInsideALimitedGroup() throws IOException {
		LinuxSource limited = LinuxSource.detect(Captured.LINUX_6_1_V2.root());
		assertThat(limited).isNotNull();
		List<ResourceReader> limitedReaders = limited.open();
		assertThat(bytesPerReading(limitedReaders)).isLessThan(1);
		limitedReaders.forEach(ResourceReader::close);
	}

	private static double bytesPerReading(List<ResourceReader> all) throws IOException {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		ResourceReader[] fast = all.stream()
			.filter((reader) -> reader.tier() != Tier.SLOW)
			.toArray(ResourceReader[]::new);
		long[] row = Captured.blankRow();
		int readings = 10_000;
		readOften(fast, row, readings);
		long before = threads.getCurrentThreadAllocatedBytes();
		readOften(fast, row, readings);
		return (double) (threads.getCurrentThreadAllocatedBytes() - before) / readings;
	}

	private static void readOften(ResourceReader[] readers, long[] row, int readings) throws IOException {
		for (int i = 0; i < readings; i++) {
			for (ResourceReader reader : readers) {
				reader.read(row);
			}
		}
	}

	private Map<Column, Long> read() throws IOException {
		long[] row = Captured.blankRow();
		for (ResourceReader reader : this.readers) {
			reader.read(row);
		}
		return Captured.values(row);
	}

}
