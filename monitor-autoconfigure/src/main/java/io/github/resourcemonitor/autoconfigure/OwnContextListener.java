package io.github.resourcemonitor.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * Listens to events of the context that it is a bean of. Those of child contexts arrive
 * as well, and are left out.
 *
 * @param <E> the type of the events
 */
abstract class OwnContextListener<E extends ApplicationContextEvent>
		implements ApplicationListener<E>, ApplicationContextAware {

	private volatile @Nullable ApplicationContext context;

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.context = applicationContext;
	}

	@Override
	public void onApplicationEvent(E event) {
		if (event.getApplicationContext() == this.context) {
			onOwnEvent(event);
		}
	}

	/**
	 * Handle an event of this context.
	 */
	abstract void onOwnEvent(E event);

}
