package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroupLimits}.
 */
class GroupLimitsTests {

	@TempDir
	Path root;

	private void write(String path, String text) throws IOException {
		Path file = this.root.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text + "\n");
	}

	private void v2() throws IOException {
		write("proc/self/cgroup", "0::/outer/app");
		write("proc/self/mountinfo", "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw");
		write("sys/fs/cgroup/outer/app/cgroup.type", "domain");
	}

	@Test
	void readsTheSmallestLimitsOfVersionTwo() throws IOException {
		v2();
		write("sys/fs/cgroup/outer/app/cpu.max", "max 100000");
		write("sys/fs/cgroup/outer/cpu.max", "16700 100000");
		write("sys/fs/cgroup/outer/app/memory.max", "536870912");
		write("sys/fs/cgroup/outer/memory.max", "max");
		assertThat(GroupLimits.read(this.root)).isEqualTo(new GroupLimits(167L, 536870912L));
	}

	@Test
	void readsTheSmallestLimitsOfVersionOne() throws IOException {
		write("proc/self/cgroup", "3:cpu,cpuacct:/app\n2:memory:/app");
		write("proc/self/mountinfo", """
				31 24 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct
				32 24 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory""");
		write("sys/fs/cgroup/cpu/app/cpu.cfs_quota_us", "250000");
		write("sys/fs/cgroup/cpu/app/cpu.cfs_period_us", "100000");
		write("sys/fs/cgroup/memory/app/memory.limit_in_bytes", "268435456");
		write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
		assertThat(GroupLimits.read(this.root)).isEqualTo(new GroupLimits(2500L, 268435456L));
	}

	@Test
	void readsCapturedSystems() throws IOException {
		assertThat(GroupLimits.read(Captured.LINUX_6_1_V2.copyTo(this.root.resolve("v2"))))
			.isEqualTo(new GroupLimits(500L, 104857600L));
		assertThat(GroupLimits.read(Captured.LINUX_6_18_V1.copyTo(this.root.resolve("v1"))))
			.isEqualTo(new GroupLimits(500L, 536870912L));
	}

	@Test
	void noLimitIsUnknown() throws IOException {
		v2();
		write("sys/fs/cgroup/outer/app/cpu.max", "max 100000");
		write("sys/fs/cgroup/outer/app/memory.max", "max");
		write("proc/meminfo", "MemTotal: 1024 kB");
		assertThat(GroupLimits.read(this.root)).isEqualTo(new GroupLimits(null, null));
	}

	@Test
	void whatCannotBeReadIsUnknown() throws IOException {
		assertThat(GroupLimits.read(this.root)).isEqualTo(new GroupLimits(null, null));
		v2();
		write("sys/fs/cgroup/outer/app/cpu.max", "much");
		write("sys/fs/cgroup/outer/app/memory.max", "");
		assertThat(GroupLimits.read(this.root)).isEqualTo(new GroupLimits(null, null));
	}

	@Test
	void theMemoryOfGvisorIsThatOfTheSandbox() throws IOException {
		write("proc/sentry-meminfo", "");
		write("proc/meminfo", "MemTotal: 524288 kB");
		assertThat(GroupLimits.read(this.root)).isEqualTo(new GroupLimits(null, 536870912L));
	}

}
