package io.github.resourcemonitor.export;

/**
 * The names of the threads of exporters, by which they can be told from those of the
 * application.
 */
public final class ExporterThreads {

	private ExporterThreads() {
	}

	/**
	 * Return the name of a thread.
	 * @param exporter the name of the exporter, or of another thread that it needs
	 * @return the name
	 */
	public static String name(String exporter) {
		return "resource-monitor-export-" + exporter;
	}

}
