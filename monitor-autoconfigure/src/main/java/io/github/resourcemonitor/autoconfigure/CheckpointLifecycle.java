package io.github.resourcemonitor.autoconfigure;

import java.util.function.Supplier;

import io.github.resourcemonitor.export.RecordExports;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

/**
 * Closes files or connections while the context is stopped, because a checkpoint of the
 * process (CRaC) requires that none is open, also if Spring takes it before the first
 * start. If the context is closed, this is left to the destruction of the beans, which
 * follows the last record.
 */
abstract class CheckpointLifecycle extends OwnContextListener<ContextClosedEvent>
		implements SmartLifecycle, SmartInitializingSingleton {

	private final Supplier<RecordExports> exports;

	private final boolean checkpointOnRefresh;

	private volatile boolean running;

	private volatile boolean closing;

	/**
	 * Create a new lifecycle.
	 * @param exports the exporters; looked up late
	 * @param checkpointOnRefresh whether Spring takes a checkpoint before it starts the
	 * lifecycles for the first time
	 */
	CheckpointLifecycle(Supplier<RecordExports> exports, boolean checkpointOnRefresh) {
		this.exports = exports;
		this.checkpointOnRefresh = checkpointOnRefresh;
	}

	static boolean isCheckpointOnRefresh() {
		return DefaultLifecycleProcessor.ON_REFRESH_VALUE
			.equalsIgnoreCase(SpringProperties.getProperty(DefaultLifecycleProcessor.CHECKPOINT_PROPERTY_NAME));
	}

	/**
	 * Let what is needed be open again. Called at each start, also the first.
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
		reopen();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		if (!this.closing) {
			// Each of the processes that are restored would export what waits.
			this.exports.get().flush(RecordExports.STOP_TIMEOUT);
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
