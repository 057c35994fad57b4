package io.github.resourcemonitor.record;

import java.util.List;

import io.github.resourcemonitor.annotation.CallDirection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TransfersTests {

	@Test
	void areNoneWithoutCalls() {
		assertThat(Transfers.of(List.of())).isEqualTo(new Transfers(0, 0L, 0L, 0));
	}

	@Test
	void addUpCallsAndKnownBytesByDirection() {
		assertThat(Transfers.of(List.of(usage(CallDirection.DOWNLOAD, 2, 10L), usage(CallDirection.DOWNLOAD, 1, null),
				usage(CallDirection.UPLOAD, 3, 500L), usage(CallDirection.NONE, 4, 6000L),
				usage(CallDirection.DOWNLOAD, 0, 7L))))
			.isEqualTo(new Transfers(10, 17L, 500L, 0));
	}

	private static ServiceCallUsage usage(CallDirection direction, long count, Long bytes) {
		return new ServiceCallUsage("service", "operation", direction, count, 0, bytes, 0, 0, null, null);
	}

}
