package io.github.resourcemonitor.google;

import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a request when it is sent, as needed to measure its response.
 *
 * @param request the request
 * @param client the client that sends it, {@code null} if unknown
 * @param operation the name of the operation
 * @param url the URL of the request
 * @param uploads whether its body is payload
 * @param downloads whether the body of a successful response is payload
 * @param session whether it belongs to a resumable upload, which takes several requests
 */
record GoogleRequestInfo(ServiceRequest request, @Nullable GoogleServiceClient client, String operation, RequestUrl url,
		boolean uploads, boolean downloads, boolean session) {

	/**
	 * Return whether a response is an error for the client.
	 */
	boolean isError(int status) {
		return (status >= 400 || status < 100)
				&& (this.client == null || !this.client.isAnswer(this.operation, this.downloads, status));
	}

	static String session(String id) {
		return "upload " + id;
	}

	/**
	 * Return the key of a read that continues at a position: a client whose read of an
	 * object is interrupted resumes there, on the same thread.
	 */
	static String reading(RequestUrl url, long offset) {
		return "read " + url.path() + " from " + offset + " on " + Thread.currentThread().getId();
	}

}
