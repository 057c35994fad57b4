package io.github.resourcemonitor.woven;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Has annotations that its implementations do not repeat.
 */
interface Api {

	@MonitoredHandler
	String fromInterface();

}
