package io.github.resourcemonitor.benchmarks.wrapper;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.micrometer.core.annotation.Timed;
import io.micrometer.observation.annotation.Observed;
import io.opentelemetry.instrumentation.annotations.WithSpan;

/**
 * The bean that all wrappers wrap. Its methods do the same trivial work, and differ in
 * the library that instruments them. They take and return an object, so that reflective
 * calls need no boxing.
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
	 * Not instrumented by an annotation.
	 * @param argument the value to return
	 * @return the argument
	 */
	public Object plain(Object argument) {
		return work(argument);
	}

	/**
	 * Measured by Resource Monitor.
	 * @param argument the value to return
	 * @return the argument
	 */
	@MonitoredHandler
	public Object monitored(Object argument) {
		return work(argument);
	}

	/**
	 * Measured by Resource Monitor, with a service call inside.
	 * @param argument the value to return
	 * @return the argument
	 */
	@MonitoredHandler
	public Object monitoredWithServiceCall(Object argument) {
		return this.service.call(work(argument));
	}

	/**
	 * Timed by Micrometer's {@code TimedAspect}.
	 * @param argument the value to return
	 * @return the argument
	 */
	@Timed
	public Object timed(Object argument) {
		return work(argument);
	}

	/**
	 * Observed by Micrometer's {@code ObservedAspect}.
	 * @param argument the value to return
	 * @return the argument
	 */
	@Observed
	public Object observed(Object argument) {
		return work(argument);
	}

	/**
	 * Recorded as a span by the OpenTelemetry agent.
	 * @param argument the value to return
	 * @return the argument
	 */
	@WithSpan
	public Object span(Object argument) {
		return work(argument);
	}

	/**
	 * A fake cloud service.
	 */
	public static class Service {

		/**
		 * Measured by Resource Monitor.
		 * @param argument the value to return
		 * @return the argument
		 */
		@CloudServiceCall(service = "store", operation = "get")
		public Object call(Object argument) {
			return argument;
		}

	}

}
