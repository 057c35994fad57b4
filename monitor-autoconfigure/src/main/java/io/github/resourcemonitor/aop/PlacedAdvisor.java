package io.github.resourcemonitor.aop;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.Ordered;

/**
 * An advisor of the monitor in the finished proxy of a bean. It shows that the proxy
 * belongs to that bean, even if it is the target of another proxy.
 */
@SuppressWarnings("serial")
final class PlacedAdvisor extends DefaultPointcutAdvisor {

	PlacedAdvisor(Advisor advisor) {
		super(((PointcutAdvisor) advisor).getPointcut(), advisor.getAdvice());
		setOrder(((Ordered) advisor).getOrder());
	}

}
