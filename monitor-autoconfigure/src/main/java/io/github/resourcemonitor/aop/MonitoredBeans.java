package io.github.resourcemonitor.aop;

import io.github.resourcemonitor.annotation.MonitoredHandler;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Tells whether an application has monitored handlers of its own.
 */
public final class MonitoredBeans {

	private final ConfigurableListableBeanFactory factory;

	private final MonitoredMethodIndex index;

	/**
	 * Create a new instance.
	 * @param factory the beans
	 * @param index the annotated methods
	 */
	public MonitoredBeans(ConfigurableListableBeanFactory factory, MonitoredMethodIndex index) {
		this.factory = factory;
		this.index = index;
	}

	/**
	 * Return whether a bean is a monitored handler or has one, without creating any.
	 * @return whether one does
	 */
	public boolean hasHandler() {
		for (String name : this.factory.getBeanDefinitionNames()) {
			try {
				if (isHandler(name)) {
					return true;
				}
			}
			catch (NoSuchBeanDefinitionException ex) {
				// It was removed in the meantime.
			}
		}
		return false;
	}

	private boolean isHandler(String name) {
		Class<?> type = this.factory.getType(name, false);
		if (type == null) {
			return false;
		}
		if (this.index.get(type).hasHandlers()) {
			return true;
		}
		Object bean = this.factory.getSingleton(name);
		return (bean != null && FunctionalBeanPostProcessor.isMonitored(bean)) || (FunctionalBeans.isFunctional(type)
				&& this.factory.findAnnotationOnBean(name, MonitoredHandler.class, false) != null);
	}

}
