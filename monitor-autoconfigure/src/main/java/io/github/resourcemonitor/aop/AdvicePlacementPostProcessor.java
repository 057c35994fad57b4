package io.github.resourcemonitor.aop;

import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;

/**
 * Puts the advice of the monitor in its place in the proxies of a bean, when all others
 * have made theirs: post-processors of bean definitions are the last.
 */
public final class AdvicePlacementPostProcessor
		implements SmartInstantiationAwareBeanPostProcessor, MergedBeanDefinitionPostProcessor, Ordered {

	private final AdvicePlacement placement;

	private final MonitorAccess access;

	/**
	 * Create a new post-processor.
	 * @param index the annotated methods
	 * @param access access to the monitor
	 */
	public AdvicePlacementPostProcessor(MonitoredMethodIndex index, MonitorAccess access) {
		this.placement = new AdvicePlacement(index);
		this.access = access;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		return postProcessAfterInitialization(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		this.access.failures().guard("placement of advice", () -> this.placement.arrange(bean));
		return bean;
	}

}
