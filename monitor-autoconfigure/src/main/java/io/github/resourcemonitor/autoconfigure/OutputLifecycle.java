package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.export.RecordExports;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Closes files or connections of exporters while the context is stopped, because a
 * checkpoint of the process (CRaC) requires that none is open, also if Spring takes it
 * before the first start. If the context is closed, this is left to the destruction of
 * the exporter, which follows the last record.
 */
abstract class OutputLifecycle extends OwnContextListener<ContextClosedEvent>
		implements SmartLifecycle, SmartInitializingSingleton {

	private final ContextBeans beans;

	private final boolean checkpointOnRefresh;

	private volatile boolean running;

	private volatile boolean closing;

	/**
	 * Create a new lifecycle.
	 * @param beans the beans of the context
	 * @param checkpointOnRefresh whether Spring takes a checkpoint before it starts the
	 * lifecycles for the first time
	 */
	OutputLifecycle(ContextBeans beans, boolean checkpointOnRefresh) {
		this.beans = beans;
		this.checkpointOnRefresh = checkpointOnRefresh;
	}

	/**
	 * Let what an exporter needs be open again.
	 */
	abstract void reopen();

	/**
	 * Close what is open.
	 */
	abstract void close();

	@Override
	public void afterSingletonsInstantiated() {
		if (this.checkpointOnRefresh) {
			stop();
		}
	}

	@Override
	public void start() {
		this.running = true;
		reopen();
	}

	@Override
	public void stop() {
		this.running = false;
		if (!this.closing) {
			this.beans.get(RecordExports.class).flush(RecordExports.STOP_TIMEOUT);
			close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		// Stops when all others have stopped whose work makes records.
		return Integer.MIN_VALUE + 1;
	}

	@Override
	void onOwnEvent(ContextClosedEvent event) {
		this.closing = true;
	}

}
