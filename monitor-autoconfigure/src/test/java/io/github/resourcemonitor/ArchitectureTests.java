package io.github.resourcemonitor;

import java.net.URL;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.resourcemonitor.aop.Verification;
import io.github.resourcemonitor.architecture.SourceSizes;
import io.github.resourcemonitor.architecture.TopLevelClasses;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dependency rules of packages. They use only ArchUnit's core, because its
 * JUnit engine is for JUnit 5.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.resourcemonitor";

	private static JavaClasses library;

	@BeforeAll
	static void importClasses() {
		// By the locations of two classes, one of them in the core, because the tests are
		// in the same packages.
		library = new ClassFileImporter()
			.importUrls(List.of(location(ResourceMonitor.class), location(Verification.class)));
	}

	private static URL location(Class<?> type) {
		return type.getProtectionDomain().getCodeSource().getLocation();
	}

	@Test
	void importsTheWholeLibrary() {
		assertThat(library.stream().map(JavaClass::getPackageName)).contains(ROOT, ROOT + ".aop", ROOT + ".sampling",
				ROOT + ".autoconfigure", ROOT + ".actuate");
		assertThat(library.stream().map(JavaClass::getSimpleName)).doesNotContain(getClass().getSimpleName());
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.github.(**)").should().beFreeOfCycles().check(library);
	}

	@Test
	void classesHaveNoCycles() {
		slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles().check(library);
	}

	@Test
	void onlyPropertiesAreLong() {
		assertThat(SourceSizes.longerThanTheLimit()).containsExactly("ResourceMonitorProperties.java");
	}

	@Test
	void onlyAutoConfigurationDependsOnItself() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".autoconfigure")
			.check(library);
	}

	@Test
	void optionalLibrariesAreUsedOnlyInTheirPackages() {
		onlyIn(List.of("reactor", "http", "requests"), "reactor..", "org.reactivestreams..");
		onlyIn("propagation", "io.micrometer.context..");
		onlyIn("metrics", "io.micrometer.registry..");
		onlyIn("correlation", "org.slf4j..");
		onlyIn("jdbc", "net.ttddyy..", "com.zaxxer.hikari..");
		onlyIn("otlp", "io.opentelemetry..");
		onlyIn("google", "com.google.api.client..", "com.google.auth..", "com.google.cloud.http..");
		onlyIn("grpc", "io.grpc..", "com.google.api.gax.grpc..", "com.google.storage.v2..");
		onlyIn("http", "org.springframework.boot.restclient..", "org.springframework.boot.webclient..",
				"org.springframework.boot.http..", "feign..");
		onlyIn(List.of("http", "web", "requests"), "org.springframework.web..", "org.springframework.http..");
		onlyIn("requests", "jakarta.servlet..", "org.apache.catalina..", "org.springframework.cloud.function..");
	}

	private static void onlyIn(String part, String... packages) {
		onlyIn(List.of(part), packages);
	}

	/**
	 * Except for the auto-configuration, which has conditions for optional libraries.
	 */
	private static void onlyIn(List<String> parts, String... packages) {
		noClasses().that()
			.resideOutsideOfPackages(Stream.concat(parts.stream(), Stream.of("autoconfigure"))
				.map((part) -> ROOT + "." + part)
				.toArray(String[]::new))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(packages)
			.check(library);
	}

	@Test
	void packagesForResultsAndPropagationAreIndependent() {
		for (String part : List.of("correlation", "reactor", "propagation", "web")) {
			knowsOnly(part, ROOT, ROOT + ".invocation", ROOT + ".attribution", ROOT + ".failure");
		}
	}

	@Test
	void packagesOfInstrumentedClientsAreIndependent() {
		for (String part : List.of("google", "grpc", "http", "jdbc")) {
			knowsOnly(part, ROOT, ROOT + ".client", ROOT + ".invocation", ROOT + ".attribution", ROOT + ".failure",
					ROOT + ".servicecall", ROOT + ".record", ROOT + ".annotation");
		}
	}

	private static void knowsOnly(String part, String... packages) {
		classes().that()
			.resideInAPackage(ROOT + "." + part)
			.should()
			.onlyDependOnClassesThat(DescribedPredicate.describe("of the core or others'",
					(type) -> !type.getPackageName().startsWith(ROOT) || type.getPackageName().equals(ROOT + "." + part)
							|| List.of(packages).contains(type.getPackageName())))
			.check(library);
	}

	@Test
	void everyPackageIsNullMarked() {
		List<String> unmarked = library.stream()
			.map(JavaClass::getPackage)
			.distinct()
			.filter((candidate) -> !isNullMarked(candidate))
			.map(JavaPackage::getName)
			.toList();
		assertThat(unmarked).isEmpty();
	}

	private static boolean isNullMarked(JavaPackage candidate) {
		return candidate.tryGetPackageInfo().map((info) -> info.isAnnotatedWith(NullMarked.class)).orElse(false);
	}

	@Test
	void nothingIsInjectedIntoFields() {
		noFields().should().beAnnotatedWith(Autowired.class).allowEmptyShould(true).check(library);
	}

	@Test
	void classNamesAreSpecific() {
		noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)").check(library);
	}

	@Test
	void staticFieldsAreFinal() {
		fields().that()
			.areStatic()
			.and(DescribedPredicate.describe("are written by hand",
					(field) -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
			.should()
			.beFinal()
			.check(library);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.resideInAPackage(ROOT + ".autoconfigure")
			.check(library);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(library);
	}

}
