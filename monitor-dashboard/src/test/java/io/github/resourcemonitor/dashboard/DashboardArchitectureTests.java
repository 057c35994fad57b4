package io.github.resourcemonitor.dashboard;

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
 * Architecture rules of the dashboard: it needs nothing of the monitor but its endpoints,
 * and what is optional is used where it is asked for.
 */
class DashboardArchitectureTests {

	private static final String ROOT = "io.github.resourcemonitor.dashboard";

	private final JavaClasses classes = new ClassFileImporter()
		.importUrl(DashboardEndpoint.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void dependsOnNoClassOfTheMonitor() {
		noClasses().should()
			.dependOnClassesThat()
			.resideOutsideOfPackages("java..", "jakarta.servlet..", "reactor..", "org.jspecify..",
					"org.springframework..", ROOT + "..")
			.check(this.classes);
	}

	@Test
	void onlyTheFiltersAndTheirConfigurationKnowAKindOfServer() {
		noClasses().that()
			.haveSimpleNameNotStartingWith("DashboardHeaders")
			.and()
			.resideOutsideOfPackage(ROOT + ".autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("jakarta.servlet..", "reactor..", "org.springframework.web.server..",
					"org.springframework.boot.webmvc..")
			.check(this.classes);
	}

	@Test
	void nobodyDependsOnTheAutoConfiguration() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".autoconfigure")
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
