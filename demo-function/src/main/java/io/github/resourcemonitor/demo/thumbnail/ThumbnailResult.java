package io.github.resourcemonitor.demo.thumbnail;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The thumbnail that was stored.
 *
 * @param bucket its bucket
 * @param name its name
 * @param width its width in pixels
 * @param height its height in pixels
 * @param bytes its size
 * @param originalBytes the size of the image that it was made of
 * @param invocationId the id of the invocation's record
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ThumbnailResult(String bucket, String name, int width, int height, long bytes, long originalBytes,
		@Nullable String invocationId) {

}
