package io.github.resourcemonitor.benchmarks.startup.aspect;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.benchmarks.startup.StartupRunner;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application with one controller and an aspect around it.
 */
@SpringBootApplication
public class AspectApplication {

	/**
	 * Run the application until its standard input is closed.
	 * @param args arguments of the application
	 * @throws IOException if standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		StartupRunner.run(AspectApplication.class, args);
	}

	@RestController
	static class Controller {

		@GetMapping("/")
		String hello() {
			return "hello";
		}

	}

	/**
	 * The aspect that an application would have without the monitor.
	 */
	@Aspect
	@Component
	static class Timing {

		private final LongAdder nanos = new LongAdder();

		@Around("@within(org.springframework.web.bind.annotation.RestController)")
		@Nullable Object time(ProceedingJoinPoint call) throws Throwable {
			long start = System.nanoTime();
			try {
				return call.proceed();
			}
			finally {
				this.nanos.add(System.nanoTime() - start);
			}
		}

	}

}
