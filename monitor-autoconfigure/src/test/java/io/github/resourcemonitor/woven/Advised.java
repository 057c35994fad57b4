package io.github.resourcemonitor.woven;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.atomic.AtomicReference;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * Advice between the proxy and the method, like that of other libraries.
 */
@Configuration(proxyBeanMethods = false)
class Advised {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor retryAdvisor() {
		return advisor(Retried.class, (call) -> {
			while (true) {
				try {
					return ((ProxyMethodInvocation) call).invocableClone().proceed();
				}
				catch (IllegalStateException ex) {
					// Retry until the call succeeds.
				}
			}
		});
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor threadAdvisor() {
		return advisor(OnAnotherThread.class, Advised::proceedElsewhere);
	}

	private static Advisor advisor(Class<? extends java.lang.annotation.Annotation> annotation,
			MethodInterceptor advice) {
		return new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(annotation), advice);
	}

	private static @Nullable Object proceedElsewhere(MethodInvocation call) throws Throwable {
		AtomicReference<@Nullable Object> result = new AtomicReference<>();
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		Thread thread = new Thread(() -> {
			try {
				result.set(call.proceed());
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
		});
		thread.start();
		thread.join();
		Throwable thrown = failure.get();
		if (thrown != null) {
			throw thrown;
		}
		return result.get();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Retried {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface OnAnotherThread {

	}

}
