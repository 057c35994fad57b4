package io.github.resourcemonitor.demo.seed;

import java.util.List;

import org.springframework.util.unit.DataSize;

/**
 * Images and texts made up by the demo, the same ones at every start.
 *
 * @param imageMegapixels the size of the images in millions of pixels
 * @param textSize the size of the longer text
 */
record GeneratedObjects(double imageMegapixels, DataSize textSize) {

	private static final List<String> PHOTOS = List.of("hills.jpg", "mountains.jpg", "valley.jpg");

	void addTo(SeededObjects objects) {
		List<byte[]> photos = PHOTOS.parallelStream()
			.map((name) -> new GeneratedPhoto(name.hashCode(), this.imageMegapixels).toJpeg())
			.toList();
		for (int i = 0; i < PHOTOS.size(); i++) {
			objects.addPhoto(PHOTOS.get(i), "image/jpeg", photos.get(i));
		}
		objects.addText("letters.txt", "text/plain", new GeneratedText(1, this.textSize.toBytes() / 2).toUtf8());
		objects.addText("novel.txt", "text/plain", new GeneratedText(2, this.textSize.toBytes()).toUtf8());
	}

}
