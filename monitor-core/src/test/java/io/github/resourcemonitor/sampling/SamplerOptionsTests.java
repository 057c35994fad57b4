package io.github.resourcemonitor.sampling;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SamplerOptionsTests {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private static final Duration IDLE = Duration.ofMinutes(1);

	@Test
	void acceptsTheSmallestValidValues() {
		SamplerOptions options = new SamplerOptions(Duration.ofMillis(1), 0.0001, Duration.ZERO, 2, 0);
		assertThat(options.ringCapacity()).isEqualTo(2);
	}

	@Test
	void rejectsAnIntervalBelowAMillisecond() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SamplerOptions(Duration.ofNanos(999_999), 0.005, IDLE, 64, 64))
			.withMessageContaining("interval");
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN })
	void rejectsABudgetOfZero(double budget) {
		assertThatIllegalArgumentException().isThrownBy(() -> new SamplerOptions(INTERVAL, budget, IDLE, 64, 64))
			.withMessageContaining("budget");
	}

	@Test
	void rejectsARingThatIsTooSmall() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SamplerOptions(INTERVAL, 0.005, IDLE, 1, 64))
			.withMessageContaining("ring");
	}

	@Test
	void rejectsANegativeNumberOfRows() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SamplerOptions(INTERVAL, 0.005, IDLE, 64, -1))
			.withMessageContaining("rows");
	}

}
