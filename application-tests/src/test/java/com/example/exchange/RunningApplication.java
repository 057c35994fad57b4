package com.example.exchange;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that was started for a test.
 */
final class RunningApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningApplication start(Class<?> application, WebApplicationType type, String... properties) {
		String[] arguments = Stream.concat(Stream.of("spring.config.name=exchange"), Arrays.stream(properties))
			.map("--"::concat)
			.toArray(String[]::new);
		return new RunningApplication(new SpringApplicationBuilder(application).web(type).run(arguments));
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	int managementPort() {
		return this.context.getEnvironment().getProperty("local.management.port", Integer.class, port());
	}

	long started() {
		return this.context.getBean(Invocations.class).started();
	}

	/**
	 * Wait for the records of requests.
	 * @param before how many invocations had been started before
	 * @param count how many records there are to be
	 * @return the records since then, the latest one first
	 */
	List<InvocationRecord> records(long before, int count) {
		Invocations invocations = this.context.getBean(Invocations.class);
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> since(before).size() >= count && invocations.active() == 0);
		assertThat(invocations.started()).isEqualTo(before + count);
		assertThat(this.context.getBean(Failures.class).summaries()).isEmpty();
		return since(before);
	}

	private List<InvocationRecord> since(long before) {
		return this.context.getBean(InvocationRepository.class)
			.findAll()
			.stream()
			.filter((record) -> record.sequence() > before)
			.toList();
	}

	InvocationRecord record(long before) {
		return records(before, 1).get(0);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
