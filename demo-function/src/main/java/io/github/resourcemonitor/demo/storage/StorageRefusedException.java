package io.github.resourcemonitor.demo.storage;

import com.google.cloud.storage.StorageException;

/**
 * The storage refused a request, for instance for lack of permission.
 */
public class StorageRefusedException extends RuntimeException {

	StorageRefusedException(String bucket, String name, StorageException cause) {
		super("The storage refused the request for " + bucket + "/" + name + " with " + cause.getCode(), cause);
	}

}
