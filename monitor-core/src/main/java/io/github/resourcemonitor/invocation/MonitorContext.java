package io.github.resourcemonitor.invocation;

import java.time.Instant;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.servicecall.ServiceCall;

/**
 * What work is done for that goes on elsewhere: an invocation, and the service call that
 * it is making.
 *
 * @param invocation the invocation
 * @param call the service call
 */
record MonitorContext(ActiveInvocation invocation, ServiceCall call) implements Invocation {

	@Override
	public String id() {
		return this.invocation.id();
	}

	@Override
	public String handler() {
		return this.invocation.handler();
	}

	@Override
	public Instant start() {
		return this.invocation.start();
	}

}
