package io.github.resourcemonitor.propagation;

import io.github.resourcemonitor.ResourceMonitor;

import org.springframework.core.task.TaskDecorator;

/**
 * Has the tasks of an executor work for the invocation of the thread that hands them in:
 * those of the executors and schedulers that Spring Boot makes, and of others that it is
 * given to.
 */
public final class PropagatingTaskDecorator implements TaskDecorator {

	private final ResourceMonitor monitor;

	/**
	 * Create a new decorator.
	 * @param monitor the monitor
	 */
	public PropagatingTaskDecorator(ResourceMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public Runnable decorate(Runnable task) {
		return this.monitor.propagate(task);
	}

}
