package io.github.resourcemonitor.standalone;

import java.lang.ref.WeakReference;

/**
 * Ends the running invocations of a monitor that was not closed when the process exits,
 * for instance because it received SIGTERM, and exports the records. It does not keep the
 * monitor in memory.
 */
final class ExitHook {

	private final Thread thread;

	private ExitHook(Thread thread) {
		this.thread = thread;
	}

	static ExitHook install(MonitorEnd end) {
		WeakReference<MonitorEnd> reference = new WeakReference<>(end);
		ExitHook hook = new ExitHook(new Thread(null, () -> {
			MonitorEnd present = reference.get();
			if (present != null) {
				present.run();
				present.completeFiles();
			}
		}, "resource-monitor-exit", 0, false));
		// The thread is kept until the process exits, and nothing else with it.
		hook.thread.setContextClassLoader(null);
		try {
			Runtime.getRuntime().addShutdownHook(hook.thread);
		}
		catch (IllegalStateException ex) {
			// The process is exiting.
		}
		return hook;
	}

	void remove() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.thread);
		}
		catch (IllegalStateException ex) {
			// The process is exiting.
		}
	}

}
