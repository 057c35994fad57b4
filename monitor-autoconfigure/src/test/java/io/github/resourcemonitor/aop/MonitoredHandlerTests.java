package io.github.resourcemonitor.aop;

import java.io.IOException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link MonitoredHandler} on methods and types of beans.
 */
class MonitoredHandlerTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void countsEachCallOfAnAnnotatedMethodOnce() {
		this.runner.withBean(OnMethods.class).run((context) -> {
			OnMethods bean = context.getBean(OnMethods.class);
			assertThat(bean.greet("Ada")).isEqualTo("Hello, Ada");
			assertThat(bean.greet("Alan")).isEqualTo("Hello, Alan");
			assertThat(handlers(context)).containsExactly("OnMethods.greet", "OnMethods.greet");
			assertThat(records(context)).extracting(InvocationRecord::outcome).containsOnly(Outcome.SUCCESS);
		});
	}

	@Test
	void usesTheNameFromEitherAttribute() {
		this.runner.withBean(OnMethods.class).run((context) -> {
			context.getBean(OnMethods.class).named();
			context.getBean(OnMethods.class).valued();
			assertThat(handlers(context)).containsExactly("by-name", "by-value");
		});
	}

	@Test
	void doesNotMeasureOtherMethods() {
		this.runner.withBean(OnMethods.class).run((context) -> {
			context.getBean(OnMethods.class).other();
			assertThat(records(context)).isEmpty();
		});
	}

	@Test
	void doesNotProxyOtherBeans() {
		this.runner.withBean(Plain.class)
			.run((context) -> assertThat(AopUtils.isAopProxy(context.getBean(Plain.class))).isFalse());
	}

	@Test
	void countsPackagePrivateAndProtectedMethods() {
		this.runner.withBean(OnMethods.class).run((context) -> {
			assertThat(context.getBean(OnMethods.class).packagePrivate()).isEqualTo("package");
			assertThat(context.getBean(OnMethods.class).guarded()).isEqualTo("protected");
			assertThat(handlers(context)).containsExactly("OnMethods.packagePrivate", "OnMethods.guarded");
		});
	}

	@Test
	void anAnnotationOnTheTypeAppliesToItsVisibleMethods() {
		this.runner.withBean(OnType.class).run((context) -> {
			OnType bean = context.getBean(OnType.class);
			bean.first();
			bean.second();
			bean.third();
			assertThat(handlers(context)).containsExactly("OnType.first", "special", "OnType.third");
		});
	}

	@Test
	void anAnnotationOnTheTypeExcludesMethodsOfObject() {
		this.runner.withBean(OnType.class).run((context) -> {
			OnType bean = context.getBean(OnType.class);
			assertThat(bean.toString()).isEqualTo("on type");
			assertThat(bean).hasSameHashCodeAs(bean).isEqualTo(bean);
			assertThat(records(context)).isEmpty();
		});
	}

	@Test
	void anAnnotationOnTheTypeAppliesToItsSubclasses() {
		this.runner.withBean(Subclass.class).run((context) -> {
			context.getBean(Subclass.class).first();
			context.getBean(Subclass.class).added();
			assertThat(handlers(context)).containsExactly("Subclass.first", "Subclass.added");
		});
	}

	@Test
	void composedAnnotationPassesItsName() {
		this.runner.withBean(Composed.class).run((context) -> {
			context.getBean(Composed.class).handle();
			context.getBean(Composed.class).named();
			assertThat(handlers(context)).containsExactly("Composed.handle", "http-entry");
		});
	}

	@Test
	void composedAnnotationIsAllowedOnATypeAndOnAnInterface() {
		this.runner.withBean(ComposedOnType.class).run((context) -> {
			context.getBean(ComposedOnType.class).handle();
			assertThat(handlers(context)).containsExactly("typed-entry");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void annotationOfAnInterfaceMethodAppliesToEitherKindOfProxy(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("greeter", Greeter.class, PoliteGreeter::new)
			.run((context) -> {
				Greeter greeter = context.getBean(Greeter.class);
				assertThat(AopUtils.isJdkDynamicProxy(greeter)).isEqualTo(!byClass);
				assertThat(greeter.greet("Ada")).isEqualTo("Good day, Ada");
				assertThat(greeter.greetAll()).isEqualTo("Good day, all");
				assertThat(greeter.leave()).isEqualTo("Bye");
				assertThat(handlers(context)).containsExactly("PoliteGreeter.greet", "PoliteGreeter.greetAll");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void annotationOfAnImplementationAppliesToEitherKindOfProxy(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("greeter", Greeter.class, ShortGreeter::new)
			.run((context) -> {
				Greeter greeter = context.getBean(Greeter.class);
				assertThat(greeter.greet("Ada")).isEqualTo("Hi");
				assertThat(greeter.leave()).isEqualTo("Bye");
				assertThat(handlers(context)).containsExactly("short", "ShortGreeter.leave");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void genericBridgeMethodCountsOnce(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("lengths", Converter.class, Lengths::new)
			.run((context) -> {
				@SuppressWarnings("unchecked")
				Converter<String, Integer> converter = context.getBean(Converter.class);
				assertThat(converter.convert("four")).isEqualTo(4);
				assertThat(handlers(context)).containsExactly("Lengths.convert");
			});
	}

	@Test
	void genericBridgeMethodCountsOnceWhenCalledByItsClass() {
		this.runner.withBean(Lengths.class).run((context) -> {
			assertThat(context.getBean(Lengths.class).convert("four")).isEqualTo(4);
			assertThat(handlers(context)).containsExactly("Lengths.convert");
		});
	}

	@Test
	void annotationOfAGenericInterfaceMethodCountsOnce() {
		this.runner.withBean(Shouts.class).run((context) -> {
			context.getBean(Shouts.class).handle("a");
			Handler<String> handler = context.getBean(Shouts.class);
			handler.handle("b");
			assertThat(handlers(context)).containsExactly("Shouts.handle", "Shouts.handle");
		});
	}

	@Test
	void annotatedInterfaceOfAProxiedClientApplies() {
		this.runner.withBean("greeter", Greeter.class, MonitoredHandlerTests::generatedGreeter).run((context) -> {
			assertThat(context.getBean(Greeter.class).greet("Ada")).isEqualTo("generated");
			assertThat(handlers(context)).containsExactly("Greeter.greet");
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@Test
	void annotatedInterfaceOfALambdaApplies() {
		this.runner.withBean("handler", Handler.class, () -> (input) -> "done").run((context) -> {
			@SuppressWarnings("unchecked")
			Handler<String> handler = context.getBean(Handler.class);
			assertThat(handler.handle("a")).isEqualTo("done");
			assertThat(handlers(context)).containsExactly("Handler.handle");
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@Test
	void returnsWhatTheMethodReturns() {
		this.runner.withBean(Results.class).run((context) -> {
			Results bean = context.getBean(Results.class);
			bean.nothing();
			assertThat(bean.none()).isNull();
			assertThat(bean.value()).isSameAs(Results.VALUE);
			assertThat(bean.primitive()).isEqualTo(42);
			assertThat(records(context)).hasSize(4).extracting(InvocationRecord::outcome).containsOnly(Outcome.SUCCESS);
		});
	}

	@Test
	void stageEndsTheInvocationWhenItCompletes() {
		this.runner.withBean(Results.class).run((context) -> {
			Results bean = context.getBean(Results.class);
			assertThat(bean.stage().toCompletableFuture()).isInstanceOf(CompletableFuture.class);
			assertThat(records(context)).isEmpty();
			bean.future().complete("done");
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.SUCCESS);
		});
	}

	@Test
	void stageThatFailsIsAnError() {
		this.runner.withBean(Results.class).run((context) -> {
			Results bean = context.getBean(Results.class);
			CompletionStage<String> stage = bean.stage();
			IOException failure = new IOException("broken");
			bean.future().completeExceptionally(failure);
			assertThat(stage.handle((value, ex) -> ex).toCompletableFuture().join()).isSameAs(failure);
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.ERROR);
			assertThat(onlyRecord(context).error()).isEqualTo(IOException.class.getName());
		});
	}

	@Test
	void stageThatIsCancelledIsCancelled() {
		this.runner.withBean(Results.class).run((context) -> {
			context.getBean(Results.class).stage().toCompletableFuture().cancel(true);
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.CANCELLED);
		});
	}

	@Test
	void rethrowsTheSameExceptionInstanceOfTheMethod() {
		this.runner.withBean(Results.class).run((context) -> {
			Throwable[] failures = { new IOException("checked"), new IllegalStateException("unchecked"),
					new StackOverflowError("error"), new CancellationException("cancelled"), new Throwable("bare") };
			for (Throwable failure : failures) {
				assertThat(catchThrowable(() -> context.getBean(Results.class).fail(failure))).isSameAs(failure);
			}
			assertThat(records(context)).extracting(InvocationRecord::outcome)
				.containsExactly(Outcome.ERROR, Outcome.ERROR, Outcome.ERROR, Outcome.CANCELLED, Outcome.ERROR);
			assertThat(records(context)).extracting(InvocationRecord::error)
				.containsExactly("java.io.IOException", "java.lang.IllegalStateException",
						"java.lang.StackOverflowError", "java.util.concurrent.CancellationException",
						"java.lang.Throwable");
		});
	}

	@Test
	void nestedHandlerHasARecordWithTheIdOfTheOuterOne() {
		this.runner.withBean(Inner.class).withBean(Outer.class).run((context) -> {
			context.getBean(Outer.class).handle();
			assertThat(handlers(context)).containsExactly("Inner.handle", "Outer.handle");
			InvocationRecord inner = records(context).get(0);
			InvocationRecord outer = records(context).get(1);
			assertThat(inner.parentId()).isEqualTo(outer.id());
			assertThat(outer.parentId()).isNull();
			assertThat(outer.nested().count()).isOne();
		});
	}

	@Test
	void selfInvocationIsNotIntercepted() {
		this.runner.withBean(OnMethods.class).run((context) -> {
			context.getBean(OnMethods.class).callsItself();
			assertThat(records(context)).isEmpty();
		});
	}

	@Test
	void prototypesAreCountedToo() {
		this.runner
			.withBean("prototype", OnMethods.class, OnMethods::new, (definition) -> definition.setScope("prototype"))
			.run((context) -> {
				context.getBean(OnMethods.class).greet("a");
				context.getBean(OnMethods.class).greet("b");
				assertThat(records(context)).hasSize(2);
			});
	}

	@Test
	void callsContinueIfTheMonitorFails() {
		this.runner.withBean(OnMethods.class)
			.withBean("monitor", ResourceMonitor.class, BrokenMonitor::create)
			.run((context) -> {
				assertThat(context.getBean(OnMethods.class).greet("Ada")).isEqualTo("Hello, Ada");
				assertThat(context.getBean(Failures.class).summaries()).containsKey("handler interceptor");
			});
	}

	private static Greeter generatedGreeter() {
		return (Greeter) Proxy.newProxyInstance(Greeter.class.getClassLoader(), new Class<?>[] { Greeter.class },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "hashCode" -> System.identityHashCode(proxy);
					case "equals" -> proxy == arguments[0];
					default -> "generated";
				});
	}

	static class OnMethods {

		@MonitoredHandler
		public String greet(String name) {
			return "Hello, " + name;
		}

		@MonitoredHandler(name = "by-name")
		public void named() {
		}

		@MonitoredHandler("by-value")
		public void valued() {
		}

		@MonitoredHandler
		String packagePrivate() {
			return "package";
		}

		@MonitoredHandler
		protected String guarded() {
			return "protected";
		}

		public void other() {
		}

		public void callsItself() {
			greet("myself");
		}

	}

	static class Plain {

		public void work() {
		}

	}

	@MonitoredHandler
	static class OnType {

		public void first() {
			hidden();
		}

		@MonitoredHandler(name = "special")
		public void second() {
		}

		void third() {
		}

		private void hidden() {
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof OnType;
		}

		@Override
		public int hashCode() {
			return 1;
		}

		@Override
		public String toString() {
			return "on type";
		}

	}

	static class Subclass extends OnType {

		public void added() {
		}

	}

	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@MonitoredHandler
	@interface Entry {

		@AliasFor(annotation = MonitoredHandler.class, attribute = "name")
		String id() default "";

	}

	static class Composed {

		@Entry
		public void handle() {
		}

		@Entry(id = "http-entry")
		public void named() {
		}

	}

	@Entry(id = "typed-entry")
	interface ComposedInterface {

		void handle();

	}

	static class ComposedOnType implements ComposedInterface {

		@Override
		public void handle() {
		}

	}

	interface Greeter {

		@MonitoredHandler
		String greet(String name);

		@MonitoredHandler
		default String greetAll() {
			return "Good day, all";
		}

		default String leave() {
			return "Bye";
		}

	}

	static class PoliteGreeter implements Greeter {

		@Override
		public String greet(String name) {
			return "Good day, " + name;
		}

	}

	static class ShortGreeter implements Greeter {

		@Override
		@MonitoredHandler(name = "short")
		public String greet(String name) {
			return "Hi";
		}

		@Override
		@MonitoredHandler
		public String leave() {
			return "Bye";
		}

	}

	interface Converter<S, T> {

		T convert(S source);

	}

	static class Lengths implements Converter<String, Integer> {

		@Override
		@MonitoredHandler
		public Integer convert(String source) {
			return source.length();
		}

	}

	interface Handler<T> {

		@MonitoredHandler
		String handle(T input);

	}

	static class Shouts implements Handler<String> {

		@Override
		public String handle(String input) {
			return input.toUpperCase(Locale.ROOT);
		}

	}

	static class Results {

		static final Object VALUE = new Object();

		private final CompletableFuture<String> future = new CompletableFuture<>();

		@MonitoredHandler
		public void nothing() {
		}

		@MonitoredHandler
		public @Nullable Object none() {
			return null;
		}

		@MonitoredHandler
		public Object value() {
			return VALUE;
		}

		@MonitoredHandler
		public int primitive() {
			return 42;
		}

		CompletableFuture<String> future() {
			return this.future;
		}

		@MonitoredHandler
		public CompletionStage<String> stage() {
			return this.future;
		}

		@MonitoredHandler
		public void fail(Throwable failure) throws Throwable {
			throw failure;
		}

	}

	static class Inner {

		@MonitoredHandler
		public void handle() {
		}

	}

	static class Outer {

		private final Inner inner;

		Outer(Inner inner) {
			this.inner = inner;
		}

		@MonitoredHandler
		public void handle() {
			this.inner.handle();
		}

	}

	static final class BrokenMonitor {

		static ResourceMonitor create() {
			return (ResourceMonitor) Proxy.newProxyInstance(BrokenMonitor.class.getClassLoader(),
					new Class<?>[] { ResourceMonitor.class }, (proxy, method, arguments) -> switch (method.getName()) {
						case "hashCode" -> System.identityHashCode(proxy);
						case "equals" -> proxy == arguments[0];
						default -> throw new IllegalStateException("broken monitor");
					});
		}

	}

}
