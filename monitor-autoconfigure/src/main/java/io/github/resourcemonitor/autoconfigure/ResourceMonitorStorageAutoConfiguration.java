package io.github.resourcemonitor.autoconfigure;

import com.google.cloud.storage.BlobInfo;
import io.github.resourcemonitor.google.BlobPayloadSizer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for applications with the Google Cloud Storage client.
 */
@AutoConfiguration(before = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(BlobInfo.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorStorageAutoConfiguration {

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	BlobPayloadSizer resourceMonitorBlobPayloadSizer() {
		return new BlobPayloadSizer();
	}

}
