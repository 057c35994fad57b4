package io.github.resourcemonitor.aop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.config.ContextFunctionCatalogAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for functional beans that are called like on the platforms: through the catalog
 * of Spring Cloud Function, with its type conversion.
 */
class FunctionCatalogTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withConfiguration(AutoConfigurations.of(ContextFunctionCatalogAutoConfiguration.class))
		.withUserConfiguration(Functions.class);

	@Test
	void lookupIsNotAnInvocation() {
		this.runner.run((context) -> {
			assertThat((Object) lookup(context, "square")).isNotNull();
			assertThat(records(context)).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "square", "squareOfFinalClass", "squareOfClass", "component" })
	void convertsToTheDeclaredTypeAndCountsOnce(String name) {
		this.runner.run((context) -> {
			Function<Object, Object> function = lookup(context, name);
			assertThat(function.apply("7")).isEqualTo(49);
			assertThat(handlers(context)).containsExactly(name);
		});
	}

	@Test
	void convertsJsonToTheDeclaredTypeAndBack() {
		this.runner.run((context) -> {
			Function<Object, Object> function = context.getBean(FunctionCatalog.class)
				.lookup("greet", "application/json");
			Message<byte[]> request = MessageBuilder.withPayload("{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8))
				.setHeader(MessageHeaders.CONTENT_TYPE, "application/json")
				.build();
			Message<?> reply = (Message<?>) function.apply(request);
			assertThat(new String((byte[]) reply.getPayload(), StandardCharsets.UTF_8))
				.isEqualTo("{\"text\":\"Hello, Ada\"}");
			assertThat(handlers(context)).containsExactly("greet");
		});
	}

	@Test
	void countsAConsumerAndASupplier() {
		this.runner.run((context) -> {
			lookup(context, "collect").apply("7");
			assertThat(context.getBean(Functions.class).collected).containsExactly(7);
			Supplier<Object> supplier = context.getBean(FunctionCatalog.class).lookup("answer");
			assertThat(supplier.get()).isEqualTo(42);
			assertThat(handlers(context)).containsExactly("collect", "answer");
		});
	}

	@Test
	void countsEachOfAComposition() {
		this.runner.run((context) -> {
			assertThat(lookup(context, "square|component").apply("3")).isEqualTo(81);
			assertThat(handlers(context)).containsExactly("square", "component");
		});
	}

	private static Function<Object, Object> lookup(ApplicationContext context, String name) {
		return context.getBean(FunctionCatalog.class).lookup(name);
	}

	@Configuration(proxyBeanMethods = false)
	static class Functions {

		final List<Integer> collected = new ArrayList<>();

		@Bean
		@MonitoredHandler
		Function<Integer, Integer> square() {
			return (value) -> value * value;
		}

		@Bean
		@MonitoredHandler
		FinalSquare squareOfFinalClass() {
			return new FinalSquare();
		}

		@Bean
		@MonitoredHandler
		Square squareOfClass() {
			return new Square();
		}

		@Bean
		AnnotatedSquare component() {
			return new AnnotatedSquare();
		}

		@Bean
		@MonitoredHandler
		Function<Request, Reply> greet() {
			return (request) -> new Reply("Hello, " + request.name());
		}

		@Bean
		@MonitoredHandler
		Consumer<Integer> collect() {
			return this.collected::add;
		}

		@Bean
		@MonitoredHandler
		Supplier<Integer> answer() {
			return () -> 42;
		}

	}

	record Request(String name) {

	}

	record Reply(String text) {

	}

	static class Square implements Function<Integer, Integer> {

		@Override
		public Integer apply(Integer value) {
			return value * value;
		}

	}

	static final class FinalSquare implements Function<Integer, Integer> {

		@Override
		public Integer apply(Integer value) {
			return value * value;
		}

	}

	@MonitoredHandler
	static class AnnotatedSquare extends Square {

	}

}
