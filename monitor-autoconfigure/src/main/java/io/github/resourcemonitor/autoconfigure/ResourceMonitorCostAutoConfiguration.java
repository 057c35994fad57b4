package io.github.resourcemonitor.autoconfigure;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resourcemonitor.actuate.CostsEndpoint;
import io.github.resourcemonitor.cost.CostModel;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.cost.MetadataServer;
import io.github.resourcemonitor.cost.PlatformDetection;
import io.github.resourcemonitor.cost.SettledSize;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.metrics.CostMeters;
import io.github.resourcemonitor.outlet.StandardOutputListener;
import io.github.resourcemonitor.requests.ReactiveRequestTime;
import io.github.resourcemonitor.requests.ServletRequestTime;
import io.github.resourcemonitor.requests.TomcatRequestTime;
import io.github.resourcemonitor.sampling.linux.GroupLimits;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.catalina.Valve;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what invocations and their instance cost. It is off until it is
 * known, or configured, where the function runs.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@Conditional(OnCostCondition.class)
public final class ResourceMonitorCostAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ResourceMonitorCostAutoConfiguration.class);

	@Bean
	static CostBeansAtRunTime resourceMonitorCostBeansAtRunTime(Environment environment) {
		return new CostBeansAtRunTime(environment, AotDetector::useGeneratedArtifacts);
	}

	@Bean
	SettledSize resourceMonitorInstanceSize() {
		return new SettledSize(() -> {
			GroupLimits limits = GroupLimits.read(Path.of("/"));
			return SettledSize.read(limits.cpuThousandths(), limits.memoryBytes());
		}, System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	InstanceCosts resourceMonitorInstanceCosts(ResourceMonitorProperties properties, ContextBeans beans,
			Environment environment, ResourceLoader loader, SettledSize size) {
		MetadataServer metadata = OnCostCondition.metadata(environment);
		StandardOutputListener output = beans.find(StandardOutputListener.class);
		@Nullable LongSupplier lineBytes = (output != null) ? output::meanLineBytes : null;
		CostModel model = new CheckedCost(properties.getCost(), new PlatformDetection(environment::getProperty))
			.model(metadata::region, loader, size, lineBytes);
		logger.info("Costs are calculated for " + model.description());
		return new InstanceCosts(model, new CheckedProperties(properties).maxHandlers());
	}

	@Bean
	InstanceLifeListener resourceMonitorInstanceLifeListener(ObjectProvider<Invocations> invocations, SettledSize size,
			Failures failures) {
		return new InstanceLifeListener(invocations, size, failures);
	}

	private static Supplier<InstanceLife> instance(ContextBeans beans) {
		// The server needs its beans before other singletons exist.
		return SingletonSupplier.of(() -> beans.get(Invocations.class).instance())::obtain;
	}

	/**
	 * Actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static final class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@ConditionalOnAvailableEndpoint(CostsEndpoint.class)
		CostsEndpoint costsEndpoint(Invocations invocations, InstanceCosts costs) {
			return new CostsEndpoint(invocations.instance(), costs.model());
		}

	}

	/**
	 * Micrometer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static final class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		CostMeters resourceMonitorCostMeters(Invocations invocations, InstanceCosts costs, HandlerSummaries summaries) {
			return new CostMeters(invocations.instance(), costs, summaries.capacity());
		}

	}

	/**
	 * Spring MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static final class ServletConfiguration {

		@Bean
		RequestTimeRegistration resourceMonitorRequestTime(ContextBeans beans, Failures failures) {
			return new RequestTimeRegistration(new ServletRequestTime(instance(beans), failures));
		}

	}

	/**
	 * Tomcat, if it is started by the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ DispatcherServlet.class, Valve.class, ConfigurableTomcatWebServerFactory.class })
	static final class TomcatConfiguration {

		@Bean
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> resourceMonitorRequestTimeCustomizer(
				RequestTimeRegistration time) {
			return (factory) -> factory.addEngineValves(new TomcatRequestTime(time.forValve()));
		}

	}

	/**
	 * Spring WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ DispatcherHandler.class, Mono.class, HttpHandlerDecoratorFactory.class })
	static final class ReactiveConfiguration {

		@Bean
		ReactiveRequestTime resourceMonitorRequestTime(ContextBeans beans, ApplicationContext context,
				Failures failures) {
			return new ReactiveRequestTime(instance(beans), context, failures);
		}

	}

}
