package io.github.resourcemonitor.demo.storage;

/**
 * There is no such object, or no such bucket.
 */
public class ObjectNotFoundException extends RuntimeException {

	private final String bucket;

	private final String name;

	ObjectNotFoundException(String bucket, String name, Throwable cause) {
		super("There is no object '" + name + "' in bucket '" + bucket + "'", cause);
		this.bucket = bucket;
		this.name = name;
	}

	/**
	 * Return the bucket that was asked for.
	 * @return its name
	 */
	public String getBucket() {
		return this.bucket;
	}

	/**
	 * Return the object that was asked for.
	 * @return its name
	 */
	public String getName() {
		return this.name;
	}

}
