package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.web.EntityBodyEndStrategy;
import io.github.resourcemonitor.web.MvcAsyncEndStrategy;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorWebAutoConfiguration}.
 */
class ResourceMonitorWebAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MonitorContexts.AUTO_CONFIGURATIONS))
		.withPropertyValues("resource-monitor.sampling.enabled=false", "resource-monitor.sampling.edges=false");

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MonitorContexts.AUTO_CONFIGURATIONS))
		.withPropertyValues("resource-monitor.sampling.enabled=false", "resource-monitor.sampling.edges=false");

	@Test
	void isOnByDefaultAndUsedForResults() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(MvcAsyncEndStrategy.class).hasSingleBean(EntityBodyEndStrategy.class);
			context.getBean(ResourceMonitor.class).call("handler", SseEmitter::new);
			assertThat(onlyRecord(context).own().incompleteReason()).contains("outside a request of Spring MVC");
		});
	}

	@Test
	void reportsThatTheBodyOfAnEntityIsNotMeasured() {
		this.reactive.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.call("publisher", () -> ResponseEntity.ok(Flux.just("a")));
			monitor.call("value", () -> ResponseEntity.ok("a"));
			monitor.call("nothing", () -> ResponseEntity.noContent().build());
			assertThat(records(context)).extracting((each) -> each.own().isComplete())
				.containsExactly(false, true, true);
			assertThat(records(context).get(0).own().incompleteReason()).contains("an entity with a reactive body");
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MvcAsyncEndStrategy.class)
				.doesNotHaveBean(EntityBodyEndStrategy.class));
	}

	@Test
	void backsOffWithoutSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader(StreamingResponseBody.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(MvcAsyncEndStrategy.class);
			context.getBean(ResourceMonitor.class).call("handler", () -> "result");
			assertThat(onlyRecord(context).own().isComplete()).isTrue();
		});
	}

	@Test
	void backsOffInOtherApplications() {
		MonitorContexts.withoutReadings()
			.run((context) -> assertThat(context).doesNotHaveBean(MvcAsyncEndStrategy.class)
				.doesNotHaveBean(EntityBodyEndStrategy.class));
		this.reactive.run((context) -> assertThat(context).doesNotHaveBean(MvcAsyncEndStrategy.class));
	}

	@Test
	void backsOffWhenUserProvidesAFollower() {
		this.runner.withBean("mine", MvcAsyncEndStrategy.class, () -> new MvcAsyncEndStrategy(new Failures()))
			.withBean("mineToo", EntityBodyEndStrategy.class, () -> new EntityBodyEndStrategy((type) -> false))
			.run((context) -> assertThat(context).hasSingleBean(MvcAsyncEndStrategy.class)
				.hasSingleBean(EntityBodyEndStrategy.class)
				.hasBean("mine"));
	}

}
