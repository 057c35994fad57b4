package io.github.resourcemonitor.autoconfigure;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The beans of one application context. In a hierarchy of contexts each has a monitor of
 * its own: what it consists of comes from the context itself and never from a parent,
 * whatever the names are and whatever is switched off. What an application adds to it,
 * such as listeners, may also come from a parent.
 */
final class ContextBeans {

	/**
	 * How the names of the monitor's own beans begin.
	 */
	private static final String OWN = "resourceMonitor";

	private static final Log logger = LogFactory.getLog(ContextBeans.class);

	private final ConfigurableListableBeanFactory factory;

	/**
	 * The types of which it was reported that there are several beans.
	 */
	private final Set<Class<?>> reported = ConcurrentHashMap.newKeySet();

	ContextBeans(ConfigurableListableBeanFactory factory) {
		this.factory = factory;
	}

	/**
	 * Return a bean that this context always has.
	 */
	<T> T get(Class<T> type) {
		// Unlike an injection point, this looks into a parent only if there is none here.
		return this.factory.getBean(type);
	}

	/**
	 * Return a monitor with the invocations of this context. It is not the bean, which a
	 * test may replace by a mock that returns nothing.
	 */
	ResourceMonitor monitor() {
		return new DefaultResourceMonitor(get(Invocations.class));
	}

	/**
	 * Return a bean that this context may have.
	 * @return the bean, {@code null} if there is none
	 */
	<T> @Nullable T find(Class<T> type) {
		return (this.factory.getBeanNamesForType(type).length > 0) ? this.factory.getBean(type) : null;
	}

	/**
	 * Return all beans of a type that this context has.
	 */
	<T> Collection<T> all(Class<T> type) {
		return this.factory.getBeansOfType(type).values();
	}

	/**
	 * Return a bean that this context or else a parent may have. If it has several and
	 * none is the primary one, this is reported and none is used.
	 * @return the bean, {@code null} if there is none
	 */
	<T> @Nullable T findOrInherit(Class<T> type) {
		T bean = this.factory.getBeanProvider(type).getIfUnique();
		if (bean == null) {
			reportSeveral(type);
		}
		return bean;
	}

	private void reportSeveral(Class<?> type) {
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.factory, type);
		if (names.length > 1 && this.reported.add(type)) {
			logger.warn("None of the beans '" + String.join("', '", names) + "' of type " + type.getName()
					+ " is used by the monitor, because only one can be. Mark one of them with @Primary.");
		}
	}

	/**
	 * Return the beans of an extension point, without those of the monitors of parents.
	 * @return the beans in their order
	 */
	<T> List<T> extensions(Class<T> type, ObjectProvider<T> all) {
		if (this.factory.getParentBeanFactory() == null) {
			return all.orderedStream().toList();
		}
		Set<Object> others = Collections.newSetFromMap(new IdentityHashMap<>());
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.factory, type)) {
			if (name.startsWith(OWN) && !this.factory.containsLocalBean(name)) {
				others.add(this.factory.getBean(name));
			}
		}
		return all.orderedStream().filter((bean) -> !others.contains(bean)).toList();
	}

}
