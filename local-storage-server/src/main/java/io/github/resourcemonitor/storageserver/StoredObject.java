package io.github.resourcemonitor.storageserver;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An object of the server.
 *
 * @param bucket the name of its bucket
 * @param name its name
 * @param stored its content and checksums, for internal use
 * @param generation the generation, new with each content
 * @param metageneration the number of changes of the attributes, starting at 1
 * @param timeCreated when this generation was written
 * @param updated when the attributes were last changed
 * @param attributes everything else that the client sent, as in the object's JSON:
 * {@code contentType}, {@code cacheControl}, {@code metadata} and others
 */
public record StoredObject(String bucket, String name, ObjectContent stored, long generation, long metageneration,
		Instant timeCreated, Instant updated, Map<String, Object> attributes) {

	/**
	 * Returns the content as stored, which is compressed if the object's content encoding
	 * says so.
	 * @return the server's own array, which must not be changed; a new array if the
	 * content is generated
	 * @throws IllegalStateException if the content was discarded, or is generated and too
	 * long for an array
	 */
	public byte[] content() {
		return this.stored.bytes().toArray();
	}

	/**
	 * Returns the size of the content as stored.
	 * @return the size in bytes
	 */
	public long size() {
		return this.stored.bytes().size();
	}

	/**
	 * Returns the checksum of the content as stored.
	 * @return the CRC32C, big-endian in base64
	 */
	public String crc32c() {
		return this.stored.crc32c().base64();
	}

	/**
	 * Returns the MD5 hash of the content as stored.
	 * @return the hash in base64, {@code null} for an object that is composed, generated
	 * or discarded
	 */
	public @Nullable String md5Hash() {
		return this.stored.md5Hash();
	}

	/**
	 * Returns the content type.
	 * @return the value sent by the client, or {@code application/octet-stream}
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
		return new StoredObject(this.bucket, this.name, this.stored, this.generation, this.metageneration + 1,
				this.timeCreated, Instant.now(), attributes);
	}

}
