package io.github.resourcemonitor.storageserver;

import java.time.Instant;
import java.util.Map;

/**
 * A bucket without its objects.
 *
 * @param name its name
 * @param metageneration counts the changes of the attributes, from 1
 * @param timeCreated when it was created
 * @param updated when the attributes were last changed
 * @param attributes everything else that the client sent
 */
record Bucket(String name, long metageneration, Instant timeCreated, Instant updated, Map<String, Object> attributes) {

	static Bucket create(String name, Map<String, Object> attributes) {
		Instant now = Instant.now();
		return new Bucket(name, 1, now, now, attributes);
	}

	Bucket withAttributes(Map<String, Object> attributes) {
		return new Bucket(this.name, this.metageneration + 1, this.timeCreated, Instant.now(), attributes);
	}

}
