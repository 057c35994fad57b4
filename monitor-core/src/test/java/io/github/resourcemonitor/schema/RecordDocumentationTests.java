package io.github.resourcemonitor.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that the files generated from the catalogue of fields are up to date. With
 * {@code -Drecord.docs.update=true} they are written instead.
 */
class RecordDocumentationTests {

	private static final boolean UPDATE = Boolean.getBoolean("record.docs.update");

	private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

	private static final String ADVICE = "mvn -pl monitor-core test -Dtest=RecordDocumentationTests -Drecord.docs.update=true";

	@Test
	void pageHasTheFieldsOfTheCatalogue() throws IOException {
		Path page = MODULE.resolve("../docs/record.md");
		compare(page, RecordTables.update(Files.readString(page)));
	}

	@Test
	void jsonSchemaHasTheFieldsOfTheCatalogue() throws IOException {
		InvocationSchema schema = new InvocationSchema();
		compareSchema("invocation-1.schema.json", schema.text());
		compareSchema("invocation-1-compact.schema.json", schema.compact());
		compareSchema("instance-1.schema.json", schema.instance());
	}

	private static void compareSchema(String name, String expected) throws IOException {
		compare(MODULE.resolve("src/main/resources/META-INF/resource-monitor").resolve(name), expected);
	}

	@Test
	void pageWithoutAPlaceForATableIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> RecordTables.update("# A page"))
			.withMessageContaining("generated: record");
	}

	private static void compare(Path file, String expected) throws IOException {
		if (UPDATE) {
			Files.writeString(file, expected);
		}
		assertThat(Files.readString(file)).as("%s; to write it again: %s", file, ADVICE).isEqualTo(expected);
	}

}
