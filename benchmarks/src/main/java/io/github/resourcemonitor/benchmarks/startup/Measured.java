package io.github.resourcemonitor.benchmarks.startup;

import java.io.IOException;

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
		try (ConfigurableApplicationContext context = SpringApplication.run(application, args)) {
			System.out.println("READY " + context.getEnvironment().getProperty("local.server.port"));
			while (System.in.read() >= 0) {
				// Nothing is expected but the end.
			}
		}
	}

}
