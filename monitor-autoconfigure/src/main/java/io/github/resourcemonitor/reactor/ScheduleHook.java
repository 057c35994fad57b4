package io.github.resourcemonitor.reactor;

import java.util.UUID;

import io.github.resourcemonitor.ResourceMonitor;
import reactor.core.scheduler.Schedulers;

/**
 * Has the tasks of Reactor's schedulers work for the invocation of the thread that
 * schedules them. Reactor's hooks hold for the whole process; this one is known by a key
 * of its own and leaves all tasks alone that no invocation of this monitor schedules.
 */
public final class ScheduleHook implements AutoCloseable {

	private final String key = "resource-monitor-" + UUID.randomUUID();

	private final ResourceMonitor monitor;

	private boolean installed;

	private boolean closed;

	/**
	 * Create a new hook, which is not installed yet.
	 * @param monitor the monitor
	 */
	public ScheduleHook(ResourceMonitor monitor) {
		this.monitor = monitor;
	}

	/**
	 * Install the hook, if that has not been done.
	 */
	public synchronized void install() {
		if (!this.installed && !this.closed) {
			Schedulers.onScheduleHook(this.key, this.monitor::propagate);
			this.installed = true;
		}
	}

	/**
	 * Remove the hook, for good.
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
