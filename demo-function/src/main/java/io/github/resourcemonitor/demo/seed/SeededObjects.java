package io.github.resourcemonitor.demo.seed;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.storageserver.LocalStorageServer;

/**
 * The objects that the storage server holds at the start.
 */
public final class SeededObjects {

	/**
	 * The bucket of the images.
	 */
	public static final String PHOTOS = "photos";

	/**
	 * The bucket of the texts.
	 */
	public static final String TEXTS = "texts";

	private final LocalStorageServer server;

	private final List<String> photos = new ArrayList<>();

	private final List<String> texts = new ArrayList<>();

	private long bytes;

	SeededObjects(LocalStorageServer server) {
		this.server = server;
		server.createBucket(PHOTOS);
		server.createBucket(TEXTS);
	}

	void addPhoto(String name, String contentType, byte[] content) {
		add(PHOTOS, this.photos, name, contentType, content);
	}

	void addText(String name, String contentType, byte[] content) {
		add(TEXTS, this.texts, name, contentType, content);
	}

	private void add(String bucket, List<String> names, String name, String contentType, byte[] content) {
		this.server.putObject(bucket, name, contentType, content);
		names.add(name);
		this.bytes += content.length;
	}

	/**
	 * Return the images.
	 * @return their names in the bucket {@value #PHOTOS}
	 */
	public List<String> photos() {
		return List.copyOf(this.photos);
	}

	/**
	 * Return the texts.
	 * @return their names in the bucket {@value #TEXTS}
	 */
	public List<String> texts() {
		return List.copyOf(this.texts);
	}

	@Override
	public String toString() {
		return "%d images and %d texts, %.1f MB".formatted(this.photos.size(), this.texts.size(), this.bytes / 1e6);
	}

}
