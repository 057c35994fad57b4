package io.github.resourcemonitor.demo.thumbnail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * What to scale.
 *
 * @param bucket the bucket of the image
 * @param name the name of the image
 * @param width the width of the thumbnail in pixels
 */
record ThumbnailRequest(@NotBlank(message = "is missing") String bucket, @NotBlank(message = "is missing") String name,
		@NotNull(message = "is missing") @Min(value = 1, message = "must be from 1 to 4096") @Max(value = 4096,
				message = "must be from 1 to 4096") Integer width) {

}
