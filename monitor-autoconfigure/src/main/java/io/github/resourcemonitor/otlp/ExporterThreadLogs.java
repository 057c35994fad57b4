package io.github.resourcemonitor.otlp;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.github.resourcemonitor.export.ExporterThreads;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the SDK logs on the threads of our exporters from the log: each failure is
 * thrown by the exporter, logged once, and counted. What other exporters of the
 * application log is not affected.
 */
final class ExporterThreadLogs implements Filter {

	/**
	 * How the names of the threads of these exporters begin. Those of an application's
	 * exporters may use the same senders.
	 */
	private static final List<String> THREADS = List.of(ExporterThreads.name(OtlpLogExporter.NAME),
			ExporterThreads.name(OtlpMetricExporter.NAME), RequestThreads.NAME);

	/**
	 * The loggers. Referred to, because the JDK forgets a logger without references, and
	 * its filter with it.
	 */
	private static final List<Logger> LOGGERS = List.of(
			Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter"),
			Logger.getLogger("io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSender"));

	private final @Nullable Filter next;

	private ExporterThreadLogs(@Nullable Filter next) {
		this.next = next;
	}

	static void suppress() {
		for (Logger logger : LOGGERS) {
			Filter present = logger.getFilter();
			// By its name, because an application that restarts itself loads it again.
			if (present == null || !present.getClass().getName().equals(ExporterThreadLogs.class.getName())) {
				logger.setFilter(new ExporterThreadLogs(present));
			}
		}
	}

	@Override
	public boolean isLoggable(LogRecord record) {
		return !isOurs(Thread.currentThread()) && (this.next == null || this.next.isLoggable(record));
	}

	private static boolean isOurs(Thread thread) {
		return THREADS.stream().anyMatch(thread.getName()::startsWith)
				|| thread.getClass().getName().equals(RequestThreads.RequestThread.class.getName());
	}

}
