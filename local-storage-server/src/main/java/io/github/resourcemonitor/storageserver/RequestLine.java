package io.github.resourcemonitor.storageserver;

/**
 * What a request asks for, exactly as it came over the wire: the path is still
 * percent-encoded, and a metadata update is a {@code POST} because the client overrides
 * its method in a header.
 *
 * @param method the HTTP method
 * @param path the raw path
 * @param query the raw query, empty if there is none
 */
public record RequestLine(String method, String path, String query) {

	/**
	 * Whether the request reads an object's content.
	 * @return {@code true} for a download
	 */
	public boolean isDownload() {
		return this.method.equals("GET") && (this.path.startsWith("/download/") || this.query.contains("alt=media"));
	}

	/**
	 * Whether the request belongs to an upload of any kind, the start and the chunks of a
	 * resumable one included.
	 * @return {@code true} for an upload
	 */
	public boolean isUpload() {
		return this.path.startsWith("/upload/");
	}

}
