package io.github.resourcemonitor.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files of the page: what a linter would find, without one in the build.
 */
class DashboardAssetsTests {

	private static final int MOST_BYTES = 100 * 1024;

	private static final int MOST_LINES = 300;

	private static final Pattern FORBIDDEN = Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write"
			+ "|\\beval\\b|new Function|setTimeout\\(['\"]|srcdoc|javascript:|localStorage|document\\.cookie"
			+ "|setAttribute\\(['\"](on|style)|\\bvar \\b|console\\.|debugger");

	private static final Pattern IMPORT = Pattern.compile("from '([^']+)'");

	private static final Pattern IMPORTED_NAMES = Pattern.compile("import \\{([^}]+)} from '([^']+)'");

	private final DashboardAssets assets = new DashboardAssets();

	static Stream<String> names() {
		return Stream.concat(DashboardAssets.names().keySet().stream(), Stream.of(DashboardAssets.PAGE));
	}

	static Stream<String> scripts() {
		return names().filter((name) -> name.endsWith(".js") && !name.startsWith("uplot/"));
	}

	private String text(String name) {
		return new String(this.assets.content(name), StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@MethodSource("names")
	void isNotEmpty(String name) {
		assertThat(this.assets.content(name)).isNotEmpty();
	}

	@Test
	void eachFileInTheFolderCanBeAskedFor() throws IOException {
		Path folder = new ClassPathResource(DashboardAssets.LOCATION).getFile().toPath();
		try (Stream<Path> files = Files.walk(folder)) {
			assertThat(files.filter(Files::isRegularFile).map((file) -> folder.relativize(file).toString()))
				.containsExactlyInAnyOrderElementsOf(names().toList());
		}
	}

	@Test
	void allTogetherAreSmall() throws IOException {
		long size = 0;
		for (String name : names().toList()) {
			ByteArrayOutputStream compressed = new ByteArrayOutputStream();
			try (DeflaterOutputStream output = new DeflaterOutputStream(compressed)) {
				output.write(this.assets.content(name));
			}
			size += compressed.size();
		}
		assertThat(size).isLessThan(MOST_BYTES);
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void scriptTurnsNoTextIntoMarkupOrCode(String name) {
		assertThat(text(name)).doesNotContainPattern(FORBIDDEN);
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void scriptIsShortEnoughToRead(String name) {
		assertThat(text(name).lines().count()).isLessThan(MOST_LINES);
		assertThat(text(name)).startsWith("// ").endsWith("\n");
		assertThat(text(name).lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThan(160));
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void scriptImportsOnlyFilesThatAreThere(String name) {
		Path folder = Path.of("/" + name).getParent();
		List<String> imported = IMPORT.matcher(text(name)).results().map((result) -> result.group(1)).toList();
		assertThat(imported).allSatisfy((path) -> assertThat(path).startsWith(".").endsWith(".js"));
		assertThat(imported.stream().map((path) -> folder.resolve(path).normalize().toString().substring(1)))
			.isSubsetOf(DashboardAssets.names().keySet());
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void scriptImportsOnlyWhatIsExportedAndUsed(String name) {
		String text = text(name);
		Path folder = Path.of("/" + name).getParent();
		IMPORTED_NAMES.matcher(text).results().forEach((result) -> {
			String exporting = text(folder.resolve(result.group(2)).normalize().toString().substring(1));
			for (String imported : result.group(1).split(",")) {
				String word = Pattern.quote(imported.strip());
				assertThat(exporting).as(imported)
					.containsPattern("export (async )?(function|const|class) " + word + "\\b");
				assertThat(Pattern.compile("\\b" + word + "\\b").matcher(text).results().count()).as(imported)
					.isGreaterThan(1);
			}
		});
	}

	@ParameterizedTest
	@MethodSource("names")
	void namesNoOtherHost(String name) {
		// Licence, namespaces and uPlot's own first line, which no browser asks for.
		String text = text(name).replace("http://www.w3.org/2000/svg", "")
			.replace("https://github.com/leeoniya/uPlot", "");
		assertThat(text).doesNotContainPattern("(https?:)?//[a-z0-9-]+\\.[a-z]");
	}

	@Test
	void pageHasNothingInline() {
		String page = text(DashboardAssets.PAGE);
		assertThat(page).doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|<base|<script>")
			.containsPattern("<script [^>]*src=")
			.contains("content=\"" + DashboardHeaders.POLICY + "\"");
	}

	@Test
	void styleLoadsNothing() {
		assertThat(text("style.css")).doesNotContain("url(", "@import", "@font-face");
	}

}
