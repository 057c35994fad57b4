package io.github.resourcemonitor.propagation;

import io.github.resourcemonitor.ResourceMonitor;

import org.springframework.core.task.TaskDecorator;

/**
 * Task decorator that propagates the invocation of the submitting thread to the tasks of
 * an executor. Spring Boot applies it to the executors and schedulers that it creates;
 * the application can set it on others.
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
