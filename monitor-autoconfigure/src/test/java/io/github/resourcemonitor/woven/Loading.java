package io.github.resourcemonitor.woven;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Bears the annotation for all that it declares.
 */
@MonitoredHandler
interface Loading {

	String load();

	default String ready() {
		return "ready";
	}

}
