package io.github.resourcemonitor.demo;

import io.github.resourcemonitor.ResourceMonitor;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.mockito.Mockito.mock;

/**
 * Stands in for the library.
 */
@TestConfiguration(proxyBeanMethods = false)
class UnmeasuredConfiguration {

	@Bean
	ResourceMonitor resourceMonitor() {
		return mock();
	}

}
