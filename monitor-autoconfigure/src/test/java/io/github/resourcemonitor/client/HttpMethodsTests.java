package io.github.resourcemonitor.client;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpMethods}.
 */
class HttpMethodsTests {

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "PROPFIND" })
	void registeredMethodsHaveTheirNames(String method) {
		assertThat(HttpMethods.name(method)).isEqualTo(method);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "get", "SECRET-4711" })
	void anyOtherWordIsJustAnother(String method) {
		assertThat(HttpMethods.name(method)).isEqualTo("_OTHER");
	}

}
