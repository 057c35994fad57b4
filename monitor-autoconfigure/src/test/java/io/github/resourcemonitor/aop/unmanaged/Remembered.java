package io.github.resourcemonitor.aop.unmanaged;

import io.github.resourcemonitor.annotation.CloudServiceCall;

/**
 * Has an annotation, and is registered as a bean in different ways.
 */
@CloudServiceCall
public class Remembered {

	/**
	 * Does nothing.
	 */
	public void call() {
	}

}
