package io.github.resourcemonitor.woven;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Bears annotations that its implementations do not repeat.
 */
interface Api {

	@MonitoredHandler
	String fromInterface();

}
