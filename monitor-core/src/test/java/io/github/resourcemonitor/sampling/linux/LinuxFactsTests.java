package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LinuxFactsTests {

	@TempDir
	Path root;

	@ParameterizedTest
	@CsvSource({ "LINUX_6_18_V1, false, 25276502016", "LINUX_6_1_V2, false, 756281344",
			"LINUX_5_10_V2_NAMESPACE, false, 762269696", "GVISOR_2022, true, 25276502016",
			"GVISOR_2024_CGROUP, true, 536870912" })
	void distinguishesTheCapturedSystems(Captured captured, boolean gVisor, long physicalMemory) {
		LinuxFacts facts = LinuxFacts.detect(captured.root());
		assertThat(facts).isEqualTo(new LinuxFacts(10_000_000, 4096, gVisor, true, physicalMemory));
	}

	@Test
	void usesDefaultsWithoutInformation() {
		assertThat(LinuxFacts.detect(this.root))
			.isEqualTo(new LinuxFacts(10_000_000, 4096, false, true, Column.ABSENT));
	}

	@Test
	void readsTicksAndPagesFromTheAuxiliaryVector() throws IOException {
		ByteBuffer vector = ByteBuffer.allocate(6 * 8 + 5).order(ByteOrder.nativeOrder());
		vector.putLong(6).putLong(65536).putLong(17).putLong(250).putLong(0).putLong(0);
		write("proc/self/auxv", vector.array());
		LinuxFacts facts = LinuxFacts.detect(this.root);
		assertThat(facts.pageSize()).isEqualTo(65536);
		assertThat(facts.tickNanos()).isEqualTo(4_000_000);
	}

	@Test
	void recognizesGVisorByItsVersion() throws IOException {
		write("proc/version", Captured.GVISOR_2024.bytes("proc/version"));
		assertThat(LinuxFacts.detect(this.root).gVisor()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "1, true" })
	void readsTheSwitchOfDelayAccounting(String value, boolean on) throws IOException {
		write("proc/sys/kernel/task_delayacct", (value + "\n").getBytes());
		assertThat(LinuxFacts.detect(this.root).delayAccounting()).isEqualTo(on);
	}

	private void write(String file, byte[] content) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.write(path, content);
	}

}
