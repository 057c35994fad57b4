package io.github.resourcemonitor.benchmarks.startup;

import java.io.IOException;
import java.util.function.Consumer;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs an application whose startup is measured: prints a line when it is ready, and ends
 * when its standard input is closed.
 */
public final class StartupRunner {

	private StartupRunner() {
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
	 * Run an application and check it before it ends.
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
				// Ignore the input until its end.
			}
			check.accept(context);
		}
	}

}
