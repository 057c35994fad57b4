package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CarrierClocksTests {

	private final FakeCarriers carriers = new FakeCarriers();

	private final CarrierClocks clocks = new CarrierClocks(this.carriers);

	@Test
	void isUnknownBeforeThereIsACarrier() {
		assertThat(this.clocks.cpuNanos()).isEqualTo(CarrierClocks.UNKNOWN);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(CarrierClocks.UNKNOWN);
		this.carriers.put(1, 500, 40);
		assertThat(this.clocks.cpuNanos()).isEqualTo(500);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(40);
	}

	@Test
	void isUnknownWhereThereIsNoSuchClock() {
		this.carriers.put(1, 500, CarrierClocks.Carriers.NONE);
		assertThat(this.clocks.cpuNanos()).isEqualTo(500);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(CarrierClocks.UNKNOWN);
	}

	@Test
	void addsUpAllCarriers() {
		this.carriers.put(1, 500, 40);
		this.carriers.put(2, 70, 3);
		assertThat(this.clocks.cpuNanos()).isEqualTo(570);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(43);
	}

	@Test
	void takesInANewCarrierAtOnceAndWhole() {
		this.carriers.put(1, 500, 40);
		this.clocks.cpuNanos();
		this.carriers.put(2, 70, 3);
		assertThat(this.clocks.cpuNanos()).isEqualTo(570);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(43);
	}

	@Test
	void keepsWhatEndedCarriersHad() {
		this.carriers.put(1, 500, 40);
		this.carriers.put(2, 70, 3);
		this.clocks.cpuNanos();
		this.clocks.allocatedBytes();
		this.carriers.remove(1);
		assertThat(this.clocks.cpuNanos()).isEqualTo(570);
		this.carriers.remove(2);
		assertThat(this.clocks.cpuNanos()).isEqualTo(570);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(43);
		this.carriers.put(3, 9, 1);
		assertThat(this.clocks.cpuNanos()).isEqualTo(579);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(44);
	}

	@Test
	void noticesACarrierInThePlaceOfOneThatEnded() {
		this.carriers.put(1, 500, 40);
		this.carriers.put(2, 70, 3);
		this.clocks.cpuNanos();
		this.clocks.allocatedBytes();
		this.carriers.remove(1);
		this.carriers.put(3, 9, 1);
		assertThat(this.clocks.cpuNanos()).isEqualTo(579);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(44);
	}

	@Test
	void keepsWhatACarrierHadThatEndedAfterItWasListed() {
		this.carriers.put(1, 500, 40);
		this.clocks.cpuNanos();
		this.carriers.put(1, CarrierClocks.Carriers.NONE, CarrierClocks.Carriers.NONE);
		assertThat(this.clocks.cpuNanos()).isEqualTo(500);
	}

	@Test
	void neverGoesBack() {
		this.carriers.put(1, 500, 40);
		this.clocks.allocatedBytes();
		this.carriers.put(1, 500, 32);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(40);
		this.carriers.put(1, 500, 41);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(41);
	}

	@Test
	void listsOnlyWhenCarriersCameOrWent() {
		this.carriers.put(1, 500, 40);
		this.clocks.cpuNanos();
		int before = this.carriers.lists;
		this.carriers.put(1, 600, 50);
		assertThat(this.clocks.cpuNanos()).isEqualTo(600);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(50);
		assertThat(this.carriers.lists).isEqualTo(before);
	}

	@Test
	void listsAgainAsLongAsTheNumberIsAheadOfTheList() {
		this.carriers.put(1, 500, 40);
		this.carriers.ahead = 1;
		assertThat(this.clocks.cpuNanos()).isEqualTo(500);
		this.carriers.ahead = 0;
		this.carriers.put(2, 70, 3);
		assertThat(this.clocks.cpuNanos()).isEqualTo(570);
	}

	@Test
	void neverGoesBackForManyThreadsWhileCarriersComeAndGo() throws Exception {
		this.carriers.put(0, 0, 0);
		AtomicBoolean wentBack = new AtomicBoolean();
		List<Thread> readers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread reader = new Thread(() -> {
				long last = 0;
				for (int round = 0; round < 20_000; round++) {
					long now = this.clocks.cpuNanos();
					wentBack.compareAndSet(false, now < last);
					last = now;
				}
			});
			reader.start();
			readers.add(reader);
		}
		for (int id = 1; id <= 2_000; id++) {
			this.carriers.put(id, id, id);
			this.clocks.cpuNanos();
			this.carriers.remove(id - 1);
		}
		for (Thread reader : readers) {
			reader.join();
		}
		assertThat(wentBack).isFalse();
		assertThat(this.clocks.cpuNanos()).isEqualTo(2_000L * 2_001 / 2);
	}

	/**
	 * Carriers that a test makes. Safe for use by any thread.
	 */
	private static final class FakeCarriers implements CarrierClocks.Carriers {

		private final Map<Long, long[]> clocks = new LinkedHashMap<>();

		private volatile int ahead;

		private volatile int lists;

		synchronized void put(long id, long cpu, long allocated) {
			this.clocks.put(id, new long[] { cpu, allocated });
		}

		synchronized void remove(long id) {
			this.clocks.remove(id);
		}

		@Override
		public synchronized int count() {
			return this.clocks.size() + this.ahead;
		}

		@Override
		public synchronized long[] ids() {
			this.lists++;
			return this.clocks.keySet().stream().mapToLong(Long::longValue).toArray();
		}

		@Override
		public long cpuNanos(long id) {
			return clock(id, 0);
		}

		@Override
		public long allocatedBytes(long id) {
			return clock(id, 1);
		}

		private synchronized long clock(long id, int which) {
			long[] found = this.clocks.get(id);
			return (found != null) ? found[which] : NONE;
		}

	}

}
