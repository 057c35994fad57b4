package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Multipart}.
 */
class MultipartTests {

	@Test
	void readsHeadersAndBodies() throws IOException {
		Multipart multipart = multipart("--b\r\nOne: 1\r\ntwo:2\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n--b--\r\n");
		Multipart.Part first = nextPart(multipart);
		assertThat(first.headers()).containsOnly(Map.entry("one", "1"), Map.entry("two", "2"));
		assertThat(first.body()).hasContent("first");
		Multipart.Part second = nextPart(multipart);
		assertThat(second.headers()).isEmpty();
		assertThat(second.body()).hasContent("second");
		assertThat(multipart.next()).isNull();
	}

	@Test
	void skipsBodyThatIsNotRead() throws IOException {
		Multipart multipart = multipart("--b\r\n\r\n" + "x".repeat(200_000) + "\r\n--b\r\n\r\nsecond\r\n--b--");
		nextPart(multipart);
		assertThat(nextPart(multipart).body()).hasContent("second");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 64 * 1024 - 12, 64 * 1024 - 6, 64 * 1024, 64 * 1024 + 6, 200_000 })
	void treatsTextThatResemblesADelimiterAsContent(int length) throws IOException {
		String content = "\r\n--".repeat(length / 4) + "\r".repeat(length % 4);
		Multipart multipart = multipart("--b\r\n\r\n" + content + "\r\n--b--");
		assertThat(new String(nextPart(multipart).body().readAllBytes())).isEqualTo(content);
		assertThat(multipart.next()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--", "--b", "--b\r\n", "--b\r\n\r\ncontent", "--b\r\n\r\ncontent\r\n--b" })
	void refusesTruncatedBody(String body) {
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> {
			Multipart multipart = multipart(body);
			nextPart(multipart).body().readAllBytes();
			multipart.next();
		}).withMessage("Malformed multipart body.");
	}

	private static Multipart.Part nextPart(Multipart multipart) throws IOException {
		Multipart.Part part = multipart.next();
		if (part == null) {
			throw new AssertionError("There are no more parts");
		}
		return part;
	}

	private static Multipart multipart(String body) throws IOException {
		return new Multipart(ApiRequest.of(new RequestLine("POST", "/", ""),
				Map.of("content-type", "multipart/related; boundary=\"b\""), RequestBody.of(body.getBytes())));
	}

}
