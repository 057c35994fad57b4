package io.github.resourcemonitor.demo.storage;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MeasuredPayload;

import org.springframework.stereotype.Component;

/**
 * The objects in Cloud Storage, by bucket and name. Each method is one call to the
 * service, as far as the records are concerned.
 */
@Component
public class ObjectStorage {

	private final Storage storage;

	ObjectStorage(Storage storage) {
		this.storage = storage;
	}

	/**
	 * Downloads an object into memory. Measured is the result.
	 * @param bucket the bucket
	 * @param name the name
	 * @return the content
	 */
	@CloudServiceCall(service = "storage", operation = "download", direction = CallDirection.DOWNLOAD)
	public byte[] download(String bucket, String name) {
		try {
			return this.storage.readAllBytes(BlobId.of(bucket, name));
		}
		catch (StorageException ex) {
			throw translate(bucket, name, ex);
		}
	}

	/**
	 * Uploads an object, over one of the same name. Measured is the content.
	 * @param bucket the bucket
	 * @param name the name
	 * @param contentType the content type
	 * @param content the content
	 */
	@CloudServiceCall(service = "storage", operation = "upload", direction = CallDirection.UPLOAD)
	public void upload(String bucket, String name, String contentType, @MeasuredPayload byte[] content) {
		try {
			this.storage.create(BlobInfo.newBuilder(bucket, name).setContentType(contentType).build(), content);
		}
		catch (StorageException ex) {
			throw translate(bucket, name, ex);
		}
	}

	static RuntimeException translate(String bucket, String name, StorageException ex) {
		int code = ex.getCode();
		if (code == 404) {
			return new ObjectNotFoundException(bucket, name, ex);
		}
		// Without an answer there is no code.
		if (code < 400 || code >= 500 || code == 408 || code == 429) {
			return new StorageUnavailableException(bucket, name, ex);
		}
		return new StorageRefusedException(bucket, name, ex);
	}

}
