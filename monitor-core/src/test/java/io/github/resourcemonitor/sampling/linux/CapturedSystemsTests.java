package io.github.resourcemonitor.sampling.linux;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinuxSource} with every captured system. The tables have a column for
 * each constant of {@link Captured}, in that order; their values were determined from the
 * files independently of the parsers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapturedSystemsTests {

	/**
	 * Columns that are read from this JVM or its clock, not only from files.
	 */
	private static final Set<Column> OF_THIS_JVM = EnumSet.of(Column.HEAP_USED, Column.GC_COUNT, Column.GC_NANOS,
			Column.ELAPSED);

	private final Map<Captured, long[]> rows = new EnumMap<>(Captured.class);

	private final Map<Captured, ColumnCatalog> catalogs = new EnumMap<>(Captured.class);

	private final Failures failures = new Failures();

	private final Set<Column> comparedValues = new HashSet<>(OF_THIS_JVM);

	private final Set<Column> comparedStatuses = new HashSet<>();

	@BeforeAll
	void readAll() throws Exception {
		for (Captured captured : Captured.values()) {
			LinuxSource source = LinuxSource.detect(captured.root());
			assertThat(source).isNotNull();
			long[] row = Captured.blankRow();
			for (ResourceReader reader : source.open()) {
				reader.read(row);
				reader.close();
			}
			this.rows.put(captured, row);
			this.catalogs.put(captured, ColumnCatalog.probe(source, this.failures));
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					cpu.userNanos                 |    4520000000 |   10740000000 |    8520000000 |   10470000000 |    7390000000 |   10650000000 |   24810000000 |   19380000000
					cpu.systemNanos               |     110000000 |    3290000000 |    2390000000 |    2840000000 |    1800000000 |     410000000 |     480000000 |     700000000
					cpu.childrenUserNanos         |     210000000 |    4850000000 |    4400000000 |    4790000000 |    5230000000 |     240000000 |     410000000 |     440000000
					cpu.childrenSystemNanos       |      40000000 |     350000000 |     320000000 |     220000000 |     250000000 |      30000000 |      50000000 |     130000000
					cpu.ioWaitNanos               |             0 |             0 |             0 |             0 |      10000000 |             0 |             0 |             0
					cpu.throttledNanos            |   13933114080 |   20446656000 |   40195066000 |   19354979000 |   36907801000 |             - |             - |             -
					cpu.throttledPeriods          |            99 |           421 |           828 |           397 |           757 |             - |             - |             -
					cpu.cgroupNanos               |    4972796335 |   21087757000 |   41465934000 |   19877925000 |   37872844000 |             - |             - |   31730000000
					cpu.pressureNanos             |   40596369000 |   34178893000 |   67820000000 |   32691699000 |   61194749000 |             - |             - |             -
					memory.pressureNanos          |             0 |     249005000 |     674183000 |    2907854000 |    5864920000 |             - |             - |             -
					io.pressureNanos              |   14227254000 |     185153000 |     321460000 |     188073000 |     418740000 |             - |             - |             -
					threads                       |            18 |            18 |            18 |            18 |            18 |            24 |            24 |            18
					contextSwitches.voluntary     |           424 |          2019 |          1354 |          1882 |          1229 |             - |             - |             -
					contextSwitches.involuntary   |           909 |          2302 |          1531 |          2052 |          1556 |             - |             - |             -
					faults.minor                  |         26020 |         18166 |         18686 |         18460 |         18307 |             0 |             0 |             0
					faults.major                  |            27 |           624 |           390 |           396 |           658 |             0 |             0 |             0
					memory.virtualBytes           |    2736152576 |    2130829312 |    2130554880 |    2131746816 |    2131443712 |    2791976960 |    2789900288 |    2739580928
					memory.rssBytes               |     124669952 |     120446976 |     119328768 |     110878720 |     118460416 |     349720576 |     350625792 |     282148864
					memory.sharedBytes            |      21987328 |      22249472 |      21807104 |      21471232 |      21463040 |             0 |             0 |             0
					memory.textBytes              |          4096 |          4096 |          4096 |          4096 |          4096 |             0 |             0 |             0
					memory.libBytes               |             0 |             0 |             0 |             0 |             0 |             0 |             0 |             0
					memory.dataBytes              |     191668224 |     183877632 |     183222272 |     185495552 |     184320000 |             0 |             0 |             0
					memory.dirtyBytes             |             0 |             0 |             0 |             0 |             0 |             0 |             0 |             0
					memory.pssBytes               |     122564608 |     111293440 |     110314496 |     101872640 |     109757440 |             - |             - |             -
					memory.ussBytes               |     122011648 |      99889152 |      99127296 |      91062272 |      98918400 |             - |             - |             -
					memory.swapBytes              |             0 |       8232960 |       8253440 |      21495808 |       8818688 |             - |             - |             -
					memory.percent                |         23221 |        114867 |        113800 |        105742 |        112972 |          1383 |          1387 |         52554
					memory.cgroupBytes            |     137691136 |     103735296 |     104218624 |     104779776 |     104402944 |             - |             - |     266375168
					memory.limitBytes             |     536870912 |     104857600 |     104857600 |     104857600 |     104857600 |   25276502016 |   25276502016 |     536870912
					files.open                    |             - |             - |             - |             - |             - |             - |             - |             -
					disk.readCalls                |          1034 |           783 |           790 |           793 |           759 |           560 |           564 |           628
					disk.writeCalls               |           625 |           303 |           303 |           299 |           299 |           182 |           182 |           182
					disk.readChars                |      11942683 |      19133297 |      19139127 |      19133331 |      19138750 |      11765659 |      11766246 |      11760717
					disk.writeChars               |      10763824 |      10615562 |      10615560 |      10600345 |      10600347 |      10488784 |      10488785 |      10488555
					disk.readBytes                |      26279936 |      14434304 |      13680640 |      13513728 |      14024704 |             0 |             0 |             0
					disk.writeBytes               |      10555392 |      10485760 |      10485760 |      10485760 |      10485760 |             0 |             0 |             0
					network.receivedBytes         |          5440 |           468 |           532 |           468 |           532 |             0 |             0 |             0
					network.sentBytes             |         63108 |         63038 |        125180 |         63038 |        125180 |             0 |             0 |             0
					network.loopbackReceivedBytes |          4312 |          4312 |          8004 |          4312 |          8004 |          3060 |          3060 |          3060
					network.loopbackSentBytes     |          4312 |          4312 |          8004 |          4312 |          8004 |          3312 |          3312 |          3312
					network.sockets.established   |             8 |             8 |             8 |             8 |             8 |             6 |             6 |             6
					network.sockets.synSent       |             0 |             0 |             0 |             0 |             0 |             0 |             0 |             0
					network.sockets.synRecv       |             0 |             0 |             0 |             0 |             0 |             0 |             0 |             0
					network.sockets.finWait1      |             0 |             0 |             0 |             0 |             0 |             0 |             0 |             0
					network.sockets.finWait2      |             2 |             2 |             1 |             2 |             1 |             0 |             0 |             0
					network.sockets.timeWait      |             1 |             0 |             4 |             0 |             4 |             0 |             0 |             0
					network.sockets.close         |             0 |             0 |             0 |             0 |             0 |             0 |             0 |             0
					network.sockets.closeWait     |             2 |             2 |             2 |             2 |             2 |             1 |             1 |             1
					network.sockets.lastAck       |             0 |             0 |             0 |             0 |             0 |             0 |             0 |             0
					network.sockets.listen        |             3 |             3 |             3 |             3 |             3 |             2 |             2 |             2
					network.sockets.closing       |             0 |             0 |             0 |             0 |             0 |             0 |             0 |             0
					""")
	void readsTheValuesOfTheFiles(String label, ArgumentsAccessor expected) {
		Column column = Column.of(label);
		assertThat(column).isNotNull();
		this.comparedValues.add(column);
		for (Captured captured : Captured.values()) {
			Long value = Captured.values(this.rows.get(captured)).get(column);
			assertThat(value).as("%s on %s", label, captured).isEqualTo(expected.getLong(captured.ordinal() + 1));
		}
	}

	/**
	 * M(easured), C(onstant), E(stimated) or U(navailable).
	 */
	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			cpu.userNanos                 | M | M | M | M | M | E | E | E
			cpu.systemNanos               | M | M | M | M | M | E | E | E
			cpu.childrenUserNanos         | M | M | M | M | M | E | E | E
			cpu.childrenSystemNanos       | M | M | M | M | M | E | E | E
			cpu.ioWaitNanos               | E | E | E | E | E | C | C | C
			cpu.percent                   | M | M | M | M | M | E | E | E
			cpu.throttledNanos            | M | M | M | M | M | U | U | U
			cpu.throttledPeriods          | M | M | M | M | M | U | U | U
			cpu.cgroupNanos               | M | M | M | M | M | U | U | E
			cpu.pressureNanos             | E | M | M | M | M | U | U | U
			memory.pressureNanos          | E | M | M | M | M | U | U | U
			io.pressureNanos              | E | M | M | M | M | U | U | U
			threads                       | M | M | M | M | M | M | M | M
			contextSwitches.voluntary     | E | E | E | E | E | U | U | U
			contextSwitches.involuntary   | E | E | E | E | E | U | U | U
			faults.minor                  | M | M | M | M | M | C | C | C
			faults.major                  | M | M | M | M | M | C | C | C
			memory.virtualBytes           | M | M | M | M | M | M | M | M
			memory.rssBytes               | M | M | M | M | M | E | E | E
			memory.sharedBytes            | M | M | M | M | M | C | C | C
			memory.textBytes              | M | M | M | M | M | C | C | C
			memory.libBytes               | C | C | C | C | C | C | C | C
			memory.dataBytes              | M | M | M | M | M | C | C | C
			memory.dirtyBytes             | C | C | C | C | C | C | C | C
			memory.pssBytes               | M | M | M | M | M | U | U | U
			memory.ussBytes               | M | M | M | M | M | U | U | U
			memory.swapBytes              | M | M | M | M | M | U | U | U
			memory.percent                | M | M | M | M | M | E | E | E
			memory.cgroupBytes            | M | M | M | M | M | U | U | M
			memory.limitBytes             | M | M | M | M | M | M | M | M
			files.open                    | U | U | U | U | U | U | U | U
			disk.readCalls                | M | M | M | M | M | M | M | M
			disk.writeCalls               | M | M | M | M | M | M | M | M
			disk.readChars                | M | M | M | M | M | M | M | M
			disk.writeChars               | M | M | M | M | M | M | M | M
			disk.readBytes                | M | M | M | M | M | C | C | C
			disk.writeBytes               | M | M | M | M | M | C | C | C
			network.receivedBytes         | M | M | M | M | M | M | M | M
			network.sentBytes             | M | M | M | M | M | M | M | M
			network.loopbackReceivedBytes | M | M | M | M | M | M | M | M
			network.loopbackSentBytes     | M | M | M | M | M | M | M | M
			network.sockets.established   | M | M | M | M | M | M | M | M
			network.sockets.synSent       | M | M | M | M | M | M | M | M
			network.sockets.synRecv       | M | M | M | M | M | M | M | M
			network.sockets.finWait1      | M | M | M | M | M | M | M | M
			network.sockets.finWait2      | M | M | M | M | M | M | M | M
			network.sockets.timeWait      | M | M | M | M | M | M | M | M
			network.sockets.close         | M | M | M | M | M | M | M | M
			network.sockets.closeWait     | M | M | M | M | M | M | M | M
			network.sockets.lastAck       | M | M | M | M | M | M | M | M
			network.sockets.listen        | M | M | M | M | M | M | M | M
			network.sockets.closing       | M | M | M | M | M | M | M | M
			heap.usedBytes                | M | M | M | M | M | M | M | M
			gc.count                      | M | M | M | M | M | M | M | M
			gc.nanos                      | M | M | M | M | M | M | M | M
			elapsedNanos                  | M | M | M | M | M | M | M | M
			""")
	void hasTheAvailabilityOfTheColumn(String label, ArgumentsAccessor expected) {
		Column column = Column.of(label);
		assertThat(column).isNotNull();
		this.comparedStatuses.add(column);
		for (Captured captured : Captured.values()) {
			Availability availability = this.catalogs.get(captured).status(column).availability();
			assertThat(availability.name().substring(0, 1)).as("%s on %s", label, captured)
				.isEqualTo(expected.getString(captured.ordinal() + 1));
		}
	}

	/**
	 * The tables above contain all columns except cpu.percent, which needs two samples.
	 */
	@AfterAll
	void comparedEveryColumn() {
		assertThat(this.comparedValues).containsAll(EnumSet.complementOf(EnumSet.of(Column.CPU_PERCENT)));
		assertThat(this.comparedStatuses).containsAll(EnumSet.allOf(Column.class));
	}

	@ParameterizedTest(name = "{1} on {0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					LINUX_6_18_V1           | memory.libBytes       | always 0 since Linux 2.6
					LINUX_6_1_V2            | memory.dirtyBytes     | always 0 since Linux 2.6
					LINUX_6_18_V1           | files.open            | /proc/self/fd does not exist
					LINUX_6_18_V1           | cpu.ioWaitNanos       | threads that start and end between two readings are missing
					LINUX_6_18_V1           | cpu.pressureNanos     | it is that of the whole host
					GVISOR_2022             | faults.major          | gVisor always returns 0
					GVISOR_2022             | memory.libBytes       | gVisor always returns 0
					GVISOR_2022             | cpu.ioWaitNanos       | gVisor always returns 0
					GVISOR_2024             | disk.writeBytes       | gVisor always returns 0
					GVISOR_2024             | memory.rssBytes       | gVisor counts resident memory coarsely and too high
					GVISOR_2024             | cpu.userNanos         | gVisor samples CPU time and counts threads that wait for a CPU
					GVISOR_2024             | cpu.percent           | gVisor samples CPU time and counts threads that wait for a CPU
					GVISOR_2024             | memory.pssBytes       | /proc/self/smaps_rollup does not exist
					GVISOR_2024             | cpu.pressureNanos     | /proc/pressure/cpu does not exist
					GVISOR_2024             | contextSwitches.voluntary | /proc/self/task/*/status does not contain them
					GVISOR_2022             | memory.cgroupBytes    | no v1 control group has the controller 'memory'; no v2 control group
					GVISOR_2022             | cpu.cgroupNanos       | no v1 control group has the controller 'cpuacct'; no v2 control group
					GVISOR_2022             | cpu.throttledNanos    | no v1 control group has the controller 'cpu'; no v2 control group
					GVISOR_2024             | memory.cgroupBytes    | no control group of type cgroup is mounted; no v2 control group
					GVISOR_2024_CGROUP      | cpu.throttledNanos    | /sys/fs/cgroup/cpu/cpu.stat does not exist
					GVISOR_2024_CGROUP      | cpu.throttledPeriods  | /sys/fs/cgroup/cpu/cpu.stat does not exist
					""",
			quoteCharacter = '"')
	void hasTheReasonIfTheColumnIsNotMeasured(Captured captured, String label, String reason) {
		Column column = Column.of(label);
		assertThat(column).isNotNull();
		assertThat(this.catalogs.get(captured).status(column).reason()).isEqualTo(reason);
	}

	@ParameterizedTest(name = "{1} on {0}")
	@CsvSource(delimiter = '|', textBlock = """
			LINUX_6_18_V1          | cpu.cgroupNanos      | /sys/fs/cgroup/cpuacct/rmtest-82dd45f3/cpuacct.usage
			LINUX_6_18_V1          | cpu.throttledNanos   | /sys/fs/cgroup/cpu/rmtest-82dd45f3/cpu.stat.local
			LINUX_6_18_V1          | memory.cgroupBytes   | /sys/fs/cgroup/memory/rmtest-82dd45f3/memory.usage_in_bytes
			LINUX_6_18_V1          | memory.limitBytes    | limit of the control group
			LINUX_6_18_V1          | cpu.pressureNanos    | /proc/pressure/cpu
			LINUX_6_1_V2           | cpu.cgroupNanos      | /sys/fs/cgroup/capture.slice/app.service/cpu.stat
			LINUX_6_1_V2           | io.pressureNanos     | /sys/fs/cgroup/capture.slice/app.service/io.pressure
			LINUX_5_10_V2_NAMESPACE | memory.cgroupBytes  | /sys/fs/cgroup/memory.current
			GVISOR_2024            | memory.limitBytes    | /proc/meminfo MemTotal: no control group sets a limit
			GVISOR_2024_CGROUP     | memory.limitBytes    | /proc/meminfo MemTotal: no control group sets a limit
			GVISOR_2024_CGROUP     | cpu.cgroupNanos      | /sys/fs/cgroup/cpuacct/cpuacct.usage
			LINUX_5_10_V2          | network.sockets.closing | /proc/self/net/tcp and tcp6, field st
			""")
	void namesTheSource(Captured captured, String label, String name) {
		Column column = Column.of(label);
		assertThat(column).isNotNull();
		assertThat(this.catalogs.get(captured).status(column).source()).isEqualTo(name);
	}

	@ParameterizedTest
	@EnumSource
	void hasASourceOrAReasonForEveryColumn(Captured captured) {
		this.catalogs.get(captured).statuses().forEach((column, status) -> {
			if (status.availability() == Availability.MEASURED) {
				assertThat(status.source()).as(column.label()).isNotBlank();
				assertThat(status.reason()).as(column.label()).isNull();
			}
			else {
				assertThat(status.reason()).as(column.label()).isNotBlank();
			}
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			LINUX_6_18_V1, 9850
			LINUX_6_1_V2, 40960
			LINUX_6_1_V2_NAMESPACE, 32990
			LINUX_5_10_V2, 38490
			LINUX_5_10_V2_NAMESPACE, 31100
			GVISOR_2022, 4430
			GVISOR_2024, 8540
			GVISOR_2024_CGROUP, 19740
			""")
	void advancesTheAgeFromTheCapture(Captured captured, long millis) {
		long age = millis * 1_000_000;
		long anHour = 3_600_000_000_000L;
		assertThat(this.rows.get(captured)[Column.ELAPSED.ordinal()]).isBetween(age, age + anHour);
	}

	@ParameterizedTest
	@EnumSource
	void cpuTimesComeInTicks(Captured captured) {
		long tick = 10_000_000;
		ColumnCatalog catalog = this.catalogs.get(captured);
		assertThat(catalog.status(Column.CPU_USER).resolutionNanos()).isEqualTo(tick);
		assertThat(catalog.status(Column.CPU_SYSTEM).resolutionNanos()).isEqualTo(tick);
		assertThat(catalog.status(Column.CPU_CHILDREN_USER).resolutionNanos()).isEqualTo(tick);
		assertThat(catalog.status(Column.CPU_CHILDREN_SYSTEM).resolutionNanos()).isEqualTo(tick);
		assertThat(catalog.status(Column.CPU_IO_WAIT).resolutionNanos()).isEqualTo(tick);
		assertThat(catalog.status(Column.CPU_CGROUP).resolutionNanos())
			.isEqualTo((captured == Captured.GVISOR_2024_CGROUP) ? tick : 0);
	}

	@AfterAll
	void failedNowhere() {
		assertThat(this.failures.summaries()).isEmpty();
	}

}
