package org.springframework.samples.resourcemonitor;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * A bean of an application in a package like those of Spring.
 */
public class OwnerController {

	/**
	 * Find all.
	 * @return all
	 */
	@MonitoredHandler
	public String find() {
		return "owners";
	}

}
