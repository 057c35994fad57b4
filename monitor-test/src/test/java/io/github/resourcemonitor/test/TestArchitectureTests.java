package io.github.resourcemonitor.test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.resourcemonitor.architecture.SourceSizes;
import io.github.resourcemonitor.architecture.TopLevelClasses;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Architecture rules of the assertions: the core and AssertJ are enough, Spring is used
 * in its package only.
 */
class TestArchitectureTests {

	private static final String ROOT = "io.github.resourcemonitor";

	private final JavaClasses classes = new ClassFileImporter()
		.importUrl(MonitorTest.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void dependsOnTheCoreAndAssertJOnly() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".test.spring")
			.should()
			.dependOnClassesThat()
			.resideOutsideOfPackages("java..", "org.jspecify..", "org.assertj..", ROOT, ROOT + ".annotation",
					ROOT + ".record", ROOT + ".history", ROOT + ".invocation", ROOT + ".test")
			.check(this.classes);
	}

	@Test
	void dependsOnSpringInItsPackageOnly() {
		noClasses().that()
			.resideInAPackage(ROOT + ".test.spring")
			.should()
			.dependOnClassesThat()
			.resideOutsideOfPackages("java..", "org.jspecify..", "org.springframework..", ROOT, ROOT + ".test..")
			.check(this.classes);
	}

	@Test
	void classesHaveNoCycles() {
		slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void noClassIsLong() {
		assertThat(SourceSizes.longerThanTheLimit()).isEmpty();
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(this.classes.stream()
			.map((type) -> type.getPackage())
			.distinct()
			.filter((candidate) -> !candidate.tryGetPackageInfo()
				.map((info) -> info.isAnnotatedWith(NullMarked.class))
				.orElse(false))
			.map(JavaPackage::getName)).isEmpty();
	}

}
