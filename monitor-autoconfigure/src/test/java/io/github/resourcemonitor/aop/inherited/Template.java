package io.github.resourcemonitor.aop.inherited;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * A class without annotations that does the work of its subclasses.
 */
public abstract class Template {

	/**
	 * Do the work.
	 * @return the result
	 */
	public String handle() {
		return "handled by " + step();
	}

	protected String step() {
		return getClass().getSimpleName();
	}

	String packagePrivate() {
		return "hidden";
	}

	/**
	 * A template whose method is final.
	 */
	public abstract static class Closed {

		/**
		 * Do the work.
		 * @return the result
		 */
		public final String run() {
			return "run";
		}

	}

	/**
	 * A class with an annotated method that no proxy in another package sees.
	 */
	public static class Secretive {

		@MonitoredHandler
		String whisper() {
			return "psst";
		}

	}

}
