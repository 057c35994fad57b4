package io.github.resourcemonitor.attribution;

import org.jspecify.annotations.Nullable;

/**
 * Account of the monitor's own work on threads of an invocation, which is not part of the
 * usage of the invocation. Thread-safe.
 */
final class MonitorWork implements Account {

	/**
	 * Account for the monitor's work that is not part of any record.
	 */
	static final MonitorWork UNCOUNTED = new MonitorWork(null);

	private final @Nullable AccountTotals invocation;

	MonitorWork(@Nullable AccountTotals invocation) {
		this.invocation = invocation;
	}

	@Override
	public void charge(long cpuNanos, long allocatedBytes) {
		if (cpuNanos > 0) {
			for (AccountTotals each = this.invocation; each != null; each = each.parent()) {
				each.addExcluded(cpuNanos);
			}
		}
	}

	@Override
	public boolean isMonitor() {
		return true;
	}

	@Override
	public Account monitor() {
		return this;
	}

}
