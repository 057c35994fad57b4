package io.github.resourcemonitor.requests;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the implementations of {@link RequestExclusion}.
 */
class RequestExclusionTests {

	@ParameterizedTest
	@CsvSource({ "GET,/clinic/style.css,true", "HEAD,/clinic/style.css,true", "POST,/clinic/style.css,false",
			"GET,/clinic/none.css,false", "GET,/clinic,false", "GET,/clinic/../clinic/style.css,false",
			"GET,/webjars/anything,true", "POST,/webjars/anything,false", "GET,/favicon.ico,true", "GET,/,false",
			"GET,/owners/1.5,false", "GET,/a b.css,false" })
	void staticResourcesAreFilesThatExist(String method, String path, boolean excluded) {
		StaticResourceExclusion exclusion = new StaticResourceExclusion(
				Map.of("/**", List.of(new ClassPathResource("static/")), "/webjars/**", List.of()));
		assertThat(exclusion.excludes(method, path)).isEqualTo(excluded);
		assertThat(exclusion.excludes(method, path)).isEqualTo(excluded);
	}

	@ParameterizedTest
	@CsvSource({ "/actuator,true", "/actuator/health,true", "/actuators,false", "/,false", "/x/actuator,false" })
	void pathsIncludeWhatIsBelow(String path, boolean excluded) {
		assertThat(new PathExclusion(List.of("/actuator")).excludes("GET", path)).isEqualTo(excluded);
	}

	@Test
	void anEmptyPatternIsInvalid() {
		assertThatExceptionOfType(PatternExclusion.InvalidPatternException.class)
			.isThrownBy(() -> PatternExclusion.of(List.of("/fine", " ")))
			.satisfies((ex) -> assertThat(ex.pattern()).isEqualTo(" "))
			.withMessage("it is empty");
	}

}
