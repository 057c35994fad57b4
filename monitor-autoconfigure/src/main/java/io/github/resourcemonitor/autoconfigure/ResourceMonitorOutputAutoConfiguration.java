package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.file.RecordFileExporter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the exporters of records that are part of the library.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@Conditional(OnFileOutputCondition.class)
public final class ResourceMonitorOutputAutoConfiguration {

	/**
	 * Never lazy, so that a folder that cannot be used stops the start.
	 */
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(value = RecordFileExporter.class, search = SearchStrategy.CURRENT)
	RecordFileExporter resourceMonitorFileExporter(ResourceMonitorProperties properties) {
		return CheckedFileOutput.exporter(properties.getOutput().getFile());
	}

	@Bean
	FileOutputLifecycle resourceMonitorFileOutputLifecycle(ContextBeans beans) {
		return new FileOutputLifecycle(beans, CheckpointLifecycle.isCheckpointOnRefresh());
	}

}
