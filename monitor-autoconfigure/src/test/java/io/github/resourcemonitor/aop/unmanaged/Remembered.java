package io.github.resourcemonitor.aop.unmanaged;

import io.github.resourcemonitor.annotation.CloudServiceCall;

/**
 * Bears an annotation, and becomes a bean in one way or another.
 */
@CloudServiceCall
public class Remembered {

	/**
	 * Does nothing.
	 */
	public void call() {
	}

}
