package io.github.resourcemonitor.otlp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.export.ExportOptions;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;

/**
 * Makes records when it is told to, and sends them over OTLP: {@code run} and a number,
 * {@code push} to send soon, {@code flush} to send until all has arrived.
 */
public final class OtlpProgram {

	/**
	 * How long a record waits at most.
	 */
	static final Duration INTERVAL = Duration.ofMillis(100);

	private static final Duration TIMEOUT = Duration.ofMillis(250);

	private OtlpProgram() {
	}

	/**
	 * Run the program until its input ends.
	 * @param arguments the base URL of the receiver
	 */
	public static void main(String[] arguments) throws IOException {
		Failures failures = new Failures();
		OtlpResources resources = new OtlpResources(null, (name) -> null);
		OtlpLogExporter logs = new OtlpLogExporter(connection(arguments[0], OtlpSignal.LOGS), null, resources);
		OtlpMetricExporter metrics = new OtlpMetricExporter(connection(arguments[0], OtlpSignal.METRICS), null,
				resources, new ProcessCounters(() -> null, () -> 0, () -> 0), 10, failures);
		RecordExports exports = new RecordExports(() -> List.of(logs, metrics),
				new ExportOptions(2000, 50, INTERVAL, Duration.ofSeconds(10), Duration.ZERO, 0), failures);
		ResourceMonitor monitor = ResourceMonitor.builder().withoutSampling().onRecord((record) -> {
			exports.add(record);
			System.out.println("record " + record.id() + " " + record.durationNanos());
		}).build();
		System.out.println("ready");
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			String[] command = line.split(" ");
			switch (command[0]) {
				case "run" -> {
					for (int i = 0; i < Integer.parseInt(command[1]); i++) {
						monitor.run("handler", () -> {
						});
					}
				}
				case "push" -> exports.requestFlush();
				case "flush" -> {
					while (!exports.flush(Duration.ofSeconds(10))) {
						Thread.onSpinWait();
					}
				}
				default -> throw new IllegalArgumentException(line);
			}
			System.out.println("done");
		}
	}

	private static OtlpConnection connection(String base, OtlpSignal signal) {
		return new OtlpConnection(URI.create(base + signal.path()), Map.of(), OtlpCompression.NONE, TIMEOUT);
	}

}
