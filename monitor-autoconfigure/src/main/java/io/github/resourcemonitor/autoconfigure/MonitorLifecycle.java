package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.invocation.Invocations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

/**
 * Closes the files of the monitor and ends its thread while the context is stopped, which
 * is required for a checkpoint of the process (CRaC), and opens them when it is started
 * again. The process may then be one of several that were restored from the same
 * checkpoint, so it is a new instance of the function.
 * <p>
 * Starts before all other lifecycles and stops after them, so that what they do is
 * measured. If the context is closed, the files remain open until their beans are
 * destroyed, because beans also work while they are destroyed.
 */
final class MonitorLifecycle extends OwnContextListener<ContextClosedEvent>
		implements SmartLifecycle, SmartInitializingSingleton {

	private final ObjectProvider<Invocations> invocations;

	private final ObjectProvider<RecordExports> exports;

	private final boolean checkpointOnRefresh;

	private volatile boolean running;

	private volatile boolean stopped;

	private volatile boolean closing;

	/**
	 * Create a new lifecycle.
	 * @param invocations the invocations; looked up late, because listeners are created
	 * early
	 * @param exports the exporters; looked up late
	 * @param checkpointOnRefresh whether Spring takes a checkpoint before it starts the
	 * lifecycles for the first time
	 */
	MonitorLifecycle(ObjectProvider<Invocations> invocations, ObjectProvider<RecordExports> exports,
			boolean checkpointOnRefresh) {
		this.invocations = invocations;
		this.exports = exports;
		this.checkpointOnRefresh = checkpointOnRefresh;
	}

	static boolean isCheckpointOnRefresh() {
		return DefaultLifecycleProcessor.ON_REFRESH_VALUE
			.equalsIgnoreCase(SpringProperties.getProperty(DefaultLifecycleProcessor.CHECKPOINT_PROPERTY_NAME));
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.checkpointOnRefresh) {
			stop();
		}
	}

	@Override
	public void start() {
		if (this.stopped) {
			this.stopped = false;
			Invocations present = this.invocations.getObject();
			present.restart(present.function().withNewInstance());
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		if (!this.closing) {
			this.stopped = true;
			// Each of the processes that are restored would export what waits.
			this.exports.getObject().flush(RecordExports.STOP_TIMEOUT);
			this.invocations.getObject().stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	void onOwnEvent(ContextClosedEvent event) {
		this.closing = true;
	}

}
