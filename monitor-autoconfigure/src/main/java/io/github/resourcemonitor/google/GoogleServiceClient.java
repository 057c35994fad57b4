package io.github.resourcemonitor.google;

import io.github.resourcemonitor.client.RequestUrl;

/**
 * What the options of a Google Cloud client say about its requests.
 *
 * @param service the name of the service, which is also that of its API
 * @param root the URL that the client sends its requests to; its path, if any, comes
 * before those of the API
 * @param notFoundIsAnswer whether the client answers {@code null} or {@code false} if
 * what it gets or deletes does not exist
 */
record GoogleServiceClient(String service, RequestUrl root, boolean notFoundIsAnswer) {

	/**
	 * Return the path of a request, relative to the root of the API.
	 */
	String path(RequestUrl url) {
		String prefix = this.root.path();
		while (prefix.endsWith("/")) {
			prefix = prefix.substring(0, prefix.length() - 1);
		}
		return url.path().startsWith(prefix + "/") ? url.path().substring(prefix.length()) : url.path();
	}

	/**
	 * Return whether a response is an answer for this client, although its status is that
	 * of an error.
	 * @param operation what was called
	 * @param downloads whether the content of an object was requested
	 * @param status the status
	 * @return whether it is
	 */
	boolean isAnswer(String operation, boolean downloads, int status) {
		if (downloads) {
			// The end of an object that is read from its end on.
			return status == 416;
		}
		return status == 404 && this.notFoundIsAnswer
				&& (operation.endsWith(".get") || operation.endsWith(".delete") || operation.endsWith(".restore"));
	}

}
