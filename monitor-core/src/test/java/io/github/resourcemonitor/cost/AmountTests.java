package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Amount} and {@link Price}.
 */
class AmountTests {

	@Test
	void aNanosecondOfOneVcpuIsExact() {
		assertThat(Price.of("0.000024").perNano(1000).value()).isEqualByComparingTo("0.000000000000024");
		assertThat(Price.of("0.000024").perNano(1).value()).isEqualByComparingTo("0.000000000000000024");
	}

	@Test
	void aByteOfMemoryForANanosecondIsExact() {
		assertThat(Price.of("0.0000025").memoryPerNano(1).times(1L << 30).value())
			.isEqualByComparingTo("0.0000000000000025");
		assertThat(Price.of("0.000000000000001").memoryPerNano(1).value().multiply(BigDecimal.valueOf(1L << 30)))
			.isEqualByComparingTo("1e-24");
	}

	@Test
	void agreesWithDecimalsOnRandomQuantities() {
		Random random = new Random(1);
		for (int i = 0; i < 2000; i++) {
			BigDecimal price = BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 15 - random.nextInt(6));
			long size = random.nextLong(1L << 38);
			long nanos = random.nextLong();
			BigDecimal seconds = BigDecimal.valueOf(nanos, 9);
			assertThat(Price.of(price).perNano(size).times(nanos).value())
				.isEqualByComparingTo(price.multiply(BigDecimal.valueOf(size, 3)).multiply(seconds));
			assertThat(Price.of(price).memoryPerNano(size).times(nanos).value())
				.isEqualByComparingTo(price.multiply(gib(size)).multiply(seconds));
			assertThat(Price.of(price).volume(size).value()).isEqualByComparingTo(price.multiply(gib(size)));
			assertThat(Price.of(price).each(nanos).value())
				.isEqualByComparingTo(price.multiply(BigDecimal.valueOf(nanos)));
		}
	}

	private static BigDecimal gib(long bytes) {
		return BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(1L << 30));
	}

	@Test
	void sumsDoNotDependOnTheOrder() {
		Amount first = Price.of("0.000024").perNano(167).times(123_456_789);
		Amount second = Price.of("0.0000025").memoryPerNano(268_435_457).times(987_654_321);
		assertThat(first.plus(second)).isEqualTo(second.plus(first)).hasSameHashCodeAs(second.plus(first));
		assertThat(first.plus(second).minus(second)).isEqualTo(first);
		assertThat(first.minus(first)).isSameAs(Amount.ZERO);
		assertThat(first.plusIfKnown(null)).isSameAs(first);
	}

	@Test
	void isRoundedWhenItIsShown() {
		assertThat(Price.of("0.0000000024").each(1).nanos()).isEqualTo(BigInteger.TWO);
		assertThat(Price.of("0.0000000035").each(1).nanos()).isEqualTo(BigInteger.valueOf(4));
		assertThat(Price.of("0.00000242").each(1).doubleValue()).isEqualTo(2.42e-6);
		assertThat(Price.of("0.000000000000001").each(1).doubleValue()).isEqualTo(1e-15);
		assertThat(Price.of("0.000000000000001").perNano(500_000_000_000L).doubleValue()).isEqualTo(1e-15);
		assertThat(Price.of("123456789.123456789").each(1).doubleValue()).isEqualTo(123456789.123456789);
		assertThat(Amount.ZERO.minus(Price.of("0.5").each(1)).doubleValue()).isEqualTo(-0.5);
		assertThat(Price.of("100").each(3)).hasToString("300");
	}

	@Test
	void refusesWhatIsNoPrice() {
		assertThatIllegalArgumentException().isThrownBy(() -> Price.of("-1")).withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> Price.of("free")).withMessageContaining("'free'");
		assertThatIllegalArgumentException().isThrownBy(() -> Price.of("NaN")).withMessageContaining("'NaN'");
		assertThatIllegalArgumentException().isThrownBy(() -> Price.of("0.0000000000000001"))
			.withMessageContaining("at most 15 digits");
		assertThatIllegalArgumentException().isThrownBy(() -> Price.of("1e900000000"))
			.withMessageContaining("at most 15 digits");
		assertThatIllegalArgumentException().isThrownBy(() -> Price.of("1e-900000000"))
			.withMessageContaining("at most 15 digits");
	}

}
