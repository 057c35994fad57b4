package io.github.resourcemonitor.aop.mentioned;

import io.github.resourcemonitor.annotation.MonitoredHandler;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Has an annotation, but is not a bean. It mentions Spring and itself.
 */
public class Informed implements ApplicationListener<ApplicationEvent> {

	@Override
	@MonitoredHandler
	public void onApplicationEvent(ApplicationEvent event) {
	}

}
