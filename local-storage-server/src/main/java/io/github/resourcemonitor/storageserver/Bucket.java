package io.github.resourcemonitor.storageserver;

import java.time.Instant;
import java.util.Map;

/**
 * A bucket without its objects.
 *
 * @param name its name
 * @param metageneration the number of changes of the attributes, starting at 1
 * @param timeCreated when it was created
 * @param updated when the attributes were last changed
 * @param attributes all other properties sent by the client
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
