package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.cost.SettledSize;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Tells the monitor when the instance has started, which is when its server listens, and
 * when it is asked to end.
 */
final class InstanceLifeListener implements SmartApplicationListener, ApplicationContextAware {

	private final ObjectProvider<Invocations> invocations;

	private final SettledSize size;

	private final Failures failures;

	private volatile @Nullable ApplicationContext context;

	InstanceLifeListener(ObjectProvider<Invocations> invocations, SettledSize size, Failures failures) {
		this.invocations = invocations;
		this.size = size;
		this.failures = failures;
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.context = applicationContext;
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
		return ContextRefreshedEvent.class.isAssignableFrom(eventType)
				|| ContextClosedEvent.class.isAssignableFrom(eventType);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		// Events of child contexts arrive here too.
		if (event.getSource() != this.context) {
			return;
		}
		this.failures.guard("life of the instance", () -> {
			if (event instanceof ContextRefreshedEvent) {
				this.size.ready();
				this.invocations.getObject().instance().ready();
			}
			else {
				this.invocations.getObject().instance().shutDown();
			}
		});
	}

}
