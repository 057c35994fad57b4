package io.github.resourcemonitor.invocation;

import java.time.Instant;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.servicecall.ServiceCall;

/**
 * Captured context of a thread: its invocation and its service call.
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
