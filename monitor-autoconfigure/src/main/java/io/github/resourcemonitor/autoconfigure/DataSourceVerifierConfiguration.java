package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.jdbc.DataSourceVerifier;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * What reports data sources, imported by the auto-configurations of which each is enough.
 */
@Configuration(proxyBeanMethods = false)
class DataSourceVerifierConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DataSourceVerifier resourceMonitorDataSourceVerifier(UninstrumentedClients uninstrumented,
			Failures failures) {
		return new DataSourceVerifier(uninstrumented, failures);
	}

}
