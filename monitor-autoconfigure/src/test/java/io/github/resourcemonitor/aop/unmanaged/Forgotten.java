package io.github.resourcemonitor.aop.unmanaged;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Bears an annotation, but is no bean.
 */
public class Forgotten {

	@MonitoredHandler
	public void handle() {
	}

}
