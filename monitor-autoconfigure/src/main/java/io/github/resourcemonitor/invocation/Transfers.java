package io.github.resourcemonitor.invocation;

import java.util.List;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.ServiceCallUsage;

/**
 * The totals of service calls.
 *
 * @param calls the calls that ended
 * @param downloadBytes the payload of downloads, as far as known
 * @param uploadBytes the payload of uploads, as far as known
 */
public record Transfers(long calls, long downloadBytes, long uploadBytes) {

	/**
	 * Add up calls.
	 * @param usages the calls
	 * @return the totals
	 */
	public static Transfers of(List<ServiceCallUsage> usages) {
		long calls = 0;
		long down = 0;
		long up = 0;
		for (ServiceCallUsage usage : usages) {
			calls += usage.count();
			long bytes = (usage.bytes() != null) ? usage.bytes() : 0;
			if (usage.direction() == CallDirection.DOWNLOAD) {
				down += bytes;
			}
			else if (usage.direction() == CallDirection.UPLOAD) {
				up += bytes;
			}
		}
		return new Transfers(calls, down, up);
	}

}
