package io.github.resourcemonitor.storageserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes uploads that are one request, and hands resumable ones on.
 */
final class UploadsApi {

	private final ObjectStore store;

	private final Resources resources;

	private final ResumableUploads resumable;

	UploadsApi(ObjectStore store, Resources resources) {
		this.store = store;
		this.resources = resources;
		this.resumable = new ResumableUploads(store, resources);
	}

	void addTo(Router router) {
		String objects = "/upload/storage/v1/b/{bucket}/o";
		router.add("POST", objects, this::insert);
		router.add("PUT", objects, this.resumable::append);
		router.add("DELETE", objects, this.resumable::cancel);
	}

	private ApiResponse insert(ApiRequest request) {
		String type = request.parameter("uploadType", "");
		return switch (type) {
			case "multipart" -> insertMultipart(request);
			case "media" -> insert(NewObject.of(request, Map.of(), request.header("content-type")), request.body());
			case "resumable" -> this.resumable.start(request);
			default -> throw ApiException.invalid("Invalid uploadType: " + type);
		};
	}

	private ApiResponse insertMultipart(ApiRequest request) {
		List<Multipart.Part> parts = Multipart.parse(request);
		if (parts.size() != 2) {
			throw ApiException.invalid("A multipart upload has two parts, not " + parts.size() + ".");
		}
		Multipart.Part media = parts.get(1);
		Map<String, Object> metadata = new LinkedHashMap<>(Json.read(parts.get(0).body()));
		return insert(NewObject.of(request, metadata, media.headers().get("content-type")), media.body());
	}

	private ApiResponse insert(NewObject object, byte[] content) {
		StoredObject stored = object.store(this.store, content);
		return ApiResponse.json(200, this.resources.object(stored)).header("ETag", stored.etag());
	}

}
