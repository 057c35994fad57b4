package io.github.resourcemonitor.aop;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.jspecify.annotations.Nullable;

/**
 * The annotations that apply to a method: its own, and those of its type.
 *
 * @param handler the annotation of a handler
 * @param serviceCall the annotation of a service call
 * @param functional whether it is the functional method of a function, which has a proxy
 * of its own
 * @param own whether one of them is on the method, not on its type
 */
record MethodAnnotations(@Nullable MonitoredHandler handler, @Nullable CloudServiceCall serviceCall, boolean functional,
		boolean own) {

	/**
	 * Return the annotation of a handler whose calls an ordinary proxy intercepts.
	 */
	@Nullable MonitoredHandler proxyHandler() {
		return this.functional ? null : this.handler;
	}

}
