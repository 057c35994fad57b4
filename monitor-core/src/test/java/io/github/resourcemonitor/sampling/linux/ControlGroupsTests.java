package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ControlGroupsTests {

	@TempDir
	Path folder;

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			LINUX_6_18_V1           | cpu     | sys/fs/cgroup/cpu/rmtest-82dd45f3
			LINUX_6_18_V1           | cpuacct | sys/fs/cgroup/cpuacct/rmtest-82dd45f3
			LINUX_6_18_V1           | memory  | sys/fs/cgroup/memory/rmtest-82dd45f3
			LINUX_6_1_V2            | v2      | sys/fs/cgroup/capture.slice/app.service
			LINUX_6_1_V2_NAMESPACE  | v2      | sys/fs/cgroup
			LINUX_5_10_V2           | v2      | sys/fs/cgroup/capture.slice/app.service
			LINUX_5_10_V2_NAMESPACE | v2      | sys/fs/cgroup
			GVISOR_2024_CGROUP      | cpu     | sys/fs/cgroup/cpu
			GVISOR_2024_CGROUP      | cpuacct | sys/fs/cgroup/cpuacct
			GVISOR_2024_CGROUP      | memory  | sys/fs/cgroup/memory
			""")
	void findsTheGroup(Captured captured, String controller, String expected) {
		ControlGroups.Group group = find(captured, controller);
		assertThat(group.folder()).isEqualTo(captured.root().resolve(expected));
		assertThat(group.reason()).isNull();
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			LINUX_6_18_V1      | v2     | the process is in the root control group, which covers the whole host
			LINUX_6_1_V2       | memory | no v1 control group has the controller "memory"
			LINUX_6_1_V2       | cpu    | no v1 control group has the controller "cpu"
			GVISOR_2022        | memory | no v1 control group has the controller "memory"
			GVISOR_2022        | v2     | no v2 control group
			GVISOR_2024        | memory | no control group of type cgroup is mounted
			GVISOR_2024        | v2     | no v2 control group
			GVISOR_2024_CGROUP | v2     | no v2 control group
			""", quoteCharacter = '`')
	void hasTheReasonIfThereIsNoGroup(Captured captured, String controller, String reason) {
		ControlGroups.Group group = find(captured, controller);
		assertThat(group.folder()).isNull();
		assertThat(group.reason()).isEqualTo(reason.replace('"', '\''));
		assertThat(group.upwards("any")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "LINUX_6_18_V1, memory", "LINUX_6_1_V2, v2", "LINUX_6_1_V2, memory" })
	void looksForAGroupOnce(Captured captured, String controller) {
		ControlGroups groups = groups(captured);
		assertThat(find(groups, controller)).isSameAs(find(groups, controller));
	}

	@Test
	void listsTheGroupAndThenItsAncestors() {
		assertThat(find(Captured.LINUX_6_1_V2, "v2").upwards("memory.max")).containsExactly(
				Captured.LINUX_6_1_V2.root().resolve("sys/fs/cgroup/capture.slice/app.service/memory.max"),
				Captured.LINUX_6_1_V2.root().resolve("sys/fs/cgroup/capture.slice/memory.max"),
				Captured.LINUX_6_1_V2.root().resolve("sys/fs/cgroup/memory.max"));
		assertThat(find(Captured.LINUX_6_1_V2_NAMESPACE, "v2").upwards("memory.max"))
			.containsExactly(Captured.LINUX_6_1_V2_NAMESPACE.root().resolve("sys/fs/cgroup/memory.max"));
		assertThat(find(Captured.LINUX_6_18_V1, "memory").upwards("memory.limit_in_bytes")).containsExactly(
				Captured.LINUX_6_18_V1.root().resolve("sys/fs/cgroup/memory/rmtest-82dd45f3/memory.limit_in_bytes"),
				Captured.LINUX_6_18_V1.root().resolve("sys/fs/cgroup/memory/memory.limit_in_bytes"));
	}

	@Test
	void usesTheMountPointInAContainerWithThePathOfTheHost() throws IOException {
		Path mounted = Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory"));
		ControlGroups groups = groups("4:memory:/docker/0123",
				"35 31 0:32 /docker/0123 /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory");
		assertThat(groups.v1("memory").folder()).isEqualTo(mounted);
	}

	@Test
	void findsAGroupBelowTheMountedOne() throws IOException {
		Path inner = Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory/inner"));
		ControlGroups groups = groups("4:memory:/docker/0123/inner",
				"35 31 0:32 /docker/0123 /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory");
		assertThat(groups.v1("memory").folder()).isEqualTo(inner);
		assertThat(groups.v1("memory").upwards("x")).hasSize(2);
	}

	@Test
	void doesNotTakeTheMountPointForAGroupThatIsNotInSight() throws IOException {
		Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory"));
		ControlGroups groups = groups("4:memory:/kubepods/pod1/c1",
				"35 31 0:32 / /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory");
		assertOutOfSight(groups.v1("memory"), "/kubepods/pod1/c1", "cgroup");
	}

	@Test
	void neverLeavesTheMount() throws IOException {
		Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory"));
		Files.createDirectories(this.folder.resolve("sys/fs/cgroup/elsewhere"));
		ControlGroups groups = groups("4:memory:/../elsewhere",
				"35 31 0:32 / /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory");
		assertOutOfSight(groups.v1("memory"), "/../elsewhere", "cgroup");
	}

	@Test
	void doesNotTakeAGroupOutsideOfTheNamespaceForTheOwnOne() throws IOException {
		// As in a container with a cgroup namespace that has the host's mount.
		Path host = Files.createDirectories(this.folder.resolve("sys/fs/cgroup"));
		for (String root : new String[] { "/..", "/../..", "/../other" }) {
			ControlGroups groups = groups("0::/", "41 31 0:38 " + root + " /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
			assertOutOfSight(groups.v2(), "/", "cgroup2");
		}
		Files.createFile(host.resolve("release_agent"));
		ControlGroups groups = groups("4:memory:/", "35 31 0:32 /.. /sys/fs/cgroup rw - cgroup cgroup rw,memory");
		assertOutOfSight(groups.v1("memory"), "/", "cgroup");
	}

	@Test
	void findsAGroupOutsideOfTheNamespaceThroughAMountThatShowsIt() throws IOException {
		Path own = Files.createDirectories(this.folder.resolve("sys/fs/cgroup/helpers/exec"));
		Files.createFile(own.resolve("cgroup.type"));
		ControlGroups groups = groups("0::/../helpers/exec", "41 31 0:38 /.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
		assertThat(groups.v2().folder()).isEqualTo(own);
	}

	@Test
	void usesTheMountThatShowsTheGroupNotTheFirstOne() throws IOException {
		Files.createDirectories(this.folder.resolve("mnt/other"));
		Path own = Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory"));
		List<String> mounts = List.of("35 31 0:32 /docker/other /mnt/other ro - cgroup cgroup rw,memory",
				"36 31 0:32 /docker/own /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory");
		ControlGroups groups = new ControlGroups(this.folder, List.of("4:memory:/docker/own"), mounts);
		assertThat(groups.v1("memory").folder()).isEqualTo(own);
		assertThat(new ControlGroups(this.folder, List.of("4:memory:/docker/third"), mounts).v1("memory").outOfSight())
			.isTrue();
	}

	@Test
	void usesTheMountThatShowsMostAncestors() throws IOException {
		Files.createDirectories(this.folder.resolve("mnt/own"));
		Path own = Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory/docker/own"));
		ControlGroups groups = new ControlGroups(this.folder, List.of("4:memory:/docker/own"),
				List.of("35 31 0:32 /docker/own /mnt/own ro - cgroup cgroup rw,memory",
						"36 31 0:32 / /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory"));
		assertThat(groups.v1("memory").folder()).isEqualTo(own);
		assertThat(groups.v1("memory").upwards("x")).hasSize(3);
	}

	@Test
	void comparesNamesNotLetters() throws IOException {
		Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory"));
		ControlGroups groups = groups("4:memory:/docker/01234",
				"35 31 0:32 /docker/0123 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory");
		assertOutOfSight(groups.v1("memory"), "/docker/01234", "cgroup");
	}

	@Test
	void ignoresMountsThatOthersHide() throws IOException {
		Path visible = Files.createDirectories(this.folder.resolve("mnt/own"));
		Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory"));
		String own = "35 31 0:32 /own /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory";
		String again = "50 20 0:32 /own /mnt/own ro - cgroup cgroup rw,memory";
		String tmpfs = "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw";
		for (String over : new String[] { "36 35 0:33 /other /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory",
				"37 31 0:34 / /sys/fs/cgroup rw - tmpfs tmpfs rw" }) {
			ControlGroups groups = new ControlGroups(this.folder, List.of("4:memory:/own"),
					List.of(tmpfs, own, over, again));
			assertThat(groups.v1("memory").folder()).isEqualTo(visible);
			assertThat(new ControlGroups(this.folder, List.of("4:memory:/own"), List.of(tmpfs, own, over)).v1("memory")
				.folder()).isNull();
		}
	}

	@Test
	void readsOctalEscapesInRootsAndPoints() throws IOException {
		Path own = Files.createDirectories(this.folder.resolve("sys/fs/a\tb\\c d/inner"));
		Files.createFile(own.resolve("cgroup.type"));
		ControlGroups groups = groups("0::/my group/inner",
				"41 31 0:38 /my\\040group /sys/fs/a\\011b\\134c\\040d rw - cgroup2 cgroup2 rw");
		assertThat(groups.v2().folder()).isEqualTo(own);
	}

	private static void assertOutOfSight(ControlGroups.Group group, String path, String type) {
		assertThat(group).isEqualTo(ControlGroups.Group.outOfSight("the control group of the process, " + path
				+ ", is not in sight: no mount of type " + type + " shows it"));
	}

	@Test
	void findsControllersThatAreMountedTogether() throws IOException {
		Path own = Files.createDirectories(this.folder.resolve("sys/fs/cgroup/cpu,cpuacct/app"));
		ControlGroups groups = groups("2:cpu,cpuacct:/app",
				"33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct");
		assertThat(groups.v1("cpu").folder()).isEqualTo(own);
		assertThat(groups.v1("cpuacct").folder()).isEqualTo(own);
	}

	@Test
	void doesNotTreatANamedHierarchyAsTheV2Group() {
		ControlGroups groups = groups("9:name=systemd:/user.slice",
				"40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd");
		assertThat(groups.v2().reason()).isEqualTo("no v2 control group");
	}

	@Test
	void findsAPathWithColonsAndAMountPointWithBlanks() throws IOException {
		Path own = Files.createDirectories(this.folder.resolve("sys/fs/my cgroup/a:b"));
		Files.writeString(own.resolve("cgroup.type"), "domain\n");
		ControlGroups groups = groups("0::/a:b", "41 31 0:38 / /sys/fs/my\\040cgroup rw - cgroup2 cgroup2 rw");
		assertThat(groups.v2().folder()).isEqualTo(own);
	}

	@Test
	void rejectsTheRootOfAV1Hierarchy() throws IOException {
		Path mounted = Files.createDirectories(this.folder.resolve("sys/fs/cgroup/memory"));
		Files.createFile(mounted.resolve("release_agent"));
		ControlGroups groups = groups("4:memory:/", "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory");
		assertThat(groups.v1("memory")).isEqualTo(ControlGroups.Group.missing(ControlGroups.ROOT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "::", "4:memory", "4:memory:", "garbage", "\u0000\u0001", "::::::" })
	void ignoresUnknownLines(String line) {
		ControlGroups groups = new ControlGroups(this.folder, List.of(line), List.of(line, line + " - " + line,
				"1 2 3 4 5 - cgroup", "1 2 3 / - cgroup2 x", "1 2 3:4 / /x rw - cgroup2"));
		assertThat(groups.v1("memory").folder()).isNull();
		assertThat(groups.v2().folder()).isNull();
		assertThat(groups.v1("memory").reason()).isNotBlank();
		assertThat(groups.v2().reason()).isNotBlank();
	}

	private ControlGroups groups(String cgroup, String mountinfo) {
		return new ControlGroups(this.folder, List.of(cgroup), List.of(mountinfo));
	}

	private static ControlGroups.Group find(Captured captured, String controller) {
		return find(groups(captured), controller);
	}

	private static ControlGroups.Group find(ControlGroups groups, String controller) {
		return controller.equals("v2") ? groups.v2() : groups.v1(controller);
	}

	private static ControlGroups groups(Captured captured) {
		try {
			return ControlGroups.of(captured.root(), Files.readAllBytes(captured.root().resolve("proc/self/cgroup")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
