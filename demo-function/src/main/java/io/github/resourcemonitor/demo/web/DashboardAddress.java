package io.github.resourcemonitor.demo.web;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says where the dashboard is, in the last line of the start.
 */
@Component
class DashboardAddress {

	private static final Log logger = LogFactory.getLog(DashboardAddress.class);

	private final Environment environment;

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	DashboardAddress(Environment environment, ObjectProvider<PathMappedEndpoints> endpoints) {
		this.environment = environment;
		this.endpoints = endpoints;
	}

	@EventListener(ApplicationReadyEvent.class)
	void logAddress() {
		// As a function of Cloud Functions it has no endpoints.
		PathMappedEndpoints present = this.endpoints.getIfAvailable();
		String path = (present != null) ? present.getPath(EndpointId.of("dashboard")) : null;
		String port = this.environment.getProperty("local.management.port");
		if (port == null) {
			port = this.environment.getProperty("local.server.port");
		}
		if (path != null && port != null) {
			logger.info("Dashboard: http://localhost:" + port + path);
		}
	}

}
