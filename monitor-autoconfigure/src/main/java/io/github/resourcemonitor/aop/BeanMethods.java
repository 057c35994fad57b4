package io.github.resourcemonitor.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The {@code @Bean} methods that create beans. The class of a lambda has neither
 * annotations nor type arguments, but the method that creates it has.
 */
final class BeanMethods {

	private final MonitoredMethodIndex index;

	private final @Nullable ConfigurableListableBeanFactory beanFactory;

	BeanMethods(MonitoredMethodIndex index, @Nullable BeanFactory beanFactory) {
		this.index = index;
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	/**
	 * Find an annotation on the method that creates a bean.
	 */
	<A extends Annotation> @Nullable A findAnnotation(String beanName, Class<A> annotation) {
		Method method = find(beanName);
		return (method != null) ? AnnotatedElementUtils.findMergedAnnotation(method, annotation) : null;
	}

	/**
	 * Find the method that creates a bean, if it may have an annotation of the monitor,
	 * or inherit one.
	 */
	@Nullable Method find(String beanName) {
		RootBeanDefinition definition = definition(beanName);
		Method method = (definition != null) ? definition.getResolvedFactoryMethod() : null;
		return (method != null && this.index.isAnnotated(method.getDeclaringClass())) ? method : null;
	}

	/**
	 * Return the declared type of a bean; that of the product, if it is a factory bean.
	 */
	ResolvableType declaredType(String beanName) {
		RootBeanDefinition definition = definition(beanName);
		ResolvableType type = (definition != null) ? definition.getResolvableType() : ResolvableType.NONE;
		ResolvableType factory = type.as(FactoryBean.class);
		return (factory != ResolvableType.NONE) ? factory.getGeneric() : type;
	}

	private @Nullable RootBeanDefinition definition(String beanName) {
		return (this.beanFactory != null && this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
						? definition : null;
	}

}
