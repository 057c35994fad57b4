package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.cost.SettledSize;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Tells the monitor when the instance has started, which is when its server listens, and
 * when it is asked to end.
 */
final class InstanceLifeListener extends OwnContextListener<ApplicationContextEvent> {

	private final ObjectProvider<Invocations> invocations;

	private final SettledSize size;

	private final Failures failures;

	InstanceLifeListener(ObjectProvider<Invocations> invocations, SettledSize size, Failures failures) {
		this.invocations = invocations;
		this.size = size;
		this.failures = failures;
	}

	@Override
	void onOwnEvent(ApplicationContextEvent event) {
		this.failures.guard("life of the instance", () -> {
			if (event instanceof ContextRefreshedEvent) {
				this.size.ready();
				this.invocations.getObject().instance().ready();
			}
			else if (event instanceof ContextClosedEvent) {
				this.invocations.getObject().instance().shutDown();
			}
		});
	}

}
