package io.github.resourcemonitor.benchmarks.startup.plain;

import java.io.IOException;

import io.github.resourcemonitor.benchmarks.startup.StartupRunner;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application with one controller.
 */
@SpringBootApplication
public class PlainApplication {

	/**
	 * Run the application until its standard input is closed.
	 * @param args arguments of the application
	 * @throws IOException if standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		StartupRunner.run(PlainApplication.class, args);
	}

	@RestController
	static class Controller {

		@GetMapping("/")
		String hello() {
			return "hello";
		}

	}

}
