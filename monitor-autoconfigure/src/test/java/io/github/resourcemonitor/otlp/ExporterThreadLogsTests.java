package io.github.resourcemonitor.otlp;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExporterThreadLogs}.
 */
class ExporterThreadLogsTests {

	private static final List<String> LOGGERS = List.of("io.opentelemetry.exporter.internal.http.HttpExporter",
			"io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSender");

	@ParameterizedTest
	@CsvSource({ "resource-monitor-export-otlp-logs, false", "resource-monitor-export-otlp-metrics, false",
			"resource-monitor-export-otlp-logs-2, false", "resource-monitor-export-request-logs, false",
			"resource-monitor-export-file, true", "resource-monitor-export-bigquery, true", "main, true" })
	void onlyWhatTheseExportersCauseIsSuppressed(String thread, boolean logged) throws Exception {
		ExporterThreadLogs.suppress();
		for (String name : LOGGERS) {
			boolean[] loggable = new boolean[1];
			Thread caller = new Thread(() -> loggable[0] = Logger.getLogger(name)
				.getFilter()
				.isLoggable(new LogRecord(Level.WARNING, "failed")), thread);
			caller.start();
			caller.join();
			assertThat(loggable[0]).as(name).isEqualTo(logged);
		}
	}

	@Test
	void namesAreThoseOfTheExporters() throws Exception {
		try (OtlpExporters test = new OtlpExporters()) {
			assertThat(test.logs(OtlpExporters.LONG).name()).isEqualTo("otlp-logs");
			assertThat(test.metrics(OtlpExporters.LONG).name()).isEqualTo("otlp-metrics");
		}
	}

}
