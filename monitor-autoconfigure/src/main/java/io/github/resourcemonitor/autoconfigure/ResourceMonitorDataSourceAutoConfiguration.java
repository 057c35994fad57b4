package io.github.resourcemonitor.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} that reports data sources whose statements are not counted, in
 * applications that use databases with Spring.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.jdbc.datasource.AbstractDataSource")
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.service-calls.jdbc.enabled", matchIfMissing = true)
@Import(DataSourceVerifierConfiguration.class)
public final class ResourceMonitorDataSourceAutoConfiguration {

}
