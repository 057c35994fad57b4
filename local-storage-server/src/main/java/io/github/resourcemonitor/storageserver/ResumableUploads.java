package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The latest 1,000 resumable uploads.
 */
final class ResumableUploads {

	private static final int CAPACITY = 1000;

	private final ObjectStore store;

	private final URI base;

	private final Map<String, ResumableUpload> uploads = Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, ResumableUpload> eldest) {
			return size() > CAPACITY;
		}

	});

	ResumableUploads(ObjectStore store, URI base) {
		this.store = store;
		this.base = base;
	}

	/**
	 * Starts an upload.
	 * @param request the request
	 * @param object the object to be uploaded
	 * @param status the status of the response
	 * @return the response with the address for the content
	 */
	ApiResponse start(ApiRequest request, NewObject object, int status) {
		this.store.checkWritable(object.bucket(), object.name(), object.preconditions());
		String id = UUID.randomUUID().toString();
		this.uploads.put(id, new ResumableUpload(object, this.store.incoming(object.bucket())));
		return ApiResponse.empty(status)
			.header("X-GUploader-UploadID", id)
			.header("Location", this.base + request.path() + "?uploadType=resumable&name="
					+ Resources.encode(object.name()) + "&upload_id=" + id);
	}

	/**
	 * Handles a request with content, or one for the status of the upload.
	 * @param request the request
	 * @param answer creates the response at the end of the content
	 * @return that response, or the range received so far
	 * @throws IOException if the body is malformed
	 */
	ApiResponse append(ApiRequest request, Function<StoredObject, ApiResponse> answer) throws IOException {
		ResumableUpload upload = existing(this.uploads.get(request.parameter("upload_id", "")));
		RequestBody body = request.decodedBody();
		ContentRange range = ContentRange.parse(request.header("content-range"), body);
		return upload.append(range, body.stream(),
				(content) -> answer.apply(upload.object().store(this.store, content)));
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
