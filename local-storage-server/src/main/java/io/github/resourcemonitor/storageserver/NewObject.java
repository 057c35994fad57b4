package io.github.resourcemonitor.storageserver;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The description of an object to be uploaded.
 *
 * @param bucket the bucket
 * @param name the name
 * @param attributes the attributes
 * @param crc32c the checksum that the client expects, if any
 * @param md5Hash the hash that the client expects, if any
 * @param preconditions the preconditions of the write
 */
record NewObject(String bucket, String name, Map<String, Object> attributes, @Nullable Object crc32c,
		@Nullable Object md5Hash, Preconditions preconditions) {

	static NewObject of(ApiRequest request, Map<String, Object> metadata, @Nullable String contentType) {
		Map<String, Object> attributes = Resources.attributes(metadata);
		if (contentType != null) {
			attributes.putIfAbsent("contentType", contentType);
		}
		String contentEncoding = request.parameter("contentEncoding");
		if (contentEncoding != null) {
			attributes.put("contentEncoding", contentEncoding);
		}
		Object name = metadata.get("name");
		String finalName = (name != null) ? name.toString() : request.parameter("name", "");
		if (finalName.isEmpty()) {
			throw ApiException.invalid("Required: name");
		}
		return new NewObject(request.variable("bucket"), finalName, attributes, metadata.get("crc32c"),
				metadata.get("md5Hash"), Preconditions.ofTarget(request));
	}

	StoredObject store(ObjectStore store, ObjectContent content) {
		content.verify(this.crc32c, this.md5Hash);
		return store.put(this.bucket, this.name, content, this.attributes, this.preconditions);
	}

}
