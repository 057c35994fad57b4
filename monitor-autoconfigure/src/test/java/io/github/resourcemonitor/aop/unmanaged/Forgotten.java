package io.github.resourcemonitor.aop.unmanaged;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Has an annotation, but is not a bean.
 */
public class Forgotten {

	@MonitoredHandler
	public void handle() {
	}

}
