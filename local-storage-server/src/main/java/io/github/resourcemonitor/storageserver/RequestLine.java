package io.github.resourcemonitor.storageserver;

import java.util.List;

/**
 * The request line as received: the path is still percent-encoded, and a metadata update
 * is a {@code POST} because the client overrides its method in a header.
 *
 * @param method the HTTP method
 * @param path the raw path
 * @param query the raw query, empty if there is none
 */
public record RequestLine(String method, String path, String query) {

	private static final List<String> JSON_API = List.of("/storage/v1/", "/upload/", "/download/", "/batch/");

	/**
	 * Returns whether the request reads an object's content.
	 * @return {@code true} for a download
	 */
	public boolean isDownload() {
		return this.method.equals("GET")
				&& (this.path.startsWith("/download/") || this.query.contains("alt=media") || isObjectOfXmlApi());
	}

	/**
	 * Returns whether the request belongs to an upload of any kind, including the start
	 * and the chunks of a resumable one.
	 * @return {@code true} for an upload
	 */
	public boolean isUpload() {
		return this.path.startsWith("/upload/")
				|| ((this.method.equals("PUT") || this.method.equals("POST")) && isObjectOfXmlApi());
	}

	private boolean isObjectOfXmlApi() {
		return !isJsonApi(this.path) && this.path.indexOf('/', 1) > 0;
	}

	/**
	 * Returns whether a path belongs to the JSON API, so that its first segment is not a
	 * bucket.
	 * @param path the raw path
	 * @return {@code false} for a path of the XML API, which signed URLs have
	 */
	static boolean isJsonApi(String path) {
		return JSON_API.stream().anyMatch(path::startsWith);
	}

}
