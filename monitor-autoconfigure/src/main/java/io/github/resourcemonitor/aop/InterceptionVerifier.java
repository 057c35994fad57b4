package io.github.resourcemonitor.aop;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Reports annotations that have no effect: on each bean when it is created, as the last
 * of all post-processors, and on all other classes when the singletons have been created.
 */
public final class InterceptionVerifier implements SmartInstantiationAwareBeanPostProcessor,
		MergedBeanDefinitionPostProcessor, SmartInitializingSingleton, BeanFactoryAware, Ordered {

	private static final Log logger = LogFactory.getLog(InterceptionVerifier.class);

	private final InterceptionReport report;

	private final Verification verification;

	private final MonitorAccess access;

	private final EarlyBeans earlyBeans;

	private final BeanRules rules;

	private final Set<String> beanClasses = ConcurrentHashMap.newKeySet();

	private final Set<String> references = ConcurrentHashMap.newKeySet();

	private volatile boolean started;

	private @Nullable BeanFactory beanFactory;

	/**
	 * Create a new verifier.
	 * @param index the annotated methods
	 * @param report where problems are reported
	 * @param verification what to do about them
	 * @param access access to the monitor
	 * @param woven knows the woven methods; {@code null} without load-time weaving
	 * @param earlyBeans the beans that are created too early
	 * @param entryPoints the methods that frameworks call; {@code null} if these are no
	 * invocations
	 */
	public InterceptionVerifier(MonitoredMethodIndex index, InterceptionReport report, Verification verification,
			MonitorAccess access, @Nullable WovenClasses woven, EarlyBeans earlyBeans,
			@Nullable EntryPoints entryPoints) {
		this.rules = new BeanRules(index, access, woven, entryPoints);
		this.report = report;
		this.verification = verification;
		this.access = access;
		this.earlyBeans = earlyBeans;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.rules.setBeanFactory(beanFactory);
	}

	/**
	 * After the placement of advice, which is registered before.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
	}

	/**
	 * The reference that is injected in a circle is the bean with its proxies.
	 */
	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		verify(bean, beanName);
		this.references.add(beanName);
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		this.earlyBeans.processed(beanName);
		if (!this.references.remove(beanName)) {
			verify(bean, beanName);
		}
		return bean;
	}

	private void verify(Object bean, String beanName) {
		if (this.verification != Verification.OFF) {
			this.beanClasses.add(ClassUtils.getUserClass(AopUtils.getTargetClass(bean)).getName());
			this.access.failures()
				.guard("verification of a bean", () -> this.rules.check(bean, beanName).forEach(this::add));
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.verification == Verification.OFF) {
			return;
		}
		this.access.failures()
			.guard("search for beans that are created too early", () -> this.earlyBeans.find()
				.forEach((name, type) -> this.rules.checkEarly(name, type).forEach(this::add)));
		this.access.failures().guard("search for annotated classes that are not beans", this::findUnmanaged);
		this.started = true;
		List<InterceptionProblem> problems = this.report.problems();
		List<InterceptionProblem> certain = problems.stream().filter((problem) -> problem.bean() != null).toList();
		if (this.verification == Verification.FAIL && !certain.isEmpty()) {
			throw new IneffectiveAnnotationException(certain);
		}
		problems.forEach(InterceptionVerifier::warn);
	}

	private void findUnmanaged() {
		if (this.beanFactory != null) {
			new UnmanagedClasses(this.beanFactory, this.rules).find(this.beanClasses).forEach(this::add);
		}
	}

	private void add(InterceptionProblem problem) {
		boolean isNew = this.report.add(problem);
		// During startup problems are collected; beans created later cannot fail the
		// startup.
		if (isNew && this.started) {
			warn(problem);
		}
	}

	private static void warn(InterceptionProblem problem) {
		logger.warn("Not monitored: " + problem);
	}

}
