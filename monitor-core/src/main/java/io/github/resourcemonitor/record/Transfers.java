package io.github.resourcemonitor.record;

import java.util.List;

import io.github.resourcemonitor.annotation.CallDirection;
import org.jspecify.annotations.Nullable;

/**
 * Totals of service calls.
 *
 * @param calls the number of calls that have ended
 * @param downloadBytes the payload of downloads in bytes; {@code null} if there were
 * downloads but the size of none is known
 * @param uploadBytes the payload of uploads in bytes; {@code null} if there were uploads
 * but the size of none is known
 * @param unmeasured the number of calls whose size is missing in these totals
 */
public record Transfers(long calls, @Nullable Long downloadBytes, @Nullable Long uploadBytes, long unmeasured) {

	/**
	 * Add up calls.
	 * @param usages the calls
	 * @return the totals
	 */
	public static Transfers of(List<ServiceCallUsage> usages) {
		long calls = 0;
		long unmeasured = 0;
		for (ServiceCallUsage usage : usages) {
			calls += usage.count();
			unmeasured += usage.unmeasured();
		}
		return new Transfers(calls, sum(usages, CallDirection.DOWNLOAD), sum(usages, CallDirection.UPLOAD), unmeasured);
	}

	private static @Nullable Long sum(List<ServiceCallUsage> usages, CallDirection direction) {
		long sum = 0;
		boolean known = false;
		boolean unknown = false;
		for (ServiceCallUsage usage : usages) {
			if (usage.direction() == direction) {
				sum += (usage.bytes() != null) ? usage.bytes() : 0;
				known |= usage.bytes() != null;
				unknown |= usage.unmeasured() > 0;
			}
		}
		return (unknown && !known) ? null : Long.valueOf(sum);
	}

}
