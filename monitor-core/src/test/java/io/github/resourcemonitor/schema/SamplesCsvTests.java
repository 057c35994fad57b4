package io.github.resourcemonitor.schema;

import io.github.resourcemonitor.record.TestRecords;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplesCsvTests {

	@Test
	void writesSamplesAsCsv() {
		assertThat(SamplesCsv.of(new KnownRecord().build()).split("\r\n", -1)).containsExactly(
				"timeNanos,cpu.userNanos,cpu.systemNanos,cpu.percent,threads,memory.rssBytes,memory.pssBytes,"
						+ "disk.readBytes",
				"100000000,1020000000,500000000,,12,4000,300,5000",
				"200000000,1070000000,500000000,50.000,11,2000,400,5000", "");
	}

	@Test
	void writesTheHeaderAloneWithoutSamples() {
		assertThat(SamplesCsv.of(new KnownRecord().build().withoutSamples()))
			.isEqualTo("timeNanos,cpu.userNanos,cpu.systemNanos,cpu.percent,threads,memory.rssBytes,memory.pssBytes,"
					+ "disk.readBytes\r\n");
		assertThat(SamplesCsv.of(TestRecords.sequence(1).build())).isEqualTo("timeNanos\r\n");
	}

	@Test
	void writesARowOfCsvForEachSample() {
		String csv = SamplesCsv.of(TestRecords.sequence(1).samples(7).build());
		assertThat(csv.split("\r\n")).hasSize(8).startsWith("timeNanos,threads", "0,0");
		assertThat(csv).endsWith("\r\n");
		assertThat(csv.replace("\r\n", "")).doesNotContain("\n", "\r");
	}

}
