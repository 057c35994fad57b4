package io.github.resourcemonitor.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.jdbc.HikariPostProcessor;
import io.github.resourcemonitor.jdbc.SqlCalls;
import io.github.resourcemonitor.servicecall.ServiceRequests;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the statements of HikariCP's pools. The post-processor is an
 * infrastructure bean, and looks up the monitor at the first statement.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.service-calls.jdbc.enabled", matchIfMissing = true)
@Import(DataSourceVerifierConfiguration.class)
public final class ResourceMonitorHikariAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static HikariPostProcessor resourceMonitorHikariPostProcessor(ContextBeans beans,
			ObjectProvider<ServiceRequests> requests, UninstrumentedClients uninstrumented, Failures failures) {
		return new HikariPostProcessor(new SqlCalls(SingletonSupplier.of(beans::monitor)::obtain,
				SingletonSupplier.of(requests::getObject)::obtain, failures), uninstrumented, failures);
	}

}
