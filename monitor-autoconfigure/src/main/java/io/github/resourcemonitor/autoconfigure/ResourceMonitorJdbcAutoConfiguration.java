package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.jdbc.DataSourceNamePostProcessor;
import io.github.resourcemonitor.jdbc.DataSourceNames;
import io.github.resourcemonitor.jdbc.StatementCalls;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the statements of data sources that datasource-micrometer wraps
 * with datasource-proxy. The listener is an infrastructure bean: it is created before the
 * first data source, and looks up the monitor at the first statement.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(QueryExecutionListener.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.service-calls.jdbc.enabled", matchIfMissing = true)
public final class ResourceMonitorJdbcAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DataSourceNames resourceMonitorDataSourceNames() {
		return new DataSourceNames();
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static StatementCalls resourceMonitorStatementCalls(ContextBeans beans, ObjectProvider<ServiceRequests> requests,
			DataSourceNames names, Failures failures) {
		return new StatementCalls(SingletonSupplier.of(beans::monitor)::obtain,
				SingletonSupplier.of(requests::getObject)::obtain, names, failures);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DataSourceNamePostProcessor resourceMonitorDataSourceNamePostProcessor(DataSourceNames names,
			Failures failures) {
		return new DataSourceNamePostProcessor(names, failures);
	}

}
