package io.github.resourcemonitor.benchmarks.startup;

import java.io.IOException;
import java.util.function.Consumer;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application whose start is measured: it says when it is ready, and ends when its
 * standard input does.
 */
public final class Measured {

	private Measured() {
	}

	/**
	 * Run an application.
	 * @param application its configuration
	 * @param args its arguments
	 * @throws IOException if standard input cannot be read
	 */
	public static void run(Class<?> application, String[] args) throws IOException {
		run(application, args, (context) -> {
		});
	}

	/**
	 * Run an application that is checked before it ends.
	 * @param application its configuration
	 * @param args its arguments
	 * @param check throws an exception if the application did not do what is measured
	 * @throws IOException if standard input cannot be read
	 */
	public static void run(Class<?> application, String[] args, Consumer<ConfigurableApplicationContext> check)
			throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(application, args)) {
			System.out.println("READY " + context.getEnvironment().getProperty("local.server.port"));
			while (System.in.read() >= 0) {
				// Nothing is expected but the end.
			}
			check.accept(context);
		}
	}

}
