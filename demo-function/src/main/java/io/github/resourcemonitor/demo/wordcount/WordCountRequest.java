package io.github.resourcemonitor.demo.wordcount;

import jakarta.validation.constraints.NotBlank;

/**
 * What to count.
 *
 * @param bucket the bucket of the text
 * @param name the name of the text
 */
record WordCountRequest(@NotBlank(message = "is missing") String bucket,
		@NotBlank(message = "is missing") String name) {

}
