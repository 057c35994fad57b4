package io.github.resourcemonitor.autoconfigure;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.export.RecordExports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpOutputLifecycle}, with the sender whose connections can be closed
 * on each JDK.
 */
class OtlpOutputLifecycleTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final List<String> SENDERS = List.of("io.opentelemetry.sdk.common.export.HttpSenderProvider",
			"io.opentelemetry.exporter.internal.http.HttpSenderProvider");

	private final Map<String, String> before = new HashMap<>();

	@BeforeEach
	void chooseSender() {
		for (String property : SENDERS) {
			String previous = System.setProperty(property,
					"io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider");
			this.before.put(property, (previous != null) ? previous : "");
		}
	}

	@AfterEach
	void resetSender() {
		this.before.forEach(System::setProperty);
	}

	private static void export(ApplicationContext context) {
		context.getBean(ResourceMonitor.class).run("handler", () -> {
		});
		assertThat(context.getBean(RecordExports.class).flush(LONG)).isTrue();
	}

	@Test
	void noConnectionIsOpenWhileTheContextIsStopped() throws Exception {
		try (Receiver receiver = new Receiver()) {
			MonitorContexts.withoutReadings()
				.withPropertyValues("resource-monitor.output.otlp.enabled=true",
						"resource-monitor.output.otlp.metrics=false",
						"resource-monitor.output.otlp.endpoint=http://localhost:" + receiver.port())
				.run((context) -> {
					ConfigurableApplicationContext application = context.getSourceApplicationContext();
					export(context);
					export(context);
					assertThat(receiver.connections).singleElement().satisfies((end) -> assertThat(end).isNotDone());
					application.stop();
					assertThat(receiver.connections).singleElement()
						.satisfies((end) -> assertThat(end).succeedsWithin(LONG));
					export(context);
					assertThat(receiver.connections).hasSize(2)
						.allSatisfy((end) -> assertThat(end).succeedsWithin(LONG));
					application.start();
					export(context);
					export(context);
					assertThat(receiver.connections).hasSize(3);
					assertThat(receiver.connections.get(2)).isNotDone();
				});
		}
	}

	@Test
	void noConnectionIsOpenWhenSpringTakesItsCheckpointBeforeTheFirstStart() throws Exception {
		try (Receiver receiver = new Receiver()) {
			MonitorContexts.withoutReadings()
				.withPropertyValues("resource-monitor.output.otlp.enabled=true",
						"resource-monitor.output.otlp.logs=false",
						"resource-monitor.output.otlp.endpoint=http://localhost:" + receiver.port())
				.run((context) -> {
					export(context);
					ContextBeans beans = context.getBean(ContextBeans.class);
					new OtlpOutputLifecycle(beans, false).afterSingletonsInstantiated();
					assertThat(receiver.connections).singleElement().satisfies((end) -> assertThat(end).isNotDone());
					new OtlpOutputLifecycle(beans, true).afterSingletonsInstantiated();
					assertThat(receiver.connections).allSatisfy((end) -> assertThat(end).succeedsWithin(LONG));
				});
		}
	}

	/**
	 * Accepts all requests, and knows which connections the other side has closed.
	 */
	private static final class Receiver implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));

		/**
		 * One for each connection, which completes with its end.
		 */
		private final List<CompletableFuture<Void>> connections = new CopyOnWriteArrayList<>();

		Receiver() throws IOException {
			start(this::accept);
		}

		private static void start(Runnable task) {
			Thread thread = new Thread(task, "receiver");
			thread.setDaemon(true);
			thread.start();
		}

		int port() {
			return this.server.getLocalPort();
		}

		private void accept() {
			try {
				while (true) {
					Socket socket = this.server.accept();
					CompletableFuture<Void> end = new CompletableFuture<>();
					this.connections.add(end);
					start(() -> answer(socket, end));
				}
			}
			catch (IOException ex) {
				// The test has ended.
			}
		}

		private static void answer(Socket socket, CompletableFuture<Void> end) {
			try (socket) {
				InputStream input = new BufferedInputStream(socket.getInputStream());
				String line = line(input);
				while (line != null) {
					int length = 0;
					while (line != null && !line.isEmpty()) {
						if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
							length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
						}
						line = line(input);
					}
					input.skipNBytes(length);
					socket.getOutputStream()
						.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					line = line(input);
				}
			}
			catch (IOException ex) {
				// Closed by the other side.
			}
			end.complete(null);
		}

		private static String line(InputStream input) throws IOException {
			StringBuilder line = new StringBuilder();
			int next = input.read();
			while (next >= 0 && next != '\n') {
				if (next != '\r') {
					line.append((char) next);
				}
				next = input.read();
			}
			return (next < 0) ? null : line.toString();
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
