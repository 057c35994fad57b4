package io.github.resourcemonitor.line;

import java.util.Map;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.TestRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

class LineSelectionTests {

	private static final long MILLI = 1_000_000;

	@Test
	void includesAllByDefault() {
		LineSelection selection = new LineSelection(LineRule.ALL, Map.of());
		for (int i = 1; i < 100; i++) {
			assertThat(selection.includes(record(i, MILLI))).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.01, 0.1, 0.5, 0.9 })
	void includesTheChosenPart(double sample) {
		LineSelection selection = new LineSelection(new LineRule(sample, 0), Map.of());
		int included = 0;
		for (int i = 2; i < 20_002; i++) {
			included += selection.includes(record(i, MILLI)) ? 1 : 0;
		}
		assertThat(included / 20_000.0).isCloseTo(sample, offset(0.01));
	}

	@Test
	void decidesTheSameForTheSameId() {
		LineSelection one = new LineSelection(new LineRule(0.3, 0), Map.of());
		LineSelection other = new LineSelection(new LineRule(0.3, 0), Map.of());
		for (int i = 2; i < 200; i++) {
			assertThat(one.includes(record(i, MILLI))).isEqualTo(other.includes(record(i, MILLI)))
				.isEqualTo(LineSelection.position("i-" + i) < 0.3);
		}
		assertThat(LineSelection.position("abc-1")).isEqualTo(LineSelection.position("abc-1")).isBetween(0.0, 1.0);
	}

	@Test
	void largerSampleHasAllOfTheSmaller() {
		LineSelection few = new LineSelection(new LineRule(0.1, 0), Map.of());
		LineSelection many = new LineSelection(new LineRule(0.2, 0), Map.of());
		for (int i = 2; i < 500; i++) {
			boolean included = many.includes(record(i, MILLI));
			if (few.includes(record(i, MILLI))) {
				assertThat(included).isTrue();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Outcome.class, names = "SUCCESS", mode = EnumSource.Mode.EXCLUDE)
	void includesWhatDidNotSucceed(Outcome outcome) {
		LineSelection selection = new LineSelection(new LineRule(0, 1000 * MILLI), Map.of());
		assertThat(selection.includes(TestRecords.sequence(2).outcome(outcome).build())).isTrue();
		assertThat(selection.includes(record(3, MILLI))).isFalse();
	}

	@Test
	void includesColdStarts() {
		LineSelection selection = new LineSelection(new LineRule(0, 0), Map.of());
		assertThat(selection.includes(record(1, MILLI))).isTrue();
		assertThat(selection.includes(record(2, MILLI))).isFalse();
	}

	@Test
	void includesOutliersOfTheirHandlerOnceTwentyWereWarm() {
		LineSelection selection = new LineSelection(new LineRule(0, 0), Map.of());
		// Does not count, although it is the longest.
		selection.includes(record(1, 5000 * MILLI));
		for (int i = 2; i <= 20; i++) {
			selection.includes(record(i, 10 * MILLI));
		}
		assertThat(selection.includes(record(21, 10 * MILLI))).isFalse();
		assertThat(selection.includes(record(22, 20 * MILLI))).isTrue();
		assertThat(selection.includes(record(23, 10 * MILLI))).isFalse();
		assertThat(selection.includes(TestRecords.sequence(24).handler("other").durationNanos(20 * MILLI).build()))
			.isFalse();
	}

	@Test
	void leavesOutWhatIsShort() {
		LineSelection selection = new LineSelection(new LineRule(1, 50 * MILLI), Map.of());
		assertThat(selection.includes(record(2, 50 * MILLI - 1))).isFalse();
		assertThat(selection.includes(record(3, 50 * MILLI))).isTrue();
	}

	@Test
	void handlersHaveTheirOwnRules() {
		LineSelection selection = new LineSelection(new LineRule(0, 0),
				Map.of("GET /orders/{id}", LineRule.ALL, "resize", new LineRule(1, 5 * MILLI)));
		assertThat(selection.includes(handler("GET /orders/{id}", MILLI))).isTrue();
		assertThat(selection.includes(handler("resize", MILLI))).isFalse();
		assertThat(selection.includes(handler("resize", 5 * MILLI))).isTrue();
		assertThat(selection.includes(handler("other", 5 * MILLI))).isFalse();
	}

	@Test
	void namesAreAlsoThoseOfVariables() {
		LineSelection selection = new LineSelection(LineRule.ALL, Map.of("ordersfindall", new LineRule(0, 0)));
		assertThat(selection.includes(handler("Orders.findAll", MILLI))).isFalse();
		assertThat(selection.includes(handler("Orders.find", MILLI))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY })
	void sampleOutOfRangeIsRefused(double sample) {
		assertThatIllegalArgumentException().isThrownBy(() -> new LineRule(sample, 0))
			.withMessageContaining("from 0 to 1");
		assertThatIllegalArgumentException().isThrownBy(() -> new LineRule(1, -1)).withMessageContaining("-1");
	}

	private static InvocationRecord record(long sequence, long nanos) {
		return TestRecords.sequence(sequence).durationNanos(nanos).build();
	}

	private static InvocationRecord handler(String name, long nanos) {
		return TestRecords.sequence(2).handler(name).durationNanos(nanos).build();
	}

}
