package io.github.resourcemonitor;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.resourcemonitor.architecture.SourceSizes;
import io.github.resourcemonitor.architecture.TopLevelClasses;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Architecture rules of the core: no dependency on frameworks, and no cycles between
 * packages.
 */
class CoreArchitectureTests {

	private static final String ROOT = "io.github.resourcemonitor";

	private static JavaClasses core;

	@BeforeAll
	static void importClasses() {
		// By the location of one of its classes, because the tests are in the same
		// packages.
		core = new ClassFileImporter()
			.importUrl(ResourceMonitor.class.getProtectionDomain().getCodeSource().getLocation());
	}

	@Test
	void importsTheWholeCore() {
		assertThat(core.stream().map(JavaClass::getPackageName)).contains(ROOT, ROOT + ".sampling.linux",
				ROOT + ".attribution", ROOT + ".record");
		assertThat(core.stream().map(JavaClass::getSimpleName)).doesNotContain(getClass().getSimpleName());
	}

	@Test
	void dependsOnTheJdkAndOshiOnly() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".annotation")
			.should()
			.dependOnClassesThat()
			.resideOutsideOfPackages("java..", "com.sun.management", "org.jspecify..", "oshi..", ROOT + "..")
			.check(core);
	}

	@Test
	void annotationsDependOnNothingOfSpringButAliasFor() {
		classes().that()
			.resideInAPackage(ROOT + ".annotation")
			.should()
			.onlyDependOnClassesThat(DescribedPredicate.describe("of the JDK, or @AliasFor",
					(type) -> type.getPackageName().startsWith("java.")
							|| type.getPackageName().equals("org.jspecify.annotations")
							|| type.getPackageName().equals(ROOT + ".annotation")
							|| type.getName().equals("org.springframework.core.annotation.AliasFor")))
			.check(core);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.github.(**)").should().beFreeOfCycles().check(core);
	}

	@Test
	void samplingDependsOnFailureOnly() {
		knowsOnly("sampling", "failure", "concurrent", "sampling", "sampling.linux");
	}

	@Test
	void dataGoesOneWay() {
		knowsOnly("concurrent", "concurrent");
		knowsOnly("share", "share", "sampling", "concurrent");
		knowsOnly("record", "record", "share", "sampling", "annotation");
		knowsOnly("cost", "cost", "record", "share", "sampling", "annotation", "cardinality", "concurrent");
		knowsOnly("export", "export", "record", "sampling", "failure");
		knowsOnly("file", "file", "export", "schema", "record");
		knowsOnly("history", "history", "record", "sampling", "cardinality", "concurrent");
		knowsOnly("schema", "schema", "record", "share", "sampling", "annotation");
		knowsOnly("line", "line", "schema", "record", "history", "sampling", "cardinality");
		knowsOnly("attribution", "attribution", "record", "share", "failure", "cardinality", "concurrent");
	}

	private static void knowsOnly(String part, String... parts) {
		String[] packages = new String[parts.length];
		for (int i = 0; i < parts.length; i++) {
			packages[i] = ROOT + "." + parts[i];
		}
		noClasses().that()
			.resideInAPackage(ROOT + "." + part + "..")
			.should()
			.dependOnClassesThat(resideInAnyPackage(ROOT + "..").and(resideOutsideOfPackages(packages)))
			.check(core);
	}

	@Test
	void classesHaveNoCycles() {
		slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles().check(core);
	}

	@Test
	void onlyCataloguesAreLong() {
		assertThat(SourceSizes.longerThanTheLimit()).containsExactly("Column.java", "RecordSchema.java");
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(core.stream()
			.map(JavaClass::getPackage)
			.distinct()
			.filter((candidate) -> !candidate.tryGetPackageInfo()
				.map((info) -> info.isAnnotatedWith(NullMarked.class))
				.orElse(false))
			.map(JavaPackage::getName)).isEmpty();
	}

}
