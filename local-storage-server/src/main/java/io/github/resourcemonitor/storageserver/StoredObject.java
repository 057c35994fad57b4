package io.github.resourcemonitor.storageserver;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An object as the server holds it. The content is the server's own array and must not be
 * changed.
 *
 * @param bucket the name of its bucket
 * @param name its name
 * @param content its content as stored, so still compressed if the object's content
 * encoding says so
 * @param crc32c the checksum, big-endian in base64
 * @param md5Hash the MD5 hash in base64, {@code null} for a composed object
 * @param generation the generation, new with each content
 * @param metageneration counts the changes of the attributes, from 1
 * @param timeCreated when this generation was written
 * @param updated when the attributes were last changed
 * @param attributes everything else that the client sent, as in the object's JSON:
 * {@code contentType}, {@code cacheControl}, {@code metadata} and so on
 */
public record StoredObject(String bucket, String name, byte[] content, String crc32c, @Nullable String md5Hash,
		long generation, long metageneration, Instant timeCreated, Instant updated, Map<String, Object> attributes) {

	/**
	 * The content type.
	 * @return what the client sent, else {@code application/octet-stream}
	 */
	public String contentType() {
		String contentType = attribute("contentType");
		return (contentType != null) ? contentType : "application/octet-stream";
	}

	@Nullable String attribute(String attribute) {
		return (this.attributes.get(attribute) instanceof String value) ? value : null;
	}

	String etag() {
		return ObjectContent.base64(this.generation, this.metageneration);
	}

	StoredObject withAttributes(Map<String, Object> attributes) {
		return new StoredObject(this.bucket, this.name, this.content, this.crc32c, this.md5Hash, this.generation,
				this.metageneration + 1, this.timeCreated, Instant.now(), attributes);
	}

}
