package io.github.resourcemonitor.actuate;

import io.github.resourcemonitor.annotation.MonitoredHandler;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A small web application with Actuator and the monitor.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
class EndpointsApplication {

	@Bean
	Broken broken() {
		return new Broken();
	}

	/**
	 * Has an ineffective annotation.
	 */
	static class Broken {

		@MonitoredHandler
		private void handle() {
		}

	}

}
