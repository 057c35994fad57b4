package io.github.resourcemonitor.google;

import io.github.resourcemonitor.servicecall.ServiceRequest;

/**
 * What is known of a request when it is sent, for what comes of it.
 *
 * @param request the request
 * @param url where it goes
 * @param uploads whether its body is payload
 * @param downloads whether the body of a good answer is payload
 * @param session whether it belongs to an upload of several requests
 */
record GoogleRequestInfo(ServiceRequest request, RequestUrl url, boolean uploads, boolean downloads, boolean session) {

	static String session(String id) {
		return "upload " + id;
	}

	/**
	 * A client that is interrupted while it reads an object goes on from there, on the
	 * same thread.
	 */
	static String reading(RequestUrl url, long offset) {
		return "read " + url.path() + " from " + offset + " on " + Thread.currentThread().getId();
	}

}
