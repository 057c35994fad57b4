package io.github.resourcemonitor.reactor;

import java.util.UUID;

import io.github.resourcemonitor.ResourceMonitor;
import reactor.core.scheduler.Schedulers;

/**
 * Propagates the invocation of the thread that schedules a task to the tasks of Reactor's
 * schedulers. Reactor's hooks apply to the whole process; this one has a unique key and
 * does not change tasks that are scheduled outside the invocations of this monitor.
 */
public final class ScheduleHook implements AutoCloseable {

	private final String key = "resource-monitor-" + UUID.randomUUID();

	private final ResourceMonitor monitor;

	private boolean installed;

	private boolean closed;

	/**
	 * Create a new hook without installing it.
	 * @param monitor the monitor
	 */
	public ScheduleHook(ResourceMonitor monitor) {
		this.monitor = monitor;
	}

	/**
	 * Install the hook, unless it is installed or closed.
	 */
	public synchronized void install() {
		if (!this.installed && !this.closed) {
			Schedulers.onScheduleHook(this.key, this.monitor::propagate);
			this.installed = true;
		}
	}

	/**
	 * Remove the hook permanently.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.installed) {
			Schedulers.resetOnScheduleHook(this.key);
			this.installed = false;
		}
	}

}
