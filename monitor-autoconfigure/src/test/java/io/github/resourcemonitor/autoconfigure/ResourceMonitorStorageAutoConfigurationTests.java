package io.github.resourcemonitor.autoconfigure;

import com.google.cloud.storage.BlobInfo;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.google.BlobPayloadSizer;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorStorageAutoConfiguration}.
 */
class ResourceMonitorStorageAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void isOnByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(BlobPayloadSizer.class)
			.getBean(PayloadSizers.class)
			.matches((sizers) -> sizers.supports(BlobInfo.class)));
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BlobPayloadSizer.class));
	}

	@Test
	void backsOffWithoutTheStorageClient() {
		this.runner.withClassLoader(new FilteredClassLoader("com.google.cloud.storage"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ResourceMonitor.class)
				.doesNotHaveBean(PayloadSizer.class));
	}

	@Test
	void backsOffWhenUserProvidesTheSizerOfBlobs() {
		BlobPayloadSizer sizer = new BlobPayloadSizer();
		this.runner.withBean("own", BlobPayloadSizer.class, () -> sizer)
			.run((context) -> assertThat(context).getBean(BlobPayloadSizer.class).isSameAs(sizer));
	}

	@Test
	void sizersOfTheApplicationTakePrecedence() {
		this.runner.withBean(FixedSizer.class)
			.run((context) -> assertThat(
					context.getBean(PayloadSizers.class).sizeOf(BlobInfo.newBuilder("bucket", "name").build()))
				.isEqualTo(42));
	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class FixedSizer implements PayloadSizer {

		@Override
		public boolean supports(Class<?> type) {
			return BlobInfo.class.isAssignableFrom(type);
		}

		@Override
		public long sizeOf(Object payload) {
			return 42;
		}

	}

}
