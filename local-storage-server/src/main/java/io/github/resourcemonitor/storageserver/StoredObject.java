package io.github.resourcemonitor.storageserver;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An object as the server holds it.
 *
 * @param bucket the name of its bucket
 * @param name its name
 * @param stored its content and the checksums, of use to the server only
 * @param generation the generation, new with each content
 * @param metageneration counts the changes of the attributes, from 1
 * @param timeCreated when this generation was written
 * @param updated when the attributes were last changed
 * @param attributes everything else that the client sent, as in the object's JSON:
 * {@code contentType}, {@code cacheControl}, {@code metadata} and so on
 */
public record StoredObject(String bucket, String name, ObjectContent stored, long generation, long metageneration,
		Instant timeCreated, Instant updated, Map<String, Object> attributes) {

	/**
	 * The content as stored, so still compressed if the object's content encoding says
	 * so.
	 * @return the server's own array, not to be changed; a new one if the content is
	 * generated
	 * @throws IllegalStateException if the content was discarded, or is generated and too
	 * long for an array
	 */
	public byte[] content() {
		return this.stored.bytes().toArray();
	}

	/**
	 * The size of the content as stored.
	 * @return the size in bytes
	 */
	public long size() {
		return this.stored.bytes().size();
	}

	/**
	 * The checksum of the content as stored.
	 * @return the CRC32C, big-endian in base64
	 */
	public String crc32c() {
		return this.stored.crc32c().base64();
	}

	/**
	 * The MD5 hash of the content as stored.
	 * @return the hash in base64, {@code null} for an object that is composed, generated
	 * or discarded
	 */
	public @Nullable String md5Hash() {
		return this.stored.md5Hash();
	}

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
		return new StoredObject(this.bucket, this.name, this.stored, this.generation, this.metageneration + 1,
				this.timeCreated, Instant.now(), attributes);
	}

}
