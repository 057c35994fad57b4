package io.github.resourcemonitor.benchmarks.transport;

import java.io.IOException;
import java.io.OutputStream;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;

/**
 * One call that transfers an object: a small one as an array, a large one as a stream.
 */
interface Transfer {

	/**
	 * The bucket of generated objects, which are named after their sizes.
	 */
	String SOURCE = "source";

	/**
	 * The bucket that discards uploaded content.
	 */
	String SINK = "sink";

	int LARGEST_ARRAY = 1_000_000;

	void perform(Storage storage) throws IOException;

	static Transfer of(String direction, long size) {
		boolean small = size <= LARGEST_ARRAY;
		return switch (direction) {
			case "download" -> small ? download((int) size) : downloadStream(size);
			case "upload" -> small ? upload((int) size) : uploadStream(size);
			default -> throw new IllegalArgumentException("No direction '" + direction + "'");
		};
	}

	static BlobId source(long size) {
		return BlobId.of(SOURCE, Long.toString(size));
	}

	static BlobInfo sink() {
		return BlobInfo.newBuilder(SINK, "object").build();
	}

	private static Transfer download(int size) {
		BlobId source = source(size);
		return (storage) -> {
			int length = storage.readAllBytes(source).length;
			if (length != size) {
				throw new IOException("Downloaded " + length + " of " + size + " B");
			}
		};
	}

	private static Transfer downloadStream(long size) {
		BlobId source = source(size);
		return (storage) -> storage.downloadTo(source, OutputStream.nullOutputStream());
	}

	private static Transfer upload(int size) {
		byte[] content = new byte[size];
		new GeneratedStream(size).read(content, 0, size);
		return (storage) -> storage.create(sink(), content);
	}

	private static Transfer uploadStream(long size) {
		return (storage) -> {
			long length = storage.createFrom(sink(), new GeneratedStream(size)).getSize();
			if (length != size) {
				throw new IOException("Uploaded " + length + " of " + size + " B");
			}
		};
	}

}
