package io.github.resourcemonitor.http;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * As what beans are declared. Only who asks for an interface can be given another
 * implementation of it.
 */
final class DeclaredBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	DeclaredBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	boolean isDeclaredAs(String beanName, Class<?> type) {
		return this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType().resolve(Object.class) == type;
	}

}
