package io.github.resourcemonitor.dashboard.autoconfigure;

import io.github.resourcemonitor.dashboard.DashboardEndpoint;
import io.github.resourcemonitor.dashboard.DashboardRuntimeHints;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the dashboard, which is there if its endpoint is exposed.
 */
@AutoConfiguration(afterName = "io.github.resourcemonitor.autoconfigure.ResourceMonitorEndpointAutoConfiguration")
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ImportRuntimeHints(DashboardRuntimeHints.class)
public final class DashboardAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(DashboardEndpoint.class)
	DashboardEndpoint dashboardEndpoint(ObjectProvider<PathMappedEndpoints> endpoints) {
		return new DashboardEndpoint(endpoints::getIfAvailable);
	}

}
