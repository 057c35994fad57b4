package com.google.cloud.resourcemonitor;

import java.util.function.Function;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Beans of an application in a package like those of Google's clients.
 */
public final class Archive {

	private Archive() {
	}

	/**
	 * An annotated interface.
	 */
	public interface Client {

		/**
		 * Fetch something.
		 * @return the text
		 */
		@CloudServiceCall
		String fetch();

	}

	/**
	 * A class whose annotation is on the interface.
	 */
	public static class HttpClient implements Client {

		@Override
		public String fetch() {
			return "fetched";
		}

	}

	/**
	 * A function.
	 */
	public static class Upper implements Function<String, String> {

		@Override
		@MonitoredHandler
		public String apply(String text) {
			return text.toUpperCase();
		}

	}

	/**
	 * A method that cannot be intercepted.
	 */
	public static class Hidden {

		@MonitoredHandler
		private void work() {
		}

		/**
		 * Call the method.
		 */
		public void call() {
			work();
		}

	}

}
