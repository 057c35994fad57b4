package io.github.resourcemonitor.share;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceTime} as {@link InvocationLedger} keeps it.
 */
class InstanceTimeTests {

	private final InvocationLedger ledger = new InvocationLedger(1, 10);

	@Test
	void nothingHasHappenedYet() {
		assertThat(this.ledger.instanceTime(5)).isEqualTo(new InstanceTime(0, 0, 0, 0, 0, 0, 0, 0));
	}

	@Test
	void eachMomentIsCountedOnce() {
		this.ledger.begin(Occupancy.START_UP, 100);
		this.ledger.begin(Occupancy.REQUEST, 110);
		InvocationLedger.Mark mark = this.ledger.start(115, false);
		this.ledger.end(Occupancy.START_UP, 118);
		this.ledger.end(mark, 120);
		this.ledger.end(Occupancy.REQUEST, 123);
		this.ledger.begin(Occupancy.SHUTDOWN, 130);
		assertThat(this.ledger.instanceTime(131)).isEqualTo(new InstanceTime(5, 8, 10, 1, 7, 1, 2, 30 + 10));
		assertThat(this.ledger.instanceTime(131).lifeNanos()).isEqualTo(31);
	}

	@Test
	void whatFollowsWithoutABreakIsOneStretch() {
		this.ledger.end(this.ledger.start(0, false), 4);
		this.ledger.end(this.ledger.start(4, false), 8);
		assertThat(this.ledger.instanceTime(9).roundedNanos()).isEqualTo(10);
		this.ledger.end(this.ledger.start(9, false), 10);
		assertThat(this.ledger.instanceTime(10)).isEqualTo(new InstanceTime(9, 0, 0, 0, 1, 0, 2, 20));
	}

	@Test
	void aRequestIsNotEndedTwiceByAnother() {
		this.ledger.begin(Occupancy.REQUEST, 0);
		this.ledger.begin(Occupancy.REQUEST, 1);
		this.ledger.end(Occupancy.REQUEST, 2);
		assertThat(this.ledger.instanceTime(5).outsideNanos()).isEqualTo(5);
		this.ledger.end(Occupancy.REQUEST, 6);
		this.ledger.end(Occupancy.REQUEST, 6);
		this.ledger.begin(Occupancy.REQUEST, 7);
		assertThat(this.ledger.instanceTime(9).outsideNanos()).isEqualTo(8);
		assertThat(this.ledger.instanceTime(9).requests()).isEqualTo(3);
	}

	@Test
	void timeBeforeTheFirstInvocationIsNotUnshared() {
		this.ledger.begin(Occupancy.START_UP, 0);
		this.ledger.end(Occupancy.START_UP, 50);
		assertThat(this.ledger.unshared(60).wallNanos()).isZero();
		this.ledger.end(this.ledger.start(100, false), 110);
		assertThat(this.ledger.unshared(115).wallNanos()).isEqualTo(5);
		assertThat(this.ledger.instanceTime(115)).isEqualTo(new InstanceTime(10, 0, 50, 0, 55, 0, 2, 60));
	}

}
