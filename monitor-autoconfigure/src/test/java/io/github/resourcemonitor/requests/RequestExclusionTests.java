package io.github.resourcemonitor.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.FileUrlResource;
import org.springframework.core.io.Resource;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

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
	@CsvSource({ "/two%20words.css,true", "/two words.css,true", "/two%2520words.css,false", "/100%25.css,true",
			"/100%2525.css,false", "/%31/a.css,true", "/1/%2E%2E/100%25.css,false", "/1/a.css;v=1,true" })
	void namesOfFilesAreDecodedOnce(String path, boolean excluded, @TempDir Path directory) throws Exception {
		Files.createDirectory(directory.resolve("1"));
		for (String name : List.of("two words.css", "100%.css", "1/a.css")) {
			Files.writeString(directory.resolve(name), "");
		}
		for (Resource location : List.of(new FileSystemResource(directory + "/"),
				new FileUrlResource(directory.toUri().toURL()))) {
			StaticResourceExclusion exclusion = new StaticResourceExclusion(Map.of("/**", List.of(location)));
			assertThat(exclusion.excludes("GET", PathContainer.parsePath(path))).as(location.toString())
				.isEqualTo(excluded);
		}
	}

	@Test
	void aFileIsLookedUpOnceHoweverManyOtherPathsThereAre() {
		CountingLocation location = new CountingLocation();
		StaticResourceExclusion exclusion = new StaticResourceExclusion(Map.of("/**", List.of(location)));
		for (int i = 0; i < 3000; i++) {
			assertThat(exclusion.excludes("GET", "/none-" + i + ".css")).isFalse();
			assertThat(exclusion.excludes("GET", "/style.css")).isTrue();
		}
		assertThat(location.lookups).isEqualTo(3001);
	}

	@ParameterizedTest
	@CsvSource({ "/%61ctuator/health,true", "/actuator;a=b/health,true", "/%2561ctuator,false", "/100%25,false" })
	void pathsAreDecodedOnce(String path, boolean excluded) {
		PathContainer parsed = PathContainer.parsePath(path);
		assertThat(new PathExclusion(List.of("/actuator")).excludes("GET", parsed)).isEqualTo(excluded);
		assertThat(PatternExclusion.of(List.of("/actuator/**")).excludes("GET", parsed)).isEqualTo(excluded);
	}

	@ParameterizedTest
	@CsvSource({ "/actuator,true", "/actuator/health,true", "/actuators,false", "/,false", "/x/actuator,false" })
	void pathsIncludeWhatIsBelow(String path, boolean excluded) {
		assertThat(new PathExclusion(List.of("/actuator")).excludes("GET", path)).isEqualTo(excluded);
	}

	@ParameterizedTest
	@CsvSource({ "/api,/api/actuator/health,true", "/api,/%61pi/actuator,true", "/api,/api;x=y/actuator,true",
			"/api/,/api/actuator,true", "api,/api/actuator,true", "/api,/actuator/health,false", "/api,/api,false",
			"/api,/apis/actuator,false", "/,/actuator,true", "'',/actuator,true" })
	void pathsBelowAServletAreThoseWithoutItsPath(String base, String path, boolean excluded) {
		RequestExclusion exclusion = new BasePathExclusion(base, new PathExclusion(List.of("/actuator")));
		assertThat(exclusion.excludes("GET", path)).isEqualTo(excluded);
	}

	@Test
	void patternsMatchWhatSpringMatches() {
		List<String> patterns = List.of("/**", "/*", "/", "/a", "/a/**", "/a/*", "/a*/b", "/a/{x}", "/a/{*rest}",
				"/{x}/b", "/a?", "/a b", "/a;b", "/ä/**", "/*.css", "/a//b", "a/b", "/a/b/");
		List<String> paths = List.of("", "/", "/a", "/a/", "/a/b", "/a/b/", "/a/b/c", "/ab", "/ab/b", "/b", "/A/b",
				"/%61", "/%61/b", "/a%20b", "/a b", "/a;v=1/b", "/a;b", "/%C3%A4/b", "/ä", "/x.css", "/a//b", "//a");
		for (String pattern : patterns) {
			PathPattern parsed = PathPatternParser.defaultInstance
				.parse(PathPatternParser.defaultInstance.initFullPathPattern(pattern));
			PatternExclusion exclusion = PatternExclusion.of(List.of(pattern));
			for (String path : paths) {
				assertThat(exclusion.excludes("GET", new RequestedPath(path))).as(pattern + " and " + path)
					.isEqualTo(parsed.matches(PathContainer.parsePath(path)));
			}
		}
	}

	@Test
	void anEmptyPatternIsInvalid() {
		assertThatExceptionOfType(PatternExclusion.InvalidPatternException.class)
			.isThrownBy(() -> PatternExclusion.of(List.of("/fine", " ")))
			.satisfies((ex) -> assertThat(ex.pattern()).isEqualTo(" "))
			.withMessage("it is empty");
	}

	/**
	 * A location with one file.
	 */
	private static final class CountingLocation extends ByteArrayResource {

		private int lookups;

		CountingLocation() {
			super(new byte[0]);
		}

		@Override
		public Resource createRelative(String relativePath) throws IOException {
			this.lookups++;
			return relativePath.equals("style.css") ? this : super.createRelative(relativePath);
		}

	}

}
