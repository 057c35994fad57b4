package io.github.resourcemonitor.storageserver;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Buckets and objects in memory, with the latest generation of each object. Every method
 * is atomic, including its preconditions.
 */
final class ObjectStore {

	private final NavigableMap<String, Bucket> buckets = new TreeMap<>();

	private final NavigableMap<String, NavigableMap<String, StoredObject>> objects = new TreeMap<>();

	private final Set<String> discardingBuckets = new HashSet<>();

	/**
	 * Google uses microseconds as generations. Here only the first one is a time, the
	 * others are increments.
	 */
	private long generation = System.currentTimeMillis() * 1000;

	synchronized Bucket createBucket(String name, Map<String, Object> attributes) {
		if (hasBucket(name)) {
			throw new ApiException(409,
					"Your previous request to create the named bucket succeeded and you already own" + " it: " + name);
		}
		Bucket bucket = Bucket.create(name, attributes);
		this.buckets.put(name, bucket);
		this.objects.put(name, new TreeMap<>());
		return bucket;
	}

	synchronized void ensureBucket(String name) {
		if (!hasBucket(name)) {
			createBucket(name, Map.of());
		}
	}

	synchronized void ensureDiscardingBucket(String name) {
		ensureBucket(name);
		this.discardingBuckets.add(name);
	}

	synchronized boolean hasBucket(String name) {
		return this.buckets.containsKey(name);
	}

	synchronized Bucket bucket(String name, Preconditions preconditions) {
		Bucket bucket = this.buckets.get(name);
		if (bucket == null) {
			throw ApiException.noSuchBucket(name);
		}
		preconditions.check(bucket);
		return bucket;
	}

	synchronized List<Bucket> buckets() {
		return List.copyOf(this.buckets.values());
	}

	synchronized Bucket updateBucket(String name, Preconditions preconditions,
			UnaryOperator<Map<String, Object>> change) {
		Bucket bucket = bucket(name, preconditions);
		Bucket updated = bucket.withAttributes(change.apply(bucket.attributes()));
		this.buckets.put(name, updated);
		return updated;
	}

	synchronized void deleteBucket(String name, Preconditions preconditions) {
		bucket(name, preconditions);
		if (!objectsOf(name).isEmpty()) {
			throw new ApiException(409, "The bucket you tried to delete is not empty: " + name);
		}
		this.buckets.remove(name);
		this.discardingBuckets.remove(name);
		this.objects.remove(name);
	}

	synchronized Optional<StoredObject> find(String bucket, String name) {
		return Optional.ofNullable(this.objects.getOrDefault(bucket, new TreeMap<>()).get(name));
	}

	synchronized StoredObject read(String bucket, String name, Preconditions preconditions) {
		StoredObject object = existing(bucket, name, preconditions);
		preconditions.checkRead(object);
		return object;
	}

	/**
	 * Returns the objects of a bucket in the order of their names.
	 * @param bucket the bucket
	 * @param from the first name to include
	 * @return a copy
	 */
	synchronized List<StoredObject> list(String bucket, String from) {
		return List.copyOf(objectsOf(bucket).tailMap(from, true).values());
	}

	/**
	 * Checks the preconditions of a write at the start of an upload with several
	 * requests. The write checks them again.
	 * @param bucket the bucket
	 * @param name the name
	 * @param preconditions the preconditions
	 */
	synchronized void checkWritable(String bucket, String name, Preconditions preconditions) {
		preconditions.check(objectsOf(bucket).get(name));
	}

	/**
	 * Starts an upload.
	 * @param bucket the bucket
	 * @return the receiver of the content
	 */
	synchronized IncomingContent incoming(String bucket) {
		bucket(bucket, Preconditions.NONE);
		return new IncomingContent(this.discardingBuckets.contains(bucket));
	}

	synchronized StoredObject put(String bucket, String name, ObjectContent content, Map<String, Object> attributes,
			Preconditions preconditions) {
		NavigableMap<String, StoredObject> objects = objectsOf(bucket);
		preconditions.check(objects.get(name));
		Instant now = Instant.now();
		StoredObject object = new StoredObject(bucket, name, content, ++this.generation, 1, now, now, attributes);
		objects.put(name, object);
		return object;
	}

	synchronized StoredObject update(String bucket, String name, Preconditions preconditions,
			UnaryOperator<Map<String, Object>> change) {
		StoredObject object = changeable(bucket, name, preconditions);
		StoredObject updated = object.withAttributes(change.apply(object.attributes()));
		objectsOf(bucket).put(name, updated);
		return updated;
	}

	synchronized void delete(String bucket, String name, Preconditions preconditions) {
		changeable(bucket, name, preconditions);
		objectsOf(bucket).remove(name);
	}

	synchronized StoredObject move(String bucket, String from, Preconditions source, String to, Preconditions target) {
		StoredObject object = changeable(bucket, from, source);
		if (from.equals(to)) {
			throw ApiException.invalid("The source and destination object names must differ.");
		}
		StoredObject moved = put(bucket, to, object.stored(), object.attributes(), target);
		objectsOf(bucket).remove(from);
		return moved;
	}

	private StoredObject changeable(String bucket, String name, Preconditions preconditions) {
		StoredObject object = existing(bucket, name, preconditions);
		preconditions.check(object);
		return object;
	}

	private StoredObject existing(String bucket, String name, Preconditions preconditions) {
		StoredObject object = objectsOf(bucket).get(name);
		if (object == null || !preconditions.wants(object)) {
			throw ApiException.noSuchObject(bucket, name);
		}
		return object;
	}

	private NavigableMap<String, StoredObject> objectsOf(String bucket) {
		NavigableMap<String, StoredObject> objects = this.objects.get(bucket);
		if (objects == null) {
			throw ApiException.noSuchBucket(bucket);
		}
		return objects;
	}

}
