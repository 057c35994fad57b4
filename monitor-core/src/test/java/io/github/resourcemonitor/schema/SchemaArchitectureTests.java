package io.github.resourcemonitor.schema;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class SchemaArchitectureTests {

	@Test
	void classesHaveNoCycles() {
		JavaClasses classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackagesOf(RecordSchema.class);
		assertThat(classes.stream().map(JavaClass::getSimpleName)).contains("RecordSchema", "RecordJson")
			.doesNotContain("SchemaArchitectureTests");
		slices().assignedFrom(new ByTopLevelClass()).should().beFreeOfCycles().check(classes);
	}

	/**
	 * Each top-level class of the package is a slice, including its nested classes.
	 */
	private static final class ByTopLevelClass implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			if (!type.getPackageName().equals(RecordSchema.class.getPackageName())) {
				return SliceIdentifier.ignore();
			}
			return SliceIdentifier.of(type.getName().split("\\$")[0]);
		}

		@Override
		public String getDescription() {
			return "classes of the schema";
		}

	}

}
