package io.github.resourcemonitor.aop;

import java.util.Arrays;

import io.github.resourcemonitor.annotation.MonitoredHandler;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Wraps functional beans in a proxy if their factory method, class or functional method
 * is annotated with {@link MonitoredHandler}. A pointcut cannot do that: on the factory
 * method it would match the creation of the bean, and the class of a lambda has no
 * annotations.
 */
public final class FunctionalBeanPostProcessor extends WrappingPostProcessor implements BeanFactoryAware {

	private final MonitoredMethodIndex index;

	private final MonitorAccess access;

	private BeanMethods beanMethods;

	private FunctionAnnotations annotations;

	/**
	 * Create a new post-processor.
	 * @param index the annotated methods
	 * @param access what the interceptor needs
	 */
	public FunctionalBeanPostProcessor(MonitoredMethodIndex index, MonitorAccess access) {
		super("proxy of a function", access.failures());
		this.index = index;
		this.access = access;
		this.beanMethods = new BeanMethods(index, null);
		this.annotations = new FunctionAnnotations(index, null, this.beanMethods);
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanMethods = new BeanMethods(this.index, beanFactory);
		this.annotations = new FunctionAnnotations(this.index, beanFactory, this.beanMethods);
	}

	@Override
	Object wrap(Object bean, String beanName) {
		// The target of a scoped proxy is monitored, not the proxy itself.
		if (!FunctionalBeans.isFunctional(bean.getClass()) || bean instanceof AopInfrastructureBean) {
			return bean;
		}
		MonitoredHandler annotation = this.annotations.find(AopUtils.getTargetClass(bean), beanName);
		if (annotation == null) {
			return bean;
		}
		String name = StringUtils.hasText(annotation.name()) ? annotation.name() : publicName(beanName);
		return proxy(bean, new FunctionInterceptor(name, resultType(bean, beanName), this.access));
	}

	private static String publicName(String beanName) {
		return ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName;
	}

	/**
	 * Return the declared result type of the functional bean. The class of a lambda does
	 * not contain it, but the bean definition does.
	 */
	private Class<?> resultType(Object bean, String beanName) {
		Class<?> result = FunctionalBeans.resultType(this.beanMethods.declaredType(beanName));
		if (result == null) {
			result = FunctionalBeans.resultType(ResolvableType.forClass(AopUtils.getTargetClass(bean)));
		}
		return (result != null) ? result : Object.class;
	}

	/**
	 * Return whether the calls of a bean are monitored by a proxy of this post-processor.
	 * @param bean the bean
	 * @return whether they are
	 */
	static boolean isMonitored(Object bean) {
		return bean instanceof Advised advised
				&& Arrays.stream(advised.getAdvisors()).anyMatch(AdvicePlacement::isFunction);
	}

	private static Object proxy(Object bean, FunctionInterceptor advice) {
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			advised.addAdvisor(AdvicePlacement.handlerPosition(advised), new DefaultPointcutAdvisor(advice));
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(bean);
		Class<?> type = bean.getClass();
		boolean extensible = !type.isHidden() && !AopUtils.isAopProxy(bean) && !type.isSynthetic()
				&& ProxyKind.of(InheritedMethods.of(type)).byClass();
		// Proxy the class if possible, so that the bean can still be injected by its
		// class.
		factory.setProxyTargetClass(extensible);
		factory.addAdvice(advice);
		if (extensible) {
			return factory.getProxy(type.getClassLoader());
		}
		ClassLoader loader = ClassUtils.getDefaultClassLoader();
		if (ClassUtils.isVisible(InterfaceProxy.class, loader)) {
			factory.addInterface(InterfaceProxy.class);
		}
		return factory.getProxy(loader);
	}

}
