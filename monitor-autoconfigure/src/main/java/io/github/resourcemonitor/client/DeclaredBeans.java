package io.github.resourcemonitor.client;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * As what beans are declared. Only who asks for a type in general can be given another
 * implementation of it.
 */
public final class DeclaredBeans {

	private DeclaredBeans() {
	}

	/**
	 * Return whether a bean is declared as a type, and not as one that extends it.
	 * @param beanFactory has the bean; {@code null} if it is not known
	 * @param beanName the name of the bean
	 * @param type the type
	 * @return whether it is
	 */
	public static boolean isDeclaredAs(@Nullable BeanFactory beanFactory, String beanName, Class<?> type) {
		return beanFactory instanceof ConfigurableListableBeanFactory listable
				&& listable.containsBeanDefinition(beanName)
				&& listable.getMergedBeanDefinition(beanName).getResolvableType().resolve(Object.class) == type;
	}

}
