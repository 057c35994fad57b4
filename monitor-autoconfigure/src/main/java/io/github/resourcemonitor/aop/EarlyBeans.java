package io.github.resourcemonitor.aop;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;

/**
 * The beans that were created before the post-processors that make proxies, because
 * another post-processor needs them or asked for them. Nothing can be done about it then,
 * but it can be said. Safe for use by any thread.
 */
public final class EarlyBeans implements BeanDefinitionRegistryPostProcessor, PriorityOrdered {

	private final Map<String, Class<?>> beans = new ConcurrentHashMap<>();

	private volatile boolean complete;

	/**
	 * Create a new instance.
	 */
	public EarlyBeans() {
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry instanceof ConfigurableBeanFactory factory) {
			factory.addBeanPostProcessor(new Watcher());
		}
	}

	/**
	 * Note that all post-processors have seen a bean.
	 * @param beanName the name of the bean
	 */
	void processed(String beanName) {
		this.complete = true;
		this.beans.remove(beanName);
	}

	/**
	 * Return the beans that were created too early.
	 * @return the classes by the names of the beans
	 */
	Map<String, Class<?>> find() {
		return new TreeMap<>(this.beans);
	}

	/**
	 * Sees all beans but those that another post-processor of bean definitions has
	 * created before.
	 */
	private final class Watcher implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!EarlyBeans.this.complete) {
				EarlyBeans.this.beans.put(beanName, ClassUtils.getUserClass(AopUtils.getTargetClass(bean)));
			}
			return bean;
		}

	}

}
