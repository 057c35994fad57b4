package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.util.Map;

/**
 * Handles uploads with one request, and delegates resumable ones.
 */
final class UploadsApi {

	private final ObjectStore store;

	private final Resources resources;

	private final ResumableUploads resumable;

	UploadsApi(ObjectStore store, Resources resources, ResumableUploads resumable) {
		this.store = store;
		this.resources = resources;
		this.resumable = resumable;
	}

	void addTo(Router router) {
		String objects = "/upload/storage/v1/b/{bucket}/o";
		router.add("POST", objects, this::insert);
		router.add("PUT", objects, (request) -> this.resumable.append(request, this::answer));
		router.add("DELETE", objects, this.resumable::cancel);
	}

	private ApiResponse insert(ApiRequest request) throws IOException {
		String type = request.parameter("uploadType", "");
		return switch (type) {
			case "multipart" -> insertMultipart(request);
			case "media" -> insertMedia(request);
			case "resumable" -> this.resumable.start(request,
					NewObject.of(request, request.json(), request.header("x-upload-content-type")), 200);
			default -> throw ApiException.invalid("Invalid uploadType: " + type);
		};
	}

	private ApiResponse insertMultipart(ApiRequest request) throws IOException {
		Multipart parts = new Multipart(request);
		Map<String, Object> metadata = Json.read(part(parts).body().readAllBytes());
		Multipart.Part media = part(parts);
		NewObject object = NewObject.of(request, metadata, media.headers().get("content-type"));
		IncomingContent content = this.store.incoming(object.bucket());
		content.addAll(media.body());
		if (parts.next() != null) {
			throw ApiException.invalid("A multipart upload has two parts.");
		}
		return insert(object, content);
	}

	private static Multipart.Part part(Multipart parts) throws IOException {
		Multipart.Part part = parts.next();
		if (part == null) {
			throw ApiException.invalid("A multipart upload has two parts.");
		}
		return part;
	}

	private ApiResponse insertMedia(ApiRequest request) throws IOException {
		NewObject object = NewObject.of(request, Map.of(), request.header("content-type"));
		IncomingContent content = this.store.incoming(object.bucket());
		content.addAll(request.decodedBody().stream());
		return insert(object, content);
	}

	private ApiResponse insert(NewObject object, IncomingContent content) {
		return answer(object.store(this.store, content.content()));
	}

	private ApiResponse answer(StoredObject stored) {
		return ApiResponse.json(200, this.resources.object(stored)).header("ETag", stored.etag());
	}

}
