package io.github.resourcemonitor.benchmarks.truth;

import java.io.IOException;

import io.github.resourcemonitor.ResourceMonitor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableAsync;

/**
 * The application with the handlers. Spring Boot provides the executor for
 * {@code @Async}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAsync
@Import({ ForkStyle.class, ForkStyle.Handler.class, AsyncStyle.class, AsyncStyle.Handler.class, AsyncStyle.Steps.class,
		ReactorStyle.class, ReactorStyle.Handler.class })
class TruthApplication {

	@Bean
	Meter meter() {
		return new Meter();
	}

	@Bean
	Sink sink() throws IOException {
		return new Sink();
	}

	@Bean
	Work work(Meter meter, Sink sink, ResourceMonitor monitor) {
		return new Work(meter, sink, monitor);
	}

}
