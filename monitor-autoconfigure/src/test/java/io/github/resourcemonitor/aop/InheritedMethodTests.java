package io.github.resourcemonitor.aop;

import java.util.List;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.aop.inherited.Template;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.record.InvocationRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.context.support.ApplicationObjectSupport;
import org.springframework.core.Ordered;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for annotated types whose methods come from somewhere else.
 */
class InheritedMethodTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("resource-monitor.verification=fail");

	@Test
	void annotationOnAClassAppliesToInheritedMethods() {
		this.runner.withBean(Order.class).run((context) -> {
			assertThat(context.getBean(Order.class).handle()).isEqualTo("handled by Order");
			assertThat(handlers(context)).containsExactly("Order.handle");
		});
	}

	@Test
	void annotationOnAClassAppliesToMethodsOfASuperclassThatIsNotPublic() {
		// The compiler adds bridge methods for these.
		this.runner.withBean(PublicOrder.class).run((context) -> {
			assertThat(context.getBean(PublicOrder.class).work()).isEqualTo("done");
			assertThat(context.getBean(PublicOrder.class).generic("a")).isEqualTo("a");
			assertThat(handlers(context)).containsExactly("PublicOrder.work", "PublicOrder.generic");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void annotationOnAClassAppliesToDefaultMethods(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("greeter", Greeter.class, PlainGreeter::new)
			.run((context) -> {
				assertThat(context.getBean(Greeter.class).greet()).isEqualTo("Hello");
				assertThat(handlers(context)).containsExactly("PlainGreeter.greet");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void annotationOnAnInterfaceAppliesToMethodsOfASuperclassThatDoesNotImplementIt(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("worker", Api.class, Both::new)
			.run((context) -> {
				assertThat(context.getBean(Api.class).work()).isEqualTo("done");
				assertThat(context.getBean(Api.class).annotated()).isEqualTo("annotated");
				assertThat(handlers(context)).containsExactly("Both.work", "by-method");
			});
	}

	@Test
	void annotationOfAServiceCallAppliesToInheritedMethods() {
		this.runner.withBean(Caller.class).withBean(Client.class).run((context) -> {
			context.getBean(Caller.class).call(context.getBean(Client.class));
			assertThat(onlyServiceCall(context).service()).isEqualTo("Client");
			assertThat(onlyServiceCall(context).operation()).isEqualTo("handle");
		});
	}

	@Test
	void annotationOnTheClassOfTheBeanTakesPrecedenceOverThatOfASuperclass() {
		this.runner.withBean(Special.class).run((context) -> {
			context.getBean(Special.class).handle();
			context.getBean(Special.class).kept();
			assertThat(handlers(context)).containsExactly("special", "kept");
		});
	}

	@Test
	void annotationOnAClassTakesPrecedenceOverThatOfAnInterface() {
		this.runner.withBean(UnderBoth.class).run((context) -> {
			context.getBean(UnderBoth.class).handle();
			assertThat(handlers(context)).containsExactly("general");
		});
	}

	@Test
	void methodsForTheContainerAreNotHandlers() {
		this.runner.withBean(Listener.class).run((context) -> {
			context.publishEvent(new Happened(this));
			assertThat(context.getBean(Listener.class).getOrder()).isEqualTo(5);
			assertThat(handlers(context)).containsExactly("Listener.onApplicationEvent");
		});
	}

	@Test
	void packagePrivateMethodsInOtherPackagesAreNotVisibleToAProxy() {
		this.runner.withBean(Order.class)
			.run((context) -> assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty());
	}

	@Test
	void finalMethodsOfOtherLibrariesAreNotReported() {
		this.runner.withBean(Support.class).run((context) -> {
			context.getBean(Support.class).work();
			assertThat(handlers(context)).containsExactly("Support.work");
		});
	}

	@Test
	void inheritedFinalMethodsOfTheApplicationAreReported() {
		assertThatItIsReported(Closing.class, "Template.Closed.run()", "a final method");
	}

	@Test
	void annotatedMethodsThatAProxyInAnotherPackageDoesNotSeeAreReported() {
		assertThatItIsReported(Whispering.class, "Template.Secretive.whisper()", "package-private");
	}

	@Test
	void annotationOnATypeWithoutAnyMethodIsNoProblem() {
		this.runner.withBean(Empty.class).run((context) -> assertThat(context).hasNotFailed());
	}

	private void assertThatItIsReported(Class<?> type, String place, String problem) {
		this.runner.withBean(type)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(IneffectiveAnnotationException.class,
						(failure) -> assertThat(failure.getProblems()).singleElement().satisfies((found) -> {
							assertThat(found.place()).isEqualTo(place);
							assertThat(found.problem()).contains(problem);
						})));
	}

	@Test
	void eachCallIsOneRecord() {
		this.runner.withBean(Overriding.class).run((context) -> {
			context.getBean(Overriding.class).handle();
			assertThat(records(context)).extracting(InvocationRecord::handler).isEqualTo(List.of("Overriding.handle"));
		});
	}

	@MonitoredHandler
	static class Order extends Template {

	}

	@MonitoredHandler
	static class Overriding extends Template {

		@Override
		public String handle() {
			return super.handle();
		}

	}

	abstract static class Hidden<T> {

		public String work() {
			return "done";
		}

		public T generic(T value) {
			return value;
		}

	}

	@MonitoredHandler
	public static class PublicOrder extends Hidden<String> {

	}

	interface Greeter {

		default String greet() {
			return "Hello";
		}

	}

	@MonitoredHandler
	static class PlainGreeter implements Greeter {

	}

	@MonitoredHandler
	interface Api {

		String work();

		@MonitoredHandler("by-method")
		String annotated();

	}

	static class Unrelated {

		public String work() {
			return "done";
		}

		public String annotated() {
			return "annotated";
		}

	}

	static class Both extends Unrelated implements Api {

	}

	@CloudServiceCall
	static class Client extends Template {

	}

	static class Caller {

		@MonitoredHandler
		public void call(Client client) {
			client.handle();
		}

	}

	@MonitoredHandler("general")
	static class General {

		public void handle() {
		}

		@MonitoredHandler("kept")
		public void kept() {
		}

	}

	@MonitoredHandler("special")
	static class Special extends General {

	}

	@MonitoredHandler("interface")
	interface Annotated {

	}

	static class UnderBoth extends General implements Annotated {

	}

	static class Happened extends ApplicationEvent {

		private static final long serialVersionUID = 1;

		Happened(Object source) {
			super(source);
		}

	}

	@MonitoredHandler
	static class Listener implements SmartApplicationListener, InitializingBean, BeanNameAware, Ordered {

		@Override
		public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
			return type == Happened.class;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

		@Override
		public int getOrder() {
			return 5;
		}

		@Override
		public void afterPropertiesSet() {
		}

		@Override
		public void setBeanName(String name) {
		}

	}

	@MonitoredHandler
	static class Support extends ApplicationObjectSupport {

		public void work() {
		}

	}

	@MonitoredHandler
	static class Closing extends Template.Closed {

	}

	static class Whispering extends Template.Secretive {

	}

	@MonitoredHandler
	static class Empty {

	}

}
