package io.github.resourcemonitor.invocation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnchoredClockTests {

	private static final Instant START = Instant.parse("2026-11-23T04:05:06.789Z");

	private Instant wall = START;

	private int reads;

	private final AnchoredClock time = new AnchoredClock(new Clock() {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			AnchoredClockTests.this.reads++;
			return AnchoredClockTests.this.wall;
		}

	});

	@Test
	void advancesByTheMonotonicClock() {
		assertThat(this.time.at(77)).isEqualTo(START);
		assertThat(this.time.at(77 + 5_000)).isEqualTo(START.plusNanos(5_000));
		assertThat(this.time.at(77 + 999_999_999)).isEqualTo(START.plusNanos(999_999_999));
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void followsTheWallClockEachSecond() {
		this.time.at(77);
		this.wall = START.minusSeconds(3600);
		assertThat(this.time.at(77 + 1_000_000_000)).isEqualTo(this.wall);
		assertThat(this.time.at(77 + 1_000_000_001)).isEqualTo(this.wall.plusNanos(1));
		assertThat(this.reads).isEqualTo(2);
	}

	@Test
	void readsTheWallClockForATimeBeforeTheLastReading() {
		this.time.at(77);
		assertThat(this.time.at(76)).isEqualTo(START);
		assertThat(this.reads).isEqualTo(2);
	}

	@Test
	void readsTheWallClockAfterAReset() {
		this.time.at(77);
		this.wall = START.plusSeconds(86400);
		this.time.reset();
		assertThat(this.time.at(78)).isEqualTo(this.wall);
	}

	@Test
	void toleratesOverflowOfTheMonotonicClock() {
		this.time.at(Long.MAX_VALUE);
		assertThat(this.time.at(Long.MIN_VALUE + 9)).isEqualTo(START.plusNanos(10));
	}

}
