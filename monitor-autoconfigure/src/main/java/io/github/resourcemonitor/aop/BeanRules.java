package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The annotations that have no effect on a bean, and why.
 */
final class BeanRules {

	private final MonitoredMethodIndex index;

	private final MonitorAccess access;

	private final @Nullable WovenClasses woven;

	private final @Nullable EntryPoints entryPoints;

	private @Nullable BeanFactory beanFactory;

	private BeanMethods beanMethods;

	private FunctionAnnotations functions;

	/**
	 * Create new rules.
	 * @param index the annotated methods
	 * @param access access to the monitor
	 * @param woven knows the woven methods; {@code null} without load-time weaving
	 * @param entryPoints the methods that frameworks call; {@code null} if these are no
	 * invocations
	 */
	BeanRules(MonitoredMethodIndex index, MonitorAccess access, @Nullable WovenClasses woven,
			@Nullable EntryPoints entryPoints) {
		this.index = index;
		this.access = access;
		this.woven = woven;
		this.entryPoints = entryPoints;
		this.beanMethods = new BeanMethods(index, null);
		this.functions = new FunctionAnnotations(index, null, this.beanMethods);
	}

	void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.beanMethods = new BeanMethods(this.index, beanFactory);
		this.functions = new FunctionAnnotations(this.index, beanFactory, this.beanMethods);
	}

	/**
	 * Check a bean.
	 * @param bean the bean with all its proxies
	 * @param beanName its name
	 * @return the problems
	 */
	List<InterceptionProblem> check(Object bean, String beanName) {
		List<InterceptionProblem> problems = new ArrayList<>();
		Method factoryMethod = this.beanMethods.find(beanName);
		if (factoryMethod != null) {
			checkBeanMethod(factoryMethod, bean, beanName, problems);
		}
		Class<?> type = typeOf(bean);
		MonitoredMethods methods = this.index.get(type);
		if (methods != MonitoredMethods.NONE) {
			checkMethods(methods, type, bean, beanName, problems);
		}
		if (this.entryPoints != null && !(bean instanceof AopInfrastructureBean)) {
			problems.addAll(this.entryPoints.of(type).problems(isIntercepted(bean)));
		}
		if (FunctionalBeanPostProcessor.isMonitored(bean)) {
			ResolvableType declared = this.beanMethods.declaredType(beanName);
			Class<?> result = FunctionalBeans.resultType(declared);
			if (result != null && isUnsupportedPublisher(result)) {
				problems.add(publisher(beanName, declared.toString()));
			}
		}
		return problems;
	}

	/**
	 * Return the class whose annotations count: that of the target of the monitor's
	 * advice, else that of the bean without its proxies.
	 */
	private Class<?> typeOf(Object bean) {
		List<Advised> proxies = ProxyLayers.of(bean).proxies();
		for (int i = proxies.size() - 1; i >= 0; i--) {
			Class<?> advised = ProxyLayers.advisedClass(proxies.get(i));
			if (advised != null && isAdvised(proxies.get(i))) {
				return ClassUtils.getUserClass(advised);
			}
		}
		return ClassUtils.getUserClass(AopUtils.getTargetClass(bean));
	}

	private static boolean isAdvised(Advised proxy) {
		return Arrays.stream(proxy.getAdvisors())
			.anyMatch((advisor) -> AdvicePlacement.isServiceCall(advisor)
					|| (AdvicePlacement.isHandler(advisor) && !AdvicePlacement.isFunction(advisor)));
	}

	private static boolean isIntercepted(Object bean) {
		return ProxyLayers.of(bean).proxies().stream().anyMatch(AdvicePlacement::hasEntryPoint);
	}

	private void checkMethods(MonitoredMethods methods, Class<?> type, Object bean, String beanName,
			List<InterceptionProblem> problems) {
		addProblems(methods, beanName, problems);
		if (isUnadvised(bean, type)) {
			addIfNotWoven(methods, beanName, problems, "the bean has no proxy with the monitor's advice",
					"Put the annotation on another bean, or use the ResourceMonitor bean in it");
			return;
		}
		Set<Method> exposed = Proxy.isProxyClass(bean.getClass()) ? exposed(bean, type, methods) : Set.of();
		for (Method method : methods.intercepted()) {
			if (Proxy.isProxyClass(bean.getClass()) && methods.isAnnotated(method) && !exposed.contains(method)
					&& !isWoven(method)) {
				problems.add(new InterceptionProblem(beanName, InterceptionProblem.place(method),
						"the bean has a JDK proxy, and none of its interfaces declares the method",
						"Declare it in the interface, or set 'spring.aop.proxy-target-class' to 'true'"));
			}
			if (isUnsupportedPublisher(methods.resultType(method, type))) {
				problems.add(publisher(beanName, InterceptionProblem.place(method)));
			}
		}
	}

	/**
	 * Return whether an annotated bean has no proxy. A proxy that is something else may
	 * be round one with the monitor's advice.
	 */
	private static boolean isUnadvised(Object bean, Class<?> type) {
		return !AopUtils.isAopProxy(bean) && ClassUtils.getUserClass(bean) == type
				&& !MonitoredMethods.isGenerated(type) && isInfrastructure(bean);
	}

	private static boolean isInfrastructure(Object bean) {
		return bean instanceof Advice || bean instanceof Advisor || bean instanceof Pointcut
				|| bean instanceof AopInfrastructureBean || Arrays.stream(bean.getClass().getAnnotations())
					.anyMatch((each) -> each.annotationType().getName().equals("org.aspectj.lang.annotation.Aspect"));
	}

	private static Set<Method> exposed(Object proxy, Class<?> type, MonitoredMethods methods) {
		Set<Method> result = new HashSet<>();
		for (Class<?> exposed : proxy.getClass().getInterfaces()) {
			for (Method candidate : exposed.getMethods()) {
				result.add(methods.mostSpecific(candidate, type));
			}
		}
		return result;
	}

	/**
	 * Check a bean that was created before it could get a proxy.
	 * @param beanName the name of the bean
	 * @param type its class
	 * @return the problems
	 */
	List<InterceptionProblem> checkEarly(String beanName, Class<?> type) {
		List<InterceptionProblem> problems = new ArrayList<>();
		String problem = "the bean was created before it could get a proxy" + neededBy(beanName);
		String cure = "Declare the method that creates the post-processor 'static', and inject the bean there by an "
				+ "ObjectProvider or as @Lazy";
		MonitoredMethods methods = this.index.get(type);
		addProblems(methods, beanName, problems);
		addIfNotWoven(methods, beanName, problems, problem, cure);
		if (FunctionalBeans.isFunctional(type) && this.functions.find(type, beanName) != null) {
			problems.add(new InterceptionProblem(beanName, ClassUtils.getShortName(type), problem, cure));
		}
		if (this.entryPoints != null) {
			problems.addAll(this.entryPoints.of(type).without(new ProxyObstacle(problem, cure)));
		}
		return problems;
	}

	private String neededBy(String beanName) {
		String[] dependents = (this.beanFactory instanceof ConfigurableBeanFactory configurable)
				? configurable.getDependentBeans(beanName) : new String[0];
		return (dependents.length > 0) ? ", because '" + String.join("', '", dependents) + "' needs it"
				: ", because a post-processor needs it or has asked for it";
	}

	private void addProblems(MonitoredMethods methods, String beanName, List<InterceptionProblem> problems) {
		methods.problems().forEach((method, problem) -> {
			if (!isWoven(method)) {
				problems.add(problem.of(beanName));
			}
		});
	}

	private void addIfNotWoven(MonitoredMethods methods, String beanName, List<InterceptionProblem> problems,
			String problem, String cure) {
		for (Method method : methods.intercepted()) {
			if (!isWoven(method)) {
				problems.add(new InterceptionProblem(beanName, InterceptionProblem.place(method), problem, cure));
			}
		}
	}

	private void checkBeanMethod(Method method, Object bean, String beanName, List<InterceptionProblem> problems) {
		String place = InterceptionProblem.place(method);
		if (this.beanMethods.findAnnotation(beanName, CloudServiceCall.class) != null) {
			problems.add(new InterceptionProblem(beanName, place, "@CloudServiceCall on a @Bean method has no effect",
					"Put it on the methods that call the service"));
		}
		if (!mayBeFunction(bean, beanName)
				&& this.beanMethods.findAnnotation(beanName, MonitoredHandler.class) != null) {
			problems.add(new InterceptionProblem(beanName, place,
					"@MonitoredHandler on a @Bean method only supports a Function, Consumer or Supplier",
					"Return one of these, or put the annotation on the method that does the work"));
		}
	}

	/**
	 * A factory bean is judged by its product, if its type is not known before.
	 */
	private boolean mayBeFunction(Object bean, String beanName) {
		if (!(bean instanceof FactoryBean<?> factory)) {
			return FunctionalBeans.isFunctional(bean.getClass());
		}
		Class<?> type = factory.getObjectType();
		type = (type != null) ? type : this.beanMethods.declaredType(beanName).resolve();
		return type == null || type.isInterface() || type == Object.class || FunctionalBeans.isFunctional(type);
	}

	private boolean isUnsupportedPublisher(Class<?> result) {
		return Publishers.isPublisher(result) && this.access.coldPublishers(result) == null;
	}

	private static InterceptionProblem publisher(String beanName, String place) {
		return new InterceptionProblem(beanName, place,
				"the measurement ends when the publisher is returned, before its work is done",
				"Return a value or a CompletionStage, or declare the result of a handler as Mono, Flux or Publisher");
	}

	/**
	 * Return whether the calls of a method are intercepted without a proxy.
	 */
	private boolean isWoven(Method method) {
		return this.woven != null && this.woven.contains(method);
	}

	/**
	 * Return whether all annotated methods of a class are woven, so that the class need
	 * not be a bean.
	 */
	boolean isWoven(Class<?> type) {
		Set<Method> methods = this.index.get(type).woven();
		return !methods.isEmpty() && methods.stream().allMatch(this::isWoven);
	}

}
