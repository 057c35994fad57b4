package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Wraps functional beans in a proxy if their factory method, class or functional method
 * is annotated with {@link MonitoredHandler}. A pointcut cannot do that: on the factory
 * method it would match the creation of the bean, and the class of a lambda has no
 * annotations.
 */
public final class FunctionalBeanPostProcessor implements BeanPostProcessor, BeanFactoryAware, Ordered {

	private final MonitorAccess access;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create a new post-processor.
	 * @param access what the interceptor needs
	 */
	public FunctionalBeanPostProcessor(MonitorAccess access) {
		this.access = access;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	/**
	 * After the auto-proxy creator, so that there is one proxy and not two.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// The target of a scoped proxy is monitored, not the proxy itself.
		if (!FunctionalBeans.isFunctional(bean.getClass()) || bean instanceof AopInfrastructureBean) {
			return bean;
		}
		MonitoredHandler annotation = findAnnotation(bean, beanName);
		if (annotation == null) {
			return bean;
		}
		String name = StringUtils.hasText(annotation.name()) ? annotation.name() : publicName(beanName);
		return proxy(bean, new HandlerAdvice(name, resultType(bean, beanName), this.access));
	}

	private static String publicName(String beanName) {
		return ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName;
	}

	/**
	 * Return the declared result type of the functional bean. The class of a lambda does
	 * not contain it, but the bean definition does.
	 */
	private Class<?> resultType(Object bean, String beanName) {
		Class<?> result = null;
		if (this.beanFactory != null && this.beanFactory.containsBeanDefinition(beanName)) {
			result = FunctionalBeans.resultType(this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType());
		}
		if (result == null) {
			result = FunctionalBeans.resultType(ResolvableType.forClass(AopUtils.getTargetClass(bean)));
		}
		return (result != null) ? result : Object.class;
	}

	/**
	 * Find the annotation: one on a method takes precedence over one on the class.
	 */
	private @Nullable MonitoredHandler findAnnotation(Object bean, String beanName) {
		MonitoredHandler annotation = findOnFactoryMethod(beanName);
		if (annotation == null) {
			annotation = findOnFunctionalMethod(AopUtils.getTargetClass(bean));
		}
		return (annotation != null) ? annotation : findOnBean(beanName);
	}

	private @Nullable MonitoredHandler findOnFactoryMethod(String beanName) {
		if (this.beanFactory == null || !this.beanFactory.containsBeanDefinition(beanName)
				|| !(this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)) {
			return null;
		}
		Method method = definition.getResolvedFactoryMethod();
		return (method != null) ? AnnotatedElementUtils.findMergedAnnotation(method, MonitoredHandler.class) : null;
	}

	private @Nullable MonitoredHandler findOnBean(String beanName) {
		try {
			return (this.beanFactory != null)
					? this.beanFactory.findAnnotationOnBean(beanName, MonitoredHandler.class, false) : null;
		}
		catch (NoSuchBeanDefinitionException ex) {
			// The object is post-processed like a bean but is not registered as one.
			return null;
		}
	}

	private static @Nullable MonitoredHandler findOnFunctionalMethod(Class<?> type) {
		if (type.isHidden() || MonitoredMethodScanner.isExcluded(type)) {
			return null;
		}
		for (Method method : ClassUtils.getUserClass(type).getMethods()) {
			if (FunctionalBeans.isFunctionalMethod(method, type)) {
				MonitoredHandler annotation = AnnotatedElementUtils.findMergedAnnotation(method,
						MonitoredHandler.class);
				if (annotation != null) {
					return annotation;
				}
			}
		}
		return null;
	}

	/**
	 * Return whether the calls of a bean are monitored by a proxy of this post-processor.
	 * @param bean the bean
	 * @return whether they are
	 */
	static boolean isMonitored(Object bean) {
		return bean instanceof Advised advised && Arrays.stream(advised.getAdvisors())
			.anyMatch((advisor) -> advisor.getAdvice() instanceof HandlerAdvice);
	}

	private static Object proxy(Object bean, HandlerAdvice advice) {
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			advised.addAdvice(0, advice);
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(bean);
		Class<?> type = bean.getClass();
		boolean extensible = !type.isHidden() && !Modifier.isFinal(type.getModifiers()) && !type.isSealed()
				&& !AopUtils.isAopProxy(bean) && !type.isSynthetic();
		// Proxy the class if possible, so that the bean can still be injected by its
		// class.
		factory.setProxyTargetClass(extensible);
		factory.addAdvice(advice);
		return factory.getProxy(extensible ? type.getClassLoader() : ClassUtils.getDefaultClassLoader());
	}

	/**
	 * Makes each call of the functional method an invocation.
	 */
	private static final class HandlerAdvice implements MethodInterceptor {

		private final MonitoredHandlerInterceptor handler;

		HandlerAdvice(String name, Class<?> resultType, MonitorAccess access) {
			this.handler = new MonitoredHandlerInterceptor((method, type) -> name, (method, type) -> resultType,
					access);
		}

		@Override
		public @Nullable Object invoke(MethodInvocation call) throws Throwable {
			Method method = call.getMethod();
			Object target = call.getThis();
			if (target != null && FunctionalBeans.isFunctionalMethod(method, target.getClass())) {
				return this.handler.invoke(call);
			}
			if (method.isDefault() && call.getArguments().length == 1
					&& call instanceof ProxyMethodInvocation proxied) {
				Object composed = FunctionalBeans.compose(proxied.getProxy(), method, call.getArguments()[0]);
				if (composed != null) {
					return composed;
				}
			}
			return call.proceed();
		}

	}

}
