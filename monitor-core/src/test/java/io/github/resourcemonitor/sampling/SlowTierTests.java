package io.github.resourcemonitor.sampling;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SlowTierTests {

	private static final long MILLISECOND = 1_000_000;

	private static final long START = 5_000_000_000L;

	@Test
	void readsEverythingAtOnceAtFirst() {
		SlowTier tier = new SlowTier(2, 0.005, 0, START);
		assertThat(tier.isDue(0, START)).isTrue();
		assertThat(tier.isDue(1, START)).isTrue();
	}

	@Test
	void spacesReadingsByCostAndBudget() {
		SlowTier tier = new SlowTier(1, 0.005, 0, START);
		tier.charge(0, START, MILLISECOND, 0);
		assertThat(tier.isDue(0, START + 199 * MILLISECOND)).isFalse();
		assertThat(tier.isDue(0, START + 200 * MILLISECOND)).isTrue();
	}

	@Test
	void usesTheUnusedBudgetBeforeItSpacesReadings() {
		SlowTier tier = new SlowTier(1, 0.01, 1000 * MILLISECOND, START);
		int readings = 0;
		for (long now = START; now < START + 10 * MILLISECOND; now += MILLISECOND) {
			if (tier.isDue(0, now)) {
				tier.charge(0, now, 2 * MILLISECOND, 0);
				readings++;
			}
		}
		// 10 ms accumulated, 2 ms each, plus one more that overdraws the budget.
		assertThat(readings).isEqualTo(6);
	}

	@Test
	void accumulatesNoMoreThanTheLimit() {
		SlowTier tier = new SlowTier(1, 0.01, 1000 * MILLISECOND, START);
		tier.charge(0, START, 10 * MILLISECOND, 0);
		long later = START + 3_600_000 * MILLISECOND;
		tier.charge(0, later, 11 * MILLISECOND, 0);
		assertThat(tier.isDue(0, later + 99 * MILLISECOND)).isFalse();
		assertThat(tier.isDue(0, later + 101 * MILLISECOND)).isTrue();
	}

	@Test
	void eachReaderHasItsPartOfTheBudget() {
		SlowTier tier = new SlowTier(4, 0.005, 0, START);
		tier.charge(2, START, MILLISECOND, 0);
		assertThat(tier.isDue(2, START + 799 * MILLISECOND)).isFalse();
		assertThat(tier.isDue(2, START + 800 * MILLISECOND)).isTrue();
		assertThat(tier.isDue(1, START)).isTrue();
	}

	@Test
	void leavesTheFastTierItsPart() {
		SlowTier tier = new SlowTier(1, 0.005, 0, START);
		tier.charge(0, START, MILLISECOND, 0.0025);
		assertThat(tier.isDue(0, START + 399 * MILLISECOND)).isFalse();
		assertThat(tier.isDue(0, START + 401 * MILLISECOND)).isTrue();
	}

	@Test
	void isNotStarvedByAnExpensiveFastTier() {
		SlowTier tier = new SlowTier(1, 0.005, 0, START);
		tier.charge(0, START, MILLISECOND, 0.5);
		assertThat(tier.isDue(0, START + 1999 * MILLISECOND)).isFalse();
		assertThat(tier.isDue(0, START + 2001 * MILLISECOND)).isTrue();
	}

	@Test
	void freeReaderIsAlwaysDue() {
		SlowTier tier = new SlowTier(1, 0.005, 0, START);
		tier.charge(0, START, 0, 0);
		assertThat(tier.isDue(0, START)).isTrue();
	}

	@Test
	void toleratesClockOverflow() {
		long start = Long.MAX_VALUE - MILLISECOND;
		SlowTier tier = new SlowTier(1, 0.01, 0, start);
		assertThat(tier.isDue(0, start)).isTrue();
		tier.charge(0, start, MILLISECOND, 0);
		assertThat(tier.isDue(0, start + 50 * MILLISECOND)).isFalse();
		assertThat(tier.isDue(0, start + 100 * MILLISECOND)).isTrue();
	}

	@Test
	void expensiveReadersKeepToTheBudget() {
		double budget = 0.005;
		long[] costs = { 40 * MILLISECOND, MILLISECOND, 1000 };
		long[] used = new long[costs.length];
		SlowTier tier = new SlowTier(costs.length, budget, 0, START);
		long duration = 600_000 * MILLISECOND;
		long interval = 100 * MILLISECOND;
		for (long now = START; now < START + duration; now += interval) {
			for (int i = 0; i < costs.length; i++) {
				if (tier.isDue(i, now)) {
					used[i] += costs[i];
					tier.charge(i, now, costs[i], 0.001);
				}
			}
		}
		long total = used[0] + used[1] + used[2];
		assertThat((double) total / duration).isLessThanOrEqualTo(budget - 0.001 + 0.0005);
		// The expensive reader has its third of the remaining budget of the fast tier.
		assertThat((double) used[0] / duration).isCloseTo((budget - 0.001) / 3, within(0.0002));
		assertThat(used[2]).isEqualTo(6000 * 1000);
	}

}
