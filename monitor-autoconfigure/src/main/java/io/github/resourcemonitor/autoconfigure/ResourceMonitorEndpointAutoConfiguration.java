package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.actuate.InvocationsEndpoint;
import io.github.resourcemonitor.actuate.InvocationsEndpointWebExtension;
import io.github.resourcemonitor.actuate.MonitorState;
import io.github.resourcemonitor.actuate.ResourcesEndpoint;
import io.github.resourcemonitor.aop.InterceptionReport;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.oshi.HostFacts;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the Actuator endpoints.
 */
@AutoConfiguration(
		after = { ResourceMonitorAutoConfiguration.class, ResourceMonitorInterceptionAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(InvocationsEndpoint.class)
	InvocationsEndpoint invocationsEndpoint(Invocations invocations, ContextBeans beans, HandlerSummaries summaries) {
		return new InvocationsEndpoint(invocations, beans.get(InvocationRepository.class), summaries);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnBean(value = InvocationsEndpoint.class, search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(InvocationsEndpoint.class)
	InvocationsEndpointWebExtension invocationsEndpointWebExtension(InvocationsEndpoint endpoint) {
		return new InvocationsEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(ResourcesEndpoint.class)
	ResourcesEndpoint resourcesEndpoint(ContextBeans beans, ColumnCatalog catalog, Invocations invocations,
			OutsideServiceCalls outside, InterceptionReport interception, UninstrumentedClients uninstrumented,
			RecordExports exports, Failures failures) {
		return new ResourcesEndpoint(new MonitorState(SingletonSupplier.of(HostFacts::detect)::obtain, catalog,
				beans.find(EdgeReader.class), beans.find(ResourceSampler.class), invocations, outside, interception,
				uninstrumented, exports, failures));
	}

}
