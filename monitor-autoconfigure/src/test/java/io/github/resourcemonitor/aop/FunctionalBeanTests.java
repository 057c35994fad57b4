package io.github.resourcemonitor.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link MonitoredHandler} on functional beans: no record for their creation,
 * one for each call.
 */
class FunctionalBeanTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	private final ApplicationContextRunner lambdas = this.runner.withUserConfiguration(Lambdas.class);

	@Test
	void creationIsNotAnInvocation() {
		this.lambdas.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(records(context)).isEmpty();
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@Test
	void countsEachCallOfAFunctionOnce() {
		this.lambdas.run((context) -> {
			assertThat(function(context, "upper").apply("a")).isEqualTo("A");
			assertThat(function(context, "upper").apply("b")).isEqualTo("B");
			assertThat(handlers(context)).containsExactly("upper", "upper");
		});
	}

	@Test
	void countsEachCallOfAConsumerOnce() {
		this.lambdas.run((context) -> {
			consumer(context, "collect").accept("a");
			assertThat(context.getBean(Lambdas.class).collected()).containsExactly("a");
			assertThat(handlers(context)).containsExactly("collect");
		});
	}

	@Test
	void countsEachCallOfASupplierOnce() {
		this.lambdas.run((context) -> {
			assertThat(context.getBean("answer", Supplier.class).get()).isEqualTo(42);
			assertThat(handlers(context)).containsExactly("answer");
		});
	}

	@Test
	void usesTheNameOfTheAnnotation() {
		this.lambdas.run((context) -> {
			function(context, "renamed").apply("a");
			assertThat(handlers(context)).containsExactly("other-name");
		});
	}

	@Test
	void doesNotProxyFunctionsWithoutAnnotation() {
		this.lambdas.run((context) -> {
			assertThat(function(context, "unwatched")).isSameAs(Lambdas.UNWATCHED);
			function(context, "unwatched").apply("a");
			assertThat(records(context)).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reference", "composed", "identity", "staticFactory", "anonymous", "finalClass",
			"sealedClass", "aRecord", "openClass", "subInterface" })
	void countsEveryKindOfFunctionBean(String name) {
		this.lambdas.run((context) -> {
			function(context, name).apply("a");
			assertThat(handlers(context)).containsExactly(name);
		});
	}

	@Test
	void countsCallsThroughAndThen() {
		this.lambdas.run((context) -> {
			Function<Object, Object> chain = function(context, "upper").andThen((value) -> value + "!");
			assertThat(records(context)).isEmpty();
			assertThat(chain.apply("a")).isEqualTo("A!");
			assertThat(handlers(context)).containsExactly("upper");
		});
	}

	@Test
	void countsCallsThroughCompose() {
		this.lambdas.run((context) -> {
			assertThat(function(context, "upper").compose((value) -> value + "b").apply("a")).isEqualTo("AB");
			assertThat(handlers(context)).containsExactly("upper");
		});
	}

	@Test
	void countsBothFunctionsOfAComposition() {
		this.lambdas.run((context) -> {
			function(context, "upper").andThen(function(context, "renamed")).apply("a");
			assertThat(handlers(context)).containsExactly("upper", "other-name");
		});
	}

	@Test
	void countsCallsThroughAndThenOfAConsumer() {
		this.lambdas.run((context) -> {
			List<Object> after = new ArrayList<>();
			consumer(context, "collect").andThen(after::add).accept("a");
			assertThat(after).containsExactly("a");
			assertThat(handlers(context)).containsExactly("collect");
		});
	}

	@Test
	void countsCallsThroughAndThenOfAClass() {
		this.runner.withBean("upper", OpenUpper.class).run((context) -> {
			assertThat(context.getBean(OpenUpper.class).andThen(String::length).apply("a")).isEqualTo(1);
			assertThat(context.getBean(OpenUpper.class).compose(Object::toString).apply(1)).isEqualTo("1");
			assertThat(handlers(context)).containsExactly("upper", "upper");
		});
	}

	@Test
	void rethrowsTheSameExceptionInstanceOfTheFunction() {
		this.lambdas.run((context) -> {
			assertThat(catchThrowable(() -> function(context, "failing").apply("a"))).isSameAs(Lambdas.FAILURE);
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.ERROR);
		});
	}

	@Test
	void endsWithTheStageThatTheFunctionReturns() {
		this.lambdas.run((context) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			assertThat(function(context, "later").apply(future)).isInstanceOf(CompletableFuture.class);
			assertThat(records(context)).isEmpty();
			future.complete("done");
			assertThat(handlers(context)).containsExactly("later");
		});
	}

	@Test
	void annotatedClassIsMeasuredAndStillFoundByItsType() {
		this.runner.withBean("upper", OpenUpper.class).run((context) -> {
			assertThat(context.getBean(OpenUpper.class).apply("a")).isEqualTo("A");
			assertThat(function(context, "upper").apply("a")).isEqualTo("A");
			assertThat(handlers(context)).containsExactly("upper", "upper");
		});
	}

	@Test
	void annotatedFunctionalMethodIsCounted() {
		this.runner.withBean("upper", OnMethod.class).run((context) -> {
			context.getBean(OnMethod.class).apply("a");
			function(context, "upper").apply("a");
			assertThat(handlers(context)).containsExactly("upper", "upper");
		});
	}

	@Test
	void finalClassIsMeasuredThroughItsInterface() {
		this.runner.withBean("upper", FinalUpper.class).run((context) -> {
			function(context, "upper").apply("a");
			assertThat(handlers(context)).containsExactly("upper");
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsOnceWithoutClassProxies(boolean auto) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false", "spring.aop.auto=" + auto)
			.withBean("upper", OpenUpper.class)
			.run((context) -> {
				function(context, "upper").apply("a");
				assertThat(handlers(context)).containsExactly("upper");
			});
	}

	@Test
	void otherMethodsOfAFunctionalClassAreNotCalls() {
		this.runner.withBean("upper", OpenUpper.class).run((context) -> {
			assertThat(context.getBean(OpenUpper.class).get()).isEqualTo("not a supplier");
			assertThat(context.getBean(OpenUpper.class).describe()).isEqualTo("upper case");
			assertThat(context.getBean(OpenUpper.class).toString()).isNotEmpty();
			assertThat(records(context)).isEmpty();
		});
	}

	@Test
	void otherMethodOfAFunctionalClassMayBeAHandler() {
		this.runner.withBean("upper", TwoHandlers.class).run((context) -> {
			TwoHandlers bean = context.getBean(TwoHandlers.class);
			assertThat(bean.apply("a")).isEqualTo("A");
			assertThat(bean.refresh()).isEqualTo("fresh");
			assertThat(handlers(context)).containsExactly("upper", "TwoHandlers.refresh");
		});
	}

	@Test
	void annotationOfTheFactoryMethodTakesPrecedenceOverThatOfTheClass() {
		this.lambdas.run((context) -> {
			function(context, "special").apply("a");
			assertThat(handlers(context)).containsExactly("by-factory");
		});
	}

	@Test
	void annotationOfTheFunctionalMethodTakesPrecedenceOverThatOfTheClass() {
		this.runner.withBean("upper", OnMethodAndClass.class).run((context) -> {
			function(context, "upper").apply("a");
			assertThat(handlers(context)).containsExactly("by-method");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OfAnInterface.class, OfASuperclass.class })
	void factoryMethodInheritsTheAnnotation(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			assertThat(function(context, "inherited").apply("a")).isEqualTo("A");
			assertThat(handlers(context)).containsExactly("inherited");
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@Test
	void scopedFunctionIsCountedOnceUnderItsName() {
		this.runner.withUserConfiguration(Scoped.class).run((context) -> {
			function(context, "scopedLambda").apply("a");
			function(context, "scopedClass").apply("a");
			assertThat(handlers(context)).containsExactly("scopedLambda", "scopedClass");
		});
	}

	@SuppressWarnings("unchecked")
	private static Function<Object, Object> function(ApplicationContext context, String name) {
		return context.getBean(name, Function.class);
	}

	@SuppressWarnings("unchecked")
	private static Consumer<Object> consumer(ApplicationContext context, String name) {
		return context.getBean(name, Consumer.class);
	}

	private static String upperCase(String value) {
		return value.toUpperCase(Locale.ROOT);
	}

	@Configuration
	static class Lambdas {

		static final Function<String, String> UNWATCHED = (value) -> value;

		static final Error FAILURE = new StackOverflowError("failure");

		private final List<String> collected = new ArrayList<>();

		List<String> collected() {
			return this.collected;
		}

		@Bean
		@MonitoredHandler
		Function<String, String> upper() {
			return (value) -> value.toUpperCase(Locale.ROOT);
		}

		@Bean
		@MonitoredHandler
		Consumer<String> collect() {
			return (value) -> this.collected.add(value);
		}

		@Bean
		@MonitoredHandler
		Supplier<Integer> answer() {
			return () -> 42;
		}

		@Bean
		@MonitoredHandler(name = "other-name")
		Function<String, String> renamed() {
			return (value) -> value;
		}

		@Bean
		Function<String, String> unwatched() {
			return UNWATCHED;
		}

		@Bean
		@MonitoredHandler
		Function<String, String> reference() {
			return FunctionalBeanTests::upperCase;
		}

		@Bean
		@MonitoredHandler
		Function<String, Integer> composed() {
			return unwatched().andThen(String::length);
		}

		@Bean
		@MonitoredHandler
		Function<String, String> identity() {
			return Function.identity();
		}

		@Bean
		@MonitoredHandler
		static Function<String, String> staticFactory() {
			return (value) -> value;
		}

		@Bean
		@MonitoredHandler
		Function<String, String> anonymous() {
			return new Function<>() {

				@Override
				public String apply(String value) {
					return value;
				}

			};
		}

		@Bean
		@MonitoredHandler
		FinalUpper finalClass() {
			return new FinalUpper();
		}

		@Bean
		@MonitoredHandler
		SealedUpper sealedClass() {
			return new SealedUpper();
		}

		@Bean
		@MonitoredHandler
		Prefix aRecord() {
			return new Prefix("a");
		}

		@Bean
		@MonitoredHandler
		Unannotated openClass() {
			return new Unannotated();
		}

		@Bean
		@MonitoredHandler
		Transformation subInterface() {
			return (value) -> value;
		}

		@Bean
		@MonitoredHandler(name = "by-factory")
		OpenUpper special() {
			return new OpenUpper();
		}

		@Bean
		@MonitoredHandler
		Function<String, String> failing() {
			return (value) -> {
				throw FAILURE;
			};
		}

		@Bean
		@MonitoredHandler
		Function<CompletableFuture<String>, CompletableFuture<String>> later() {
			return (value) -> value;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@MonitoredHandler
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
		Function<String, String> scopedLambda() {
			return (value) -> value;
		}

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		OpenUpper scopedClass() {
			return new OpenUpper();
		}

	}

	interface Declared {

		@MonitoredHandler
		Function<String, String> inherited();

	}

	@Configuration
	static class OfAnInterface implements Declared {

		@Bean
		@Override
		public Function<String, String> inherited() {
			return FunctionalBeanTests::upperCase;
		}

	}

	abstract static class Base {

		@MonitoredHandler
		abstract Function<String, String> inherited();

	}

	@Configuration(proxyBeanMethods = false)
	static class OfASuperclass extends Base {

		@Bean
		@Override
		Function<String, String> inherited() {
			return FunctionalBeanTests::upperCase;
		}

	}

	interface Transformation extends Function<String, String> {

	}

	@MonitoredHandler
	static class OpenUpper implements Function<String, String> {

		@Override
		public String apply(String value) {
			return upperCase(value);
		}

		public String get() {
			return "not a supplier";
		}

		public String describe() {
			return "upper case";
		}

	}

	static class Unannotated implements Function<String, String> {

		@Override
		public String apply(String value) {
			return upperCase(value);
		}

	}

	@MonitoredHandler
	static final class FinalUpper implements Function<String, String> {

		@Override
		public String apply(String value) {
			return upperCase(value);
		}

	}

	static sealed class SealedUpper implements Function<String, String> permits OnlyOne {

		@Override
		public String apply(String value) {
			return upperCase(value);
		}

	}

	static final class OnlyOne extends SealedUpper {

	}

	record Prefix(String prefix) implements Function<String, String> {

		@Override
		public String apply(String value) {
			return this.prefix + value;
		}

	}

	static class OnMethod implements Function<String, String> {

		@Override
		@MonitoredHandler
		public String apply(String value) {
			return upperCase(value);
		}

	}

	@MonitoredHandler(name = "by-class")
	static class OnMethodAndClass implements Function<String, String> {

		@Override
		@MonitoredHandler(name = "by-method")
		public String apply(String value) {
			return upperCase(value);
		}

	}

	@MonitoredHandler
	static class TwoHandlers implements Function<String, String> {

		@Override
		public String apply(String value) {
			return upperCase(value);
		}

		@MonitoredHandler
		public String refresh() {
			return "fresh";
		}

	}

}
