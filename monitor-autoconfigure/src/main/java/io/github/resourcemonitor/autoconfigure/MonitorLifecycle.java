package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.invocation.Invocations;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Closes the files of the monitor and ends its thread while the context is stopped, and
 * opens them when it is started again. The process may then be one of several that were
 * restored from the same checkpoint, so it is a new instance of the function.
 * <p>
 * Starts before all other lifecycles and stops after them, so that what they do is
 * measured. If the context is closed, the files remain open until their beans are
 * destroyed, because beans also work while they are destroyed.
 */
final class MonitorLifecycle extends CheckpointLifecycle {

	private final ObjectProvider<Invocations> invocations;

	private volatile boolean stopped;

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
		super(exports::getObject, checkpointOnRefresh);
		this.invocations = invocations;
	}

	@Override
	void reopen() {
		if (this.stopped) {
			this.stopped = false;
			Invocations present = this.invocations.getObject();
			present.restart(present.function().withNewInstance());
		}
	}

	@Override
	void close() {
		this.stopped = true;
		this.invocations.getObject().stop();
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
