package io.github.resourcemonitor.sampling;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InterfaceTotalsTests {

	private static final long GIB = 1L << 30;

	private final InterfaceTotals totals = new InterfaceTotals();

	@Test
	void firstReadingIsTheSumOfAllButLoopback() {
		long[] row = read("lo 7 8", "eth0 100 200", "eth1 1000 2000");
		assertThat(received(row)).isEqualTo(1100);
		assertThat(sent(row)).isEqualTo(2200);
		assertThat(row[Column.NETWORK_LOOPBACK_RECEIVED.ordinal()]).isEqualTo(7);
		assertThat(row[Column.NETWORK_LOOPBACK_SENT.ordinal()]).isEqualTo(8);
	}

	@Test
	void whatAnInterfaceCountedBeforeItAppearedIsNotReceived() {
		read("lo 0 0", "eth0 100 200");
		assertThat(received(read("lo 0 0", "eth0 150 200", "eth1 " + 5 * GIB + " 9"))).isEqualTo(150);
		assertThat(received(read("lo 0 0", "eth0 150 200", "eth1 " + (5 * GIB + 3) + " 9"))).isEqualTo(153);
	}

	@Test
	void whatAnInterfaceCountedRemainsWhenItVanishes() {
		read("lo 0 0", "eth0 100 200", "eth1 " + 5 * GIB + " 9");
		assertThat(received(read("lo 0 0", "eth0 110 200"))).isEqualTo(5 * GIB + 110);
		assertThat(received(read("lo 0 0", "eth0 120 200"))).isEqualTo(5 * GIB + 120);
	}

	@Test
	void anInterfaceThatReturnsIsABaselineAgain() {
		read("lo 0 0", "eth0 100 200");
		read("lo 0 0");
		assertThat(received(read("lo 0 0", "eth0 4000 200"))).isEqualTo(100);
		assertThat(received(read("lo 0 0", "eth0 4001 200"))).isEqualTo(101);
	}

	@Test
	void aSystemThatLosesItsLastInterfaceKeepsTheSum() {
		read("eth0 100 200");
		long[] row = read("lo 1 1");
		assertThat(received(row)).isEqualTo(100);
		assertThat(sent(row)).isEqualTo(200);
	}

	@Test
	void anInterfaceThatWasResetCountsFromThereOn() {
		read("lo 0 0", "eth0 100000 200000", "eth1 10 10");
		assertThat(received(read("lo 0 0", "eth0 300 500", "eth1 11 10"))).isEqualTo(100011);
		assertThat(sent(read("lo 0 0", "eth0 300 510", "eth1 11 10"))).isEqualTo(200020);
	}

	@Test
	void aCounterOf32BitsWrapsWhileTheOtherOneOfItsInterfaceGrows() {
		read("lo 0 0", "eth0 4294967200 1000");
		assertThat(received(read("lo 0 0", "eth0 4 1010"))).isEqualTo(4294967200L + 100);
		// Both step back, so this is a reset, though the values would fit a wrap.
		read("lo 0 0", "eth0 4294967200 1020");
		long before = received(read("lo 0 0", "eth0 4294967200 1020"));
		assertThat(received(read("lo 0 0", "eth0 4 5"))).isEqualTo(before);
	}

	@Test
	void aSumWithAnUnknownPartIsUnknownAndCatchesUpLater() {
		read("lo 0 0", "eth0 100 200", "eth1 10 20");
		long[] row = read("lo 0 0", "eth0 110 200", "eth1 -1 25");
		assertThat(received(row)).isEqualTo(Column.ABSENT);
		assertThat(sent(row)).isEqualTo(225);
		assertThat(received(read("lo 0 0", "eth0 120 200", "eth1 17 25"))).isEqualTo(137);
	}

	@Test
	void hasNothingWithoutInterfaces() {
		assertThat(read()).containsOnly(Column.ABSENT);
	}

	private long[] read(String... interfaces) {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		this.totals.begin();
		for (String line : interfaces) {
			String[] words = line.split(" ");
			this.totals.add(words[0], words[0].equals("lo"), Long.parseLong(words[1]), Long.parseLong(words[2]));
		}
		this.totals.end(row);
		return row;
	}

	private static long received(long[] row) {
		return row[Column.NETWORK_RECEIVED.ordinal()];
	}

	private static long sent(long[] row) {
		return row[Column.NETWORK_SENT.ordinal()];
	}

}
