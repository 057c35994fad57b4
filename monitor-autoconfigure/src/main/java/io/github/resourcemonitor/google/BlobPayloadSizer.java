package io.github.resourcemonitor.google;

import com.google.cloud.storage.BlobInfo;
import io.github.resourcemonitor.servicecall.PayloadSizer;

/**
 * Measures blobs of Google Cloud Storage by the size in their metadata.
 */
public final class BlobPayloadSizer implements PayloadSizer {

	@Override
	public boolean supports(Class<?> type) {
		return BlobInfo.class.isAssignableFrom(type);
	}

	@Override
	public long sizeOf(Object payload) {
		Long size = ((BlobInfo) payload).getSize();
		return (size != null) ? size : UNKNOWN;
	}

}
