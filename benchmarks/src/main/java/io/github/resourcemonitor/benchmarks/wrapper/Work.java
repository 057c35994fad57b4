package io.github.resourcemonitor.benchmarks.wrapper;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.micrometer.core.annotation.Timed;
import io.micrometer.observation.annotation.Observed;
import io.opentelemetry.instrumentation.annotations.WithSpan;

/**
 * The bean that all wrappers wrap. Its methods do the same, next to nothing, and differ
 * in who looks at them. They take and return an object, so that reflective calls need no
 * boxing.
 */
public class Work {

	private final Service service;

	private final Object result = new Object();

	/**
	 * Create a new bean.
	 * @param service the service that it calls
	 */
	public Work(Service service) {
		this.service = service;
	}

	private Object work(Object argument) {
		return (argument != this) ? argument : this.result;
	}

	/**
	 * Nobody looks at it, or who does is not told by an annotation.
	 * @param argument something
	 * @return something
	 */
	public Object plain(Object argument) {
		return work(argument);
	}

	/**
	 * Resource Monitor looks at it.
	 * @param argument something
	 * @return something
	 */
	@MonitoredHandler
	public Object monitored(Object argument) {
		return work(argument);
	}

	/**
	 * Resource Monitor looks at it and at the service that it calls.
	 * @param argument something
	 * @return something
	 */
	@MonitoredHandler
	public Object monitoredWithServiceCall(Object argument) {
		return this.service.call(work(argument));
	}

	/**
	 * Micrometer's {@code TimedAspect} looks at it.
	 * @param argument something
	 * @return something
	 */
	@Timed
	public Object timed(Object argument) {
		return work(argument);
	}

	/**
	 * Micrometer's {@code ObservedAspect} looks at it.
	 * @param argument something
	 * @return something
	 */
	@Observed
	public Object observed(Object argument) {
		return work(argument);
	}

	/**
	 * OpenTelemetry's agent looks at it.
	 * @param argument something
	 * @return something
	 */
	@WithSpan
	public Object span(Object argument) {
		return work(argument);
	}

	/**
	 * A cloud service, as it were.
	 */
	public static class Service {

		/**
		 * Resource Monitor looks at it.
		 * @param argument something
		 * @return something
		 */
		@CloudServiceCall(service = "store", operation = "get")
		public Object call(Object argument) {
			return argument;
		}

	}

}
