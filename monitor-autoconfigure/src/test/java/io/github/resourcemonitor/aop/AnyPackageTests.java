package io.github.resourcemonitor.aop;

import com.google.cloud.resourcemonitor.Archive;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.samples.resourcemonitor.OwnerController;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for annotations on classes in packages that belong to libraries by their names.
 */
class AnyPackageTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void countsHandlersInPackagesOfSpring() {
		this.runner.withBean(OwnerController.class).run((context) -> {
			assertThat(context.getBean(OwnerController.class).find()).isEqualTo("owners");
			assertThat(handlers(context)).containsExactly("OwnerController.find");
		});
	}

	@Test
	void countsServiceCallsInPackagesOfGoogle() {
		this.runner.withBean("client", Archive.Client.class, Archive.HttpClient::new).run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.run("outer", context.getBean(Archive.Client.class)::fetch);
			assertThat(MonitorContexts.onlyServiceCall(context).service()).isEqualTo("HttpClient");
		});
	}

	@Test
	void countsFunctionsInPackagesOfGoogle() {
		this.runner.withBean("upper", Archive.Upper.class).run((context) -> {
			assertThat(context.getBean(Archive.Upper.class).apply("a")).isEqualTo("A");
			assertThat(handlers(context)).containsExactly("upper");
		});
	}

	@Test
	void reportsProblemsInPackagesOfGoogle() {
		this.runner.withBean("hidden", Archive.Hidden.class)
			.run((context) -> assertThat(context.getBean(InterceptionReport.class).problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.problem()).contains("private")));
	}

}
