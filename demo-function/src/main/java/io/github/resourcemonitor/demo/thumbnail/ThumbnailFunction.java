package io.github.resourcemonitor.demo.thumbnail;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.demo.CurrentInvocation;
import io.github.resourcemonitor.demo.storage.ObjectStorage;

import org.springframework.stereotype.Component;

/**
 * Downloads an image, scales it and stores the thumbnail.
 */
@Component
class ThumbnailFunction {

	private final ObjectStorage storage;

	private final CurrentInvocation invocation;

	ThumbnailFunction(ObjectStorage storage, CurrentInvocation invocation) {
		this.storage = storage;
		this.invocation = invocation;
	}

	@MonitoredHandler("thumbnail")
	public ThumbnailResult apply(ThumbnailRequest request) {
		byte[] original = this.storage.download(request.bucket(), request.name());
		Thumbnail thumbnail = Thumbnail.of(request.bucket() + "/" + request.name(), original, request.width());
		String name = "thumbnails/" + request.width() + "/" + request.name();
		this.storage.upload(request.bucket(), name, thumbnail.contentType(), thumbnail.content());
		return new ThumbnailResult(request.bucket(), name, thumbnail.width(), thumbnail.height(),
				thumbnail.content().length, original.length, this.invocation.id());
	}

}
