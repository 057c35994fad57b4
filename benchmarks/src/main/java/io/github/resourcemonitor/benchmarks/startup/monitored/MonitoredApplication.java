package io.github.resourcemonitor.benchmarks.startup.monitored;

import java.io.IOException;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.benchmarks.startup.StartupRunner;
import io.github.resourcemonitor.invocation.Invocations;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application with one controller, which is a monitored handler.
 */
@SpringBootApplication
public class MonitoredApplication {

	/**
	 * Run the application until its standard input is closed.
	 * @param args arguments of the application
	 * @throws IOException if standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		StartupRunner.run(MonitoredApplication.class, args, MonitoredApplication::checkMeasured);
	}

	private static void checkMeasured(ConfigurableApplicationContext context) {
		long invocations = context.getBean(Invocations.class).started();
		if (invocations != 1) {
			throw new IllegalStateException(invocations + " invocations were measured, not 1");
		}
	}

	@RestController
	static class Controller {

		@MonitoredHandler
		@GetMapping("/")
		String hello() {
			return "hello";
		}

	}

}
