package io.github.resourcemonitor.woven;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Has the annotation on the type, for all declared methods.
 */
@MonitoredHandler
interface Loading {

	String load();

	default String ready() {
		return "ready";
	}

}
