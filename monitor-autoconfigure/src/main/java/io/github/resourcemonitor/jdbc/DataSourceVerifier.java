package io.github.resourcemonitor.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.naming.Referenceable;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;

import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import net.ttddyy.dsproxy.proxy.ProxyJdbcObject;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Reports the data sources whose statements are not counted: those that are no pool of
 * HikariCP's, or one that could not be instrumented, if nothing wraps them that counts.
 * Wrappers around other data sources are not reported. Post-processors of this type run
 * after all others, when datasource-micrometer has wrapped what it wraps.
 */
public final class DataSourceVerifier implements MergedBeanDefinitionPostProcessor, SmartInitializingSingleton {

	private static final String HOOK = "verification of a data source";

	private static final String CURE = "Add net.ttddyy.observation:datasource-micrometer-spring-boot, whose statements "
			+ "are counted";

	private static final String POOL_CURE = "Return it from its bean method before it is started, built by "
			+ "DataSourceBuilder or with new HikariDataSource() and its setters. Or add "
			+ "net.ttddyy.observation:datasource-micrometer-spring-boot";

	private static final boolean HIKARI = isPresent("com.zaxxer.hikari.HikariDataSource");

	private static final boolean PROXY = isPresent("net.ttddyy.dsproxy.proxy.ProxyJdbcObject");

	/**
	 * Types of data sources that make connections and have none of the interfaces for
	 * that.
	 */
	private static final Set<String> ORIGINS = Set.of("org.apache.commons.dbcp2.BasicDataSource",
			"org.springframework.jdbc.datasource.AbstractDriverBasedDataSource",
			"org.springframework.jdbc.datasource.embedded.EmbeddedDatabase", "io.agroal.api.AgroalDataSource",
			"org.sqlite.SQLiteDataSource");

	private final UninstrumentedClients uninstrumented;

	private final Failures failures;

	/**
	 * What is looked at when all singletons exist, {@code null} from then on.
	 */
	private @Nullable Map<String, DataSource> candidates = new LinkedHashMap<>();

	/**
	 * Create a new verifier.
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public DataSourceVerifier(UninstrumentedClients uninstrumented, Failures failures) {
		this.uninstrumented = uninstrumented;
		this.failures = failures;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, DataSourceVerifier.class.getClassLoader());
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DataSource && !ScopedProxyUtils.isScopedTarget(beanName)) {
			this.failures.guard(HOOK, () -> add(bean, beanName));
		}
		return bean;
	}

	private synchronized void add(Object bean, String beanName) {
		Object target = AopUtils.isAopProxy(bean) ? AopProxyUtils.getSingletonTarget(bean) : bean;
		if (!(target instanceof DataSource dataSource) || (PROXY && DataSourceProxies.isProxy(dataSource))) {
			return;
		}
		if (this.candidates != null) {
			this.candidates.put(beanName, dataSource);
		}
		else {
			verify(beanName, dataSource, List.of());
		}
	}

	@Override
	public synchronized void afterSingletonsInstantiated() {
		Map<String, DataSource> found = this.candidates;
		this.candidates = null;
		if (found != null) {
			List<DataSource> all = new ArrayList<>(found.values());
			found.forEach((beanName, dataSource) -> this.failures.guard(HOOK, () -> verify(beanName, dataSource, all)));
		}
	}

	private void verify(String beanName, DataSource dataSource, List<DataSource> all) {
		if (HIKARI && HikariPools.isPool(dataSource)) {
			String problem = HikariPools.problem(dataSource);
			if (problem != null) {
				this.uninstrumented.add(beanName, dataSource.getClass(), problem, POOL_CURE);
			}
		}
		else if (isOrigin(dataSource) && !(HIKARI && isCountedByPool(dataSource, all))) {
			this.uninstrumented.add(beanName, dataSource.getClass(), "only pools of HikariCP are instrumented", CURE);
		}
	}

	/**
	 * Return whether a data source makes connections, which those of drivers and pools
	 * do, and is no wrapper around another one.
	 */
	private static boolean isOrigin(DataSource dataSource) {
		if (dataSource instanceof XADataSource || dataSource instanceof ConnectionPoolDataSource
				|| dataSource instanceof Referenceable) {
			return true;
		}
		for (Class<?> type = dataSource.getClass(); type != null; type = type.getSuperclass()) {
			if (ORIGINS.contains(type.getName())) {
				return true;
			}
		}
		return ClassUtils.getAllInterfacesAsSet(dataSource)
			.stream()
			.anyMatch((type) -> ORIGINS.contains(type.getName()));
	}

	/**
	 * Return whether statements are counted by a pool, in front of the data source or
	 * behind it.
	 */
	private static boolean isCountedByPool(DataSource dataSource, List<DataSource> all) {
		return HikariPools.isWrapperOfPool(dataSource)
				|| all.stream().anyMatch((other) -> HikariPools.isPool(other) && HikariPools.uses(other, dataSource));
	}

	/**
	 * What can be seen of a data source in an application with datasource-proxy.
	 */
	private static final class DataSourceProxies {

		static boolean isProxy(DataSource dataSource) {
			return dataSource instanceof ProxyJdbcObject || dataSource instanceof ProxyDataSource;
		}

	}

}
