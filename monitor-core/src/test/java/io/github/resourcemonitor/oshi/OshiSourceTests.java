package io.github.resourcemonitor.oshi;

import java.nio.file.Path;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.linux.LinuxSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Tests for {@link OshiSource} with this process, on any system.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OshiSourceTests {

	private final Failures failures = new Failures();

	private OshiSource source;

	private ColumnCatalog catalog;

	private EdgeReader reader;

	@BeforeAll
	void open() {
		this.source = new OshiSource();
		this.catalog = ColumnCatalog.probe(this.source, this.failures);
		this.reader = new EdgeReader(this.source, 0.02, System::nanoTime, this.failures);
	}

	@AfterAll
	void close() {
		this.reader.close();
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void measuresTheBasicColumns() {
		Reading reading = this.reader.readAll();
		for (Column column : new Column[] { Column.CPU_USER, Column.CPU_SYSTEM, Column.CPU_PERCENT, Column.THREADS,
				Column.MEMORY_RSS, Column.MEMORY_VIRTUAL, Column.MEMORY_PERCENT, Column.MEMORY_LIMIT, Column.ELAPSED,
				Column.HEAP_USED, Column.GC_COUNT }) {
			assertThat(this.catalog.status(column).availability()).as(column.label()).isEqualTo(Availability.MEASURED);
			assertThat(this.catalog.status(column).source()).as(column.label()).isNotEmpty();
			if (column != Column.CPU_PERCENT && column != Column.GC_COUNT && column != Column.CPU_SYSTEM) {
				assertThat(reading.value(column)).as(column.label()).isPositive();
			}
		}
		assertThat(reading.value(Column.MEMORY_RSS)).isLessThan(reading.value(Column.MEMORY_LIMIT));
		assertThat(reading.value(Column.MEMORY_PERCENT)).isBetween(1L, 100 * Column.PERCENT_SCALE);
	}

	@Test
	void hasReasonsForMissingColumns() {
		for (Column column : Column.values()) {
			if (!this.catalog.status(column).availability().isRecorded()) {
				assertThat(this.catalog.status(column).reason()).as(column.label()).isNotBlank();
			}
		}
		assertThat(this.catalog.status(Column.CPU_THROTTLED).availability()).isEqualTo(Availability.UNAVAILABLE);
		assertThat(this.catalog.status(Column.CPU_THROTTLED).reason())
			.isEqualTo("OSHI does not provide it on this system");
	}

	@Test
	void readsCountersThatDoNotGoBack() {
		Reading before = this.reader.readAll();
		Reading after = this.reader.readAll();
		for (Column column : this.catalog.recorded()) {
			if (column.kind() == Column.Kind.COUNTER || column.kind() == Column.Kind.INSTANT) {
				assertThat(after.value(column)).as(column.label()).isGreaterThanOrEqualTo(before.value(column));
			}
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void agreesWithTheFilesOfLinux() {
		LinuxSource linux = LinuxSource.detect(Path.of("/"));
		assertThat(linux).isNotNull();
		try (EdgeReader files = new EdgeReader(linux, 0.02, System::nanoTime, this.failures)) {
			Reading ours = files.readAll();
			Reading theirs = this.reader.readAll();
			Reading oursAfter = files.readAll();
			assertThat(theirs.value(Column.MEMORY_RSS)).isBetween(ours.value(Column.MEMORY_RSS) / 2,
					ours.value(Column.MEMORY_RSS) * 2);
			assertThat(theirs.value(Column.MEMORY_VIRTUAL)).isCloseTo(ours.value(Column.MEMORY_VIRTUAL),
					withinPercentage(20));
			// Threads of the virtual machine and of other tests may end or start
			// meanwhile.
			assertThat(theirs.value(Column.THREADS)).isBetween(
					Math.min(ours.value(Column.THREADS), oursAfter.value(Column.THREADS)) - 5,
					Math.max(ours.value(Column.THREADS), oursAfter.value(Column.THREADS)) + 5);
			assertThat(theirs.value(Column.FILES_OPEN)).isBetween(
					Math.min(ours.value(Column.FILES_OPEN), oursAfter.value(Column.FILES_OPEN)) - 10,
					Math.max(ours.value(Column.FILES_OPEN), oursAfter.value(Column.FILES_OPEN)) + 10);
			assertThat(theirs.value(Column.CPU_USER)).isGreaterThanOrEqualTo(ours.value(Column.CPU_USER));
			assertThat(theirs.value(Column.NETWORK_LOOPBACK_RECEIVED))
				.isGreaterThanOrEqualTo(ours.value(Column.NETWORK_LOOPBACK_RECEIVED));
			assertThat(theirs.value(Column.NETWORK_RECEIVED))
				.isGreaterThanOrEqualTo(ours.value(Column.NETWORK_RECEIVED));
			assertThat(theirs.value(Column.FAULTS_MINOR)).isGreaterThanOrEqualTo(ours.value(Column.FAULTS_MINOR));
			assertThat(Math.abs(theirs.value(Column.ELAPSED) - ours.value(Column.ELAPSED))).isLessThan(10_000_000_000L);
		}
	}

	@Test
	void readsFactsAboutTheHost() {
		HostFacts facts = HostFacts.detect();
		assertThat(facts.operatingSystem()).isNotBlank();
		assertThat(facts.cpuModel()).isNotNull();
		assertThat(facts.logicalProcessors()).isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
		assertThat(facts.physicalMemoryBytes()).isGreaterThan(Runtime.getRuntime().totalMemory());
	}

}
