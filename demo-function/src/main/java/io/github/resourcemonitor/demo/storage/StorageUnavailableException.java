package io.github.resourcemonitor.demo.storage;

import com.google.cloud.storage.StorageException;

/**
 * The storage did not answer, or that it cannot serve now, also when asked again.
 */
public class StorageUnavailableException extends RuntimeException {

	StorageUnavailableException(String bucket, String name, Exception cause) {
		super("The storage did not serve the request for " + bucket + "/" + name + ": " + reason(cause), cause);
	}

	private static String reason(Exception cause) {
		if (cause instanceof StorageException answer && answer.getCode() >= 400) {
			return "it answered " + answer.getCode() + ", also when asked again";
		}
		return "no answer (" + cause.getMessage() + ")";
	}

}
