package io.github.resourcemonitor.storageserver;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Converts buckets and objects to the JSON of the API.
 */
final class Resources {

	private static final Set<String> SERVER_OWNED = Set.of("kind", "id", "selfLink", "mediaLink", "name", "bucket",
			"generation", "metageneration", "size", "crc32c", "md5Hash", "etag", "timeCreated", "updated",
			"timeStorageClassUpdated", "componentCount", "projectNumber");

	private final URI base;

	Resources(URI base) {
		this.base = base;
	}

	/**
	 * Returns a client's JSON without the properties that only the server sets.
	 * @param json the client's JSON
	 * @return a new map
	 */
	static Map<String, Object> attributes(Map<String, Object> json) {
		Map<String, Object> attributes = new LinkedHashMap<>(json);
		attributes.keySet().removeAll(SERVER_OWNED);
		return attributes;
	}

	Map<String, Object> bucket(Bucket bucket) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("kind", "storage#bucket");
		json.put("id", bucket.name());
		json.put("selfLink", this.base + "/storage/v1/b/" + encode(bucket.name()));
		json.put("projectNumber", "0");
		json.put("name", bucket.name());
		json.put("timeCreated", bucket.timeCreated().toString());
		json.put("updated", bucket.updated().toString());
		json.put("metageneration", Long.toString(bucket.metageneration()));
		json.put("etag", ObjectContent.base64(bucket.metageneration()));
		json.put("location", "US");
		json.put("locationType", "multi-region");
		json.put("storageClass", "STANDARD");
		json.putAll(bucket.attributes());
		return json;
	}

	Map<String, Object> object(StoredObject object) {
		String path = "/storage/v1/b/" + encode(object.bucket()) + "/o/" + encode(object.name());
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("kind", "storage#object");
		json.put("id", object.bucket() + "/" + object.name() + "/" + object.generation());
		json.put("selfLink", this.base + path);
		json.put("mediaLink", this.base + "/download" + path + "?generation=" + object.generation() + "&alt=media");
		json.put("name", object.name());
		json.put("bucket", object.bucket());
		json.put("generation", Long.toString(object.generation()));
		json.put("metageneration", Long.toString(object.metageneration()));
		json.put("contentType", object.contentType());
		json.put("storageClass", "STANDARD");
		json.put("size", Long.toString(object.size()));
		json.put("crc32c", object.crc32c());
		if (object.md5Hash() != null) {
			json.put("md5Hash", object.md5Hash());
		}
		json.put("etag", object.etag());
		json.put("timeCreated", object.timeCreated().toString());
		json.put("updated", object.updated().toString());
		json.put("timeStorageClassUpdated", object.timeCreated().toString());
		json.putAll(object.attributes());
		return json;
	}

	static String encode(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
