package io.github.resourcemonitor.aop.mentioned;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Has an annotation, but is not a bean.
 */
public class Report {

	@MonitoredHandler
	public void handle() {
	}

}
