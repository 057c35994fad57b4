package io.github.resourcemonitor.jdbc;

import javax.sql.DataSource;

import io.github.resourcemonitor.failure.Failures;
import net.ttddyy.dsproxy.proxy.ProxyJdbcObject;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Learns which bean each name of a data source belongs to, after datasource-micrometer
 * has wrapped the data source: post-processors of this type run after all others.
 */
public final class DataSourceNamePostProcessor implements MergedBeanDefinitionPostProcessor {

	private final DataSourceNames names;

	private final Failures failures;

	/**
	 * Create a new post-processor.
	 * @param names receives the names
	 * @param failures the failures of the monitor itself
	 */
	public DataSourceNamePostProcessor(DataSourceNames names, Failures failures) {
		this.names = names;
		this.failures = failures;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DataSource) {
			this.failures.guard("name of a data source", () -> this.names.add(name(bean), beanName));
		}
		return bean;
	}

	/**
	 * The wrapper is a proxy or an object of its own, depending on the settings.
	 */
	private static @Nullable String name(Object dataSource) {
		if (dataSource instanceof ProxyJdbcObject proxy) {
			return proxy.getProxyConfig().getDataSourceName();
		}
		return (dataSource instanceof ProxyDataSource wrapper) ? wrapper.getDataSourceName() : null;
	}

}
