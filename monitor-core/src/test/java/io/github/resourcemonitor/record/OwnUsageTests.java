package io.github.resourcemonitor.record;

import io.github.resourcemonitor.record.OwnUsage.Estimate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnUsage}.
 */
class OwnUsageTests {

	private static OwnUsage usage(@Nullable Long cpuNanos, @Nullable Long allocatedBytes, @Nullable Estimate estimate) {
		return new OwnUsage(cpuNanos, allocatedBytes, estimate, 1, null, 0);
	}

	@Test
	void totalsIncludeTheEstimate() {
		OwnUsage own = usage(10L, 100L, new Estimate(3, 4, 50));
		assertThat(own.totalCpuNanos()).isEqualTo(13);
		assertThat(own.totalAllocatedBytes()).isEqualTo(150);
	}

	@Test
	void totalsAreWhatIsKnown() {
		assertThat(usage(10L, 100L, null)).extracting(OwnUsage::totalCpuNanos, OwnUsage::totalAllocatedBytes)
			.containsExactly(10L, 100L);
		assertThat(usage(null, null, new Estimate(3, 4, 50)))
			.extracting(OwnUsage::totalCpuNanos, OwnUsage::totalAllocatedBytes)
			.containsExactly(3L, 50L);
		assertThat(usage(null, null, null)).extracting(OwnUsage::totalCpuNanos, OwnUsage::totalAllocatedBytes)
			.containsExactly(null, null);
	}

}
