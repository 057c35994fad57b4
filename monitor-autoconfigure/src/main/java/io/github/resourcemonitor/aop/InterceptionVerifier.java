package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Finds and reports annotations that have no effect: on each bean when it is created, and
 * on application classes that are not beans when all singletons have been created.
 */
public final class InterceptionVerifier
		implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware, Ordered {

	private static final Log logger = LogFactory.getLog(InterceptionVerifier.class);

	private final MonitoredMethodIndex index;

	private final InterceptionReport report;

	private final Verification verification;

	private final MonitorAccess access;

	private final @Nullable WovenClasses woven;

	private final Set<String> beanClasses = ConcurrentHashMap.newKeySet();

	private @Nullable BeanFactory beanFactory;

	private volatile boolean started;

	/**
	 * Create a new verifier.
	 * @param index the annotated methods
	 * @param report where problems are reported
	 * @param verification what to do about them
	 * @param access access to the monitor
	 * @param woven knows the woven methods; {@code null} without load-time weaving
	 */
	public InterceptionVerifier(MonitoredMethodIndex index, InterceptionReport report, Verification verification,
			MonitorAccess access, @Nullable WovenClasses woven) {
		this.woven = woven;
		this.index = index;
		this.report = report;
		this.verification = verification;
		this.access = access;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (this.verification != Verification.OFF) {
			Class<?> type = ClassUtils.getUserClass(AopUtils.getTargetClass(bean));
			if (!type.isHidden() && !MonitoredMethodScanner.isExcluded(type)) {
				this.beanClasses.add(type.getName());
				verify(bean, beanName, this.index.get(type));
			}
			if (FunctionalBeanPostProcessor.isMonitored(bean)) {
				this.access.failures().guard("verification of a function", () -> verifyFunction(beanName));
			}
		}
		return bean;
	}

	private void verify(Object bean, String beanName, MonitoredMethods methods) {
		methods.problems().forEach((method, problem) -> {
			if (!isWoven(method)) {
				add(new InterceptionProblem(beanName, problem.place(), problem.problem(), problem.cure()));
			}
		});
		for (Method method : methods.intercepted()) {
			if (Proxy.isProxyClass(bean.getClass()) && !isExposed(bean, method) && !isWoven(method)) {
				add(new InterceptionProblem(beanName, InterceptionProblem.place(method),
						"the bean has a JDK proxy, and none of its interfaces declares the method",
						"Declare it in the interface, or set 'spring.aop.proxy-target-class' to 'true'"));
			}
			Class<?> type = AopUtils.getTargetClass(bean);
			Class<?> result = methods.resultType(method, type);
			if (isUnsupportedPublisher(result)
					|| (Publisher.isPublisher(result) && methods.serviceCall(method, type) != null)) {
				addPublisher(beanName, InterceptionProblem.place(method));
			}
		}
	}

	/**
	 * Return whether the calls of a method are intercepted without a proxy.
	 */
	private boolean isWoven(Method method) {
		return this.woven != null && this.woven.contains(method);
	}

	private void verifyFunction(String beanName) {
		if (this.beanFactory instanceof ConfigurableListableBeanFactory beans
				&& beans.containsBeanDefinition(beanName)) {
			ResolvableType type = beans.getMergedBeanDefinition(beanName).getResolvableType();
			Class<?> result = FunctionalBeans.resultType(type);
			if (result != null && isUnsupportedPublisher(result)) {
				addPublisher(beanName, type.toString());
			}
		}
	}

	private boolean isUnsupportedPublisher(Class<?> result) {
		return Publisher.isPublisher(result) && this.access.coldPublishers(result) == null;
	}

	private void addPublisher(String beanName, String place) {
		add(new InterceptionProblem(beanName, place,
				"the measurement ends when the publisher is returned, before its work is done",
				"Return a value or a CompletionStage, or declare the result of a handler as Mono, Flux or Publisher"));
	}

	private boolean isExposed(Object proxy, Method method) {
		Class<?> type = AopUtils.getTargetClass(proxy);
		for (Class<?> exposed : proxy.getClass().getInterfaces()) {
			for (Method candidate : exposed.getMethods()) {
				if (this.index.get(type).mostSpecific(candidate, type).equals(method)) {
					return true;
				}
			}
		}
		return false;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.verification == Verification.OFF) {
			return;
		}
		this.access.failures().guard("search for annotated classes that are not beans", this::findUnmanaged);
		this.started = true;
		List<InterceptionProblem> problems = this.report.problems();
		if (this.verification == Verification.FAIL && !problems.isEmpty()) {
			throw new IneffectiveAnnotationException(problems);
		}
		problems.forEach(InterceptionVerifier::warn);
	}

	private void findUnmanaged() {
		if (!(this.beanFactory instanceof ListableBeanFactory beans) || !AutoConfigurationPackages.has(beans)) {
			return;
		}
		ClassLoader loader = (beans instanceof ConfigurableBeanFactory configurable) ? configurable.getBeanClassLoader()
				: null;
		for (String name : AnnotatedClassFiles.find(AutoConfigurationPackages.get(beans), loader)) {
			if (!this.beanClasses.contains(name) && !isBeanOrWoven(beans, name, loader)) {
				add(new InterceptionProblem(null, name, "the class is annotated but is not a bean",
						"Register it as a bean (for instance with @Component), or use the ResourceMonitor bean"));
			}
		}
	}

	/**
	 * Return whether a bean of a class is defined but not created yet, or whether the
	 * class need not be a bean.
	 */
	private boolean isBeanOrWoven(ListableBeanFactory beans, String className, @Nullable ClassLoader loader) {
		try {
			Class<?> type = ClassUtils.forName(className, loader);
			return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false).length > 0
					|| isWoven(type);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// A class that cannot be loaded cannot be called either.
			return true;
		}
	}

	private boolean isWoven(Class<?> type) {
		Set<Method> methods = this.index.get(type).woven();
		return !methods.isEmpty() && methods.stream().allMatch(this::isWoven);
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

	/**
	 * Recognizes reactive publishers without requiring them on the class path.
	 */
	private static final class Publisher {

		private static final @Nullable Class<?> TYPE = find();

		private static @Nullable Class<?> find() {
			try {
				return ClassUtils.forName("org.reactivestreams.Publisher", Publisher.class.getClassLoader());
			}
			catch (ClassNotFoundException | LinkageError ex) {
				return null;
			}
		}

		static boolean isPublisher(Class<?> type) {
			return TYPE != null && TYPE.isAssignableFrom(type);
		}

	}

}
