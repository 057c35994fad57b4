package io.github.resourcemonitor.storageserver;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Creates responses with an object's content: the whole content or a range, decompressed
 * for a client that does not accept gzip.
 */
final class Media {

	private static final Pattern RANGE = Pattern.compile("bytes=(?!-$)(\\d{0,18})-(\\d{0,18})");

	private static final Map<String, String> ATTRIBUTES_BY_HEADER = Map.of("Cache-Control", "cacheControl",
			"Content-Disposition", "contentDisposition", "Content-Language", "contentLanguage");

	private Media() {
	}

	static ApiResponse respond(ApiRequest request, StoredObject object) {
		boolean discarded = object.stored().isDiscarded();
		if (discarded && !request.method().equals("HEAD")) {
			throw new ApiException(501, "The content of " + object.name() + " was discarded.");
		}
		String encoding = object.attribute("contentEncoding");
		if ("gzip".equals(encoding) && !discarded && !acceptsGzip(request)) {
			return withHeaders(ApiResponse.bytes(200, object.contentType(), ApiRequest.gunzip(object.content())),
					object)
				.header("Warning", "214 UNKNOWN");
		}
		ApiResponse response = range(request.header("range"), object);
		if (response.status() == 416) {
			return response;
		}
		return withHeaders((encoding != null) ? response.header("Content-Encoding", encoding) : response, object);
	}

	private static boolean acceptsGzip(ApiRequest request) {
		String accepted = request.header("accept-encoding");
		return accepted != null && accepted.contains("gzip");
	}

	private static ApiResponse range(@Nullable String range, StoredObject object) {
		ObjectBytes content = object.stored().bytes();
		long size = content.size();
		Matcher matcher = RANGE.matcher((range != null) ? range : "");
		if (!matcher.matches()) {
			return ApiResponse.part(200, object.contentType(), content, 0, size);
		}
		boolean suffix = matcher.group(1).isEmpty();
		long first = suffix ? Math.max(0, size - Long.parseLong(matcher.group(2))) : Long.parseLong(matcher.group(1));
		long last = (suffix || matcher.group(2).isEmpty()) ? size - 1
				: Math.min(size - 1, Long.parseLong(matcher.group(2)));
		if (first > last) {
			return ApiResponse.error(416, "The requested range cannot be satisfied.")
				.header("Content-Range", "bytes */" + size);
		}
		return ApiResponse.part(206, object.contentType(), content, first, last - first + 1)
			.header("Content-Range", "bytes " + first + "-" + last + "/" + size);
	}

	/**
	 * Adds the headers of an object to a response with or without its content.
	 * @param response the response
	 * @param object the object
	 * @return the response
	 */
	static ApiResponse withHeaders(ApiResponse response, StoredObject object) {
		String encoding = object.attribute("contentEncoding");
		response.header("Accept-Ranges", "bytes");
		response.header("ETag", object.etag());
		response.header("Last-Modified",
				DateTimeFormatter.RFC_1123_DATE_TIME.format(object.updated().atOffset(ZoneOffset.UTC)));
		response.header("x-goog-generation", Long.toString(object.generation()));
		response.header("x-goog-metageneration", Long.toString(object.metageneration()));
		response.header("x-goog-stored-content-length", Long.toString(object.size()));
		response.header("x-goog-stored-content-encoding", (encoding != null) ? encoding : "identity");
		response.header("x-goog-storage-class", "STANDARD");
		response.header("x-goog-hash", "crc32c=" + object.crc32c());
		if (object.md5Hash() != null) {
			response.header("x-goog-hash", "md5=" + object.md5Hash());
		}
		ATTRIBUTES_BY_HEADER.forEach((header, attribute) -> {
			String value = object.attribute(attribute);
			if (value != null) {
				response.header(header, value);
			}
		});
		return response;
	}

}
