package io.github.resourcemonitor.aop;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Tells whether an application has monitored handlers of its own.
 */
public final class MonitoredBeans {

	private final ConfigurableListableBeanFactory factory;

	private final MonitoredMethodIndex index;

	private final FunctionAnnotations functions;

	/**
	 * Create a new instance.
	 * @param factory the beans
	 * @param index the annotated methods
	 */
	public MonitoredBeans(ConfigurableListableBeanFactory factory, MonitoredMethodIndex index) {
		this.factory = factory;
		this.index = index;
		this.functions = new FunctionAnnotations(index, factory, new BeanMethods(index, factory));
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
			catch (BeansException | IllegalStateException | LinkageError ex) {
				// It was removed in the meantime, or a class cannot be loaded.
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
		return (bean != null && FunctionalBeanPostProcessor.isMonitored(bean))
				|| (FunctionalBeans.isFunctional(type) && this.functions.find(type, name) != null);
	}

}
