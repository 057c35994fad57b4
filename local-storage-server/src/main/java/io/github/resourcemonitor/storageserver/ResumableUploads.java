package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The resumable uploads, the latest 1,000 of them.
 */
final class ResumableUploads {

	private static final int CAPACITY = 1000;

	private final ObjectStore store;

	private final Resources resources;

	private final Map<String, ResumableUpload> uploads = Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, ResumableUpload> eldest) {
			return size() > CAPACITY;
		}

	});

	ResumableUploads(ObjectStore store, Resources resources) {
		this.store = store;
		this.resources = resources;
	}

	ApiResponse start(ApiRequest request) throws IOException {
		NewObject object = NewObject.of(request, request.json(), request.header("x-upload-content-type"));
		this.store.checkWritable(object.bucket(), object.name(), object.preconditions());
		String id = UUID.randomUUID().toString();
		this.uploads.put(id, new ResumableUpload(object, this.store.incoming(object.bucket())));
		return ApiResponse.empty(200)
			.header("X-GUploader-UploadID", id)
			.header("Location", this.resources.base() + request.path() + "?uploadType=resumable&name="
					+ Resources.encode(object.name()) + "&upload_id=" + id);
	}

	ApiResponse append(ApiRequest request) throws IOException {
		ResumableUpload upload = existing(this.uploads.get(request.parameter("upload_id", "")));
		RequestBody body = request.decodedBody();
		ContentRange range = ContentRange.parse(request.header("content-range"), body);
		return upload.append(range, body.stream(), (content) -> {
			StoredObject stored = upload.object().store(this.store, content);
			return ApiResponse.json(200, this.resources.object(stored)).header("ETag", stored.etag());
		});
	}

	ApiResponse cancel(ApiRequest request) {
		existing(this.uploads.remove(request.parameter("upload_id", "")));
		return ApiResponse.empty(499);
	}

	private static ResumableUpload existing(@Nullable ResumableUpload upload) {
		if (upload == null) {
			throw new ApiException(404, "No such upload");
		}
		return upload;
	}

}
