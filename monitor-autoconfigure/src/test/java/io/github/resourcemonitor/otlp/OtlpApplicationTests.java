package io.github.resourcemonitor.otlp;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.otlp.OtlpReceiver.Answer;
import io.github.resourcemonitor.record.InvocationRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the output over OTLP of an application.
 */
class OtlpApplicationTests {

	private final OtlpReceiver receiver = new OtlpReceiver();

	private final ApplicationContextRunner runner = MonitorContexts.runner()
		.withPropertyValues("resource-monitor.output.otlp.enabled=true",
				"resource-monitor.output.otlp.endpoint=" + this.receiver.base(), "resource-monitor.export.interval=1h",
				"spring.application.name=shop");

	OtlpApplicationTests() throws Exception {
	}

	@AfterEach
	void close() {
		this.receiver.close();
	}

	private static void spin() {
		long end = System.nanoTime() + 20_000_000;
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	@Test
	void sendsAllBeforeTheContextIsClosed() {
		this.runner.withConfiguration(AutoConfigurations.of(OpenTelemetrySdkAutoConfiguration.class))
			.withPropertyValues("management.opentelemetry.resource-attributes.team=blue")
			.run((context) -> {
				context.getBean(ResourceMonitor.class).run("handler", OtlpApplicationTests::spin);
				assertThat(this.receiver.requests).isEmpty();
			});
		assertThat(this.receiver.ids()).hasSize(1);
		assertThat(this.receiver.resources.get(0)).containsEntry("service.name", "shop")
			.containsEntry("team", "blue")
			.containsKeys("faas.instance", "service.instance.id");
		assertThat(this.receiver.points().sum("faas.invocations", "handler", "handler")).isOne();
		assertThat(this.receiver.points().sum("process.paging.faults")).isPositive();
	}

	@Test
	void aReceiverThatFailsOnceAtTheEndGetsAllTheSame() {
		InvocationRecord[] record = new InvocationRecord[1];
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", OtlpApplicationTests::spin);
			record[0] = MonitorContexts.onlyRecord(context);
			this.receiver.answerNext(Answer.CLOSE);
		});
		assertThat(this.receiver.ids()).containsExactly(record[0].id());
		assertThat(this.receiver.points().sum("faas.invocations")).isOne();
	}

}
