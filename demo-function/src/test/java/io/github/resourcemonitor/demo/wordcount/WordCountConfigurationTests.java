package io.github.resourcemonitor.demo.wordcount;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.resourcemonitor.demo.CurrentInvocation;
import io.github.resourcemonitor.demo.storage.ObjectStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WordCountConfiguration}.
 */
class WordCountConfigurationTests {

	private final List<Path> files = new ArrayList<>();

	private final ObjectStorage storage = mock();

	private final Function<WordCountRequest, WordCountResult> wordcount = new WordCountConfiguration()
		.wordcount(this.storage, mock(CurrentInvocation.class));

	@BeforeEach
	void download() {
		willAnswer((call) -> {
			Path file = call.getArgument(2);
			this.files.add(file);
			Files.writeString(file, call.getArgument(1));
			if (call.getArgument(0).equals("down")) {
				throw new IllegalStateException("half of it came");
			}
			return null;
		}).given(this.storage).downloadTo(any(), any(), any());
	}

	@Test
	void deletesTheFileThatItCounted() {
		assertThat(this.wordcount.apply(new WordCountRequest("texts", "one two")).words()).isEqualTo(2);
		assertThat(this.files).singleElement().satisfies((file) -> assertThat(file).doesNotExist());
	}

	@Test
	void deletesTheFileOfAFailedDownload() {
		assertThatIllegalStateException().isThrownBy(() -> this.wordcount.apply(new WordCountRequest("down", "one")));
		assertThat(this.files).singleElement().satisfies((file) -> assertThat(file).doesNotExist());
	}

}
