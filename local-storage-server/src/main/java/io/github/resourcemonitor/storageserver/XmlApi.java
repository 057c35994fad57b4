package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The part of the XML API for signed URLs: reads, writes and deletes one object.
 * Signatures are not checked, and errors are JSON.
 */
final class XmlApi {

	private static final Map<String, String> ATTRIBUTES_BY_HEADER = Map.of("content-type", "contentType",
			"content-encoding", "contentEncoding", "cache-control", "cacheControl", "content-disposition",
			"contentDisposition", "content-language", "contentLanguage");

	private static final String METADATA = "x-goog-meta-";

	private final ObjectStore store;

	private final ResumableUploads resumable;

	XmlApi(ObjectStore store, ResumableUploads resumable) {
		this.store = store;
		this.resumable = resumable;
	}

	/**
	 * Adds the routes, which must follow those of the JSON API.
	 * @param router the router
	 */
	void addTo(Router router) {
		String object = "/{bucket}/{object...}";
		add(router, "GET", object, this::read);
		add(router, "HEAD", object, this::read);
		add(router, "PUT", object, this::write);
		add(router, "POST", object, this::start);
		add(router, "DELETE", object, this::delete);
	}

	private static void add(Router router, String method, String path, Router.Handler handler) {
		router.add(method, path, (request) -> {
			if (RequestLine.isJsonApi(request.path())) {
				throw ApiException.notImplemented(request);
			}
			return handler.serve(request);
		});
	}

	private ApiResponse read(ApiRequest request) {
		StoredObject object = this.store.read(request.variable("bucket"), request.variable("object"),
				preconditions(request));
		ApiResponse response = Media.respond(request, object);
		Json.object(object.attributes(), "metadata")
			.forEach((name, value) -> response.header(METADATA + name, String.valueOf(value)));
		return response;
	}

	private ApiResponse write(ApiRequest request) throws IOException {
		if (request.parameter("upload_id") != null) {
			return this.resumable.append(request, XmlApi::answer);
		}
		if (request.parameter("uploadId") != null || request.header("x-goog-copy-source") != null) {
			throw ApiException.notImplemented(request);
		}
		NewObject object = newObject(request);
		IncomingContent content = this.store.incoming(object.bucket());
		content.addAll(request.encodedBody().stream());
		return answer(object.store(this.store, content.content()));
	}

	private ApiResponse start(ApiRequest request) {
		if (!"start".equals(request.header("x-goog-resumable"))) {
			throw ApiException.notImplemented(request);
		}
		return this.resumable.start(request, newObject(request), 201);
	}

	private ApiResponse delete(ApiRequest request) {
		if (request.parameter("upload_id") != null) {
			this.resumable.cancel(request);
		}
		else {
			this.store.delete(request.variable("bucket"), request.variable("object"), preconditions(request));
		}
		return ApiResponse.empty(204);
	}

	private static NewObject newObject(ApiRequest request) {
		Map<String, Object> attributes = new LinkedHashMap<>();
		Map<String, Object> metadata = new LinkedHashMap<>();
		request.headers().forEach((header, value) -> {
			String attribute = ATTRIBUTES_BY_HEADER.get(header);
			if (attribute != null && !value.isEmpty()) {
				attributes.put(attribute, value);
			}
			else if (header.startsWith(METADATA)) {
				metadata.put(header.substring(METADATA.length()), value);
			}
		});
		if (!metadata.isEmpty()) {
			attributes.put("metadata", metadata);
		}
		return new NewObject(request.variable("bucket"), request.variable("object"), attributes, null,
				request.header("content-md5"), preconditions(request));
	}

	private static Preconditions preconditions(ApiRequest request) {
		return new Preconditions(request.number("generation"), number(request, "x-goog-if-generation-match"), null,
				number(request, "x-goog-if-metageneration-match"), null);
	}

	private static @Nullable Long number(ApiRequest request, String header) {
		String value = request.header(header);
		return (value != null) ? Long.valueOf(value) : null;
	}

	private static ApiResponse answer(StoredObject object) {
		return Media.withHeaders(ApiResponse.empty(200), object);
	}

}
