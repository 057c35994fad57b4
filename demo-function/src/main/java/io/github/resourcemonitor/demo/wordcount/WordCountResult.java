package io.github.resourcemonitor.demo.wordcount;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What was counted.
 *
 * @param bucket the bucket of the text
 * @param name the name of the text
 * @param bytes the size of the text
 * @param lines the number of line ends
 * @param words the number of words, as {@code wc -w} counts them
 * @param distinctWords the number of different words
 * @param mostFrequent the words that occur most often, and how often
 * @param invocationId the id of the invocation's record
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WordCountResult(String bucket, String name, long bytes, long lines, long words, int distinctWords,
		Map<String, Long> mostFrequent, @Nullable String invocationId) {

}
