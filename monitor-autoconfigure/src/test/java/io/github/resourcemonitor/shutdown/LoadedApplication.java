package io.github.resourcemonitor.shutdown;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorOtlpAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorOutputAutoConfiguration;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * An application whose threads start invocations as fast as they can until it stops, and
 * with one that never ends. What starts and ends is written at once to files, to compare
 * it with what the outlets received.
 */
@SpringBootConfiguration
@ImportAutoConfiguration({ ResourceMonitorAutoConfiguration.class, ResourceMonitorOtlpAutoConfiguration.class,
		ResourceMonitorOutputAutoConfiguration.class })
class LoadedApplication {

	private static final int THREADS = 3;

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static Witness witness() {
		return new Witness();
	}

	@Bean
	static BufferingExporter bufferingExporter() {
		return new BufferingExporter();
	}

	@Bean
	static Load load() {
		return new Load();
	}

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = SpringApplication.run(LoadedApplication.class, args);
		ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
		CountDownLatch never = new CountDownLatch(1);
		thread(() -> monitor.run("hanging", () -> await(never)));
		context.getBean(Load.class).begin(monitor);
		never.await();
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static OutputStream open(String property) {
		try {
			return new FileOutputStream(System.getProperty(property), true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] line(String text) {
		return (text + "\n").getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * The load, which ends while the application stops, as that of a server does.
	 */
	static final class Load implements SmartLifecycle {

		private final List<Thread> threads = new ArrayList<>();

		private volatile boolean running;

		void begin(ResourceMonitor monitor) {
			for (int i = 0; i < THREADS; i++) {
				this.threads.add(thread(() -> {
					while (this.running) {
						monitor.run("busy", Thread::yield);
					}
				}));
			}
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			for (Thread thread : this.threads) {
				try {
					thread.join();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	/**
	 * Writes the ids of all records, before any outlet has them.
	 */
	static final class Witness implements InvocationListener {

		private final OutputStream started = open("started");

		private final OutputStream made = open("made");

		@Override
		public void onStart(Invocation invocation) {
			if (invocation.handler().equals("hanging")) {
				write(this.started, invocation.id());
			}
		}

		@Override
		public void onEnd(InvocationRecord record) {
			write(this.made, record.id());
		}

		private static void write(OutputStream target, String id) {
			try {
				target.write(line(id));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * Keeps the ids of records until they are flushed.
	 */
	static final class BufferingExporter implements RecordExporter {

		private final OutputStream exported = open("exported");

		private final List<String> buffer = new ArrayList<>();

		@Override
		public void export(List<InvocationRecord> records) {
			records.forEach((record) -> this.buffer.add(record.id()));
		}

		@Override
		public void flush() throws IOException {
			this.exported.write(line(String.join("\n", this.buffer)));
			this.buffer.clear();
		}

	}

}
