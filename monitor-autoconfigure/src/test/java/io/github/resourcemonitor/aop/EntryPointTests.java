package io.github.resourcemonitor.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.event.EventListener;
import org.springframework.core.PriorityOrdered;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.event.TransactionalEventListener;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.awaitRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EntryPointPostProcessor}: schedules and listeners of events.
 */
class EntryPointTests {

	private static final String HOURLY = "3600000";

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("resource-monitor.entry-points=on");

	private final ApplicationContextRunner scheduling = this.runner.withUserConfiguration(Scheduling.class);

	@Test
	void scheduledMethodIsAnInvocation() {
		this.scheduling.withBean(Task.class).run((context) -> {
			InvocationRecord record = awaitRecord(context, "Task.run");
			assertThat(record.trigger()).isEqualTo(Trigger.TIMER);
			assertThat(record.request()).isNull();
			assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
			assertThat(record.parentId()).isNull();
			assertThat(context.getBean(Task.class).runs()).isOne();
		});
	}

	@Test
	void failureOfAScheduledMethodIsThatOfTheInvocation() {
		this.scheduling.withBean(FailingTask.class).run((context) -> {
			InvocationRecord record = awaitRecord(context, "FailingTask.run");
			assertThat(record.outcome()).isEqualTo(Outcome.ERROR);
			assertThat(record.error()).isEqualTo(IllegalStateException.class.getName());
			List<Throwable> handled = context.getBean(Scheduling.class).errors;
			await().until(() -> !handled.isEmpty());
			assertThat(handled).containsExactly(FailingTask.FAILURE);
		});
	}

	@Test
	void eachSubscriptionToAReactiveScheduleIsAnInvocation() {
		this.scheduling.withBean(ReactiveTask.class).run((context) -> {
			InvocationRecord record = awaitRecord(context, "ReactiveTask.run");
			assertThat(record.trigger()).isEqualTo(Trigger.TIMER);
			assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
			assertThat(records(context)).hasSize(1);
		});
	}

	@Test
	void findsRepeatedAndMetaAnnotations() {
		this.scheduling.withBean(OtherTasks.class).run((context) -> {
			await().until(() -> records(context).size() == 3);
			assertThat(handlers(context)).containsExactlyInAnyOrder("OtherTasks.twice", "OtherTasks.twice",
					"OtherTasks.meta");
			assertThat(records(context)).extracting(InvocationRecord::trigger).containsOnly(Trigger.TIMER);
		});
	}

	@Test
	void handlerIsOneInvocationUnderItsOwnName() {
		this.scheduling.withBean(AnnotatedTask.class).run((context) -> {
			awaitRecord(context, "nightly");
			assertThat(handlers(context)).containsExactly("nightly");
			assertThat(onlyRecord(context).trigger()).isEqualTo(Trigger.TIMER);
			assertThat(problems(context)).isEmpty();
		});
	}

	@Test
	void handlerHasItsTriggerWithoutTheProperty() {
		this.scheduling.withPropertyValues("resource-monitor.entry-points=off")
			.withBean(AnnotatedTask.class)
			.withBean(AnnotatedListener.class)
			.run((context) -> {
				assertThat(awaitRecord(context, "nightly").trigger()).isEqualTo(Trigger.TIMER);
				context.publishEvent(event("google.cloud.storage.object.v1.finalized"));
				assertThat(onlyRecord(context, "AnnotatedListener.on").trigger()).isEqualTo(Trigger.DATASOURCE);
				context.getBean(AnnotatedListener.class).call();
				assertThat(onlyRecord(context, "AnnotatedListener.call").trigger()).isNull();
			});
	}

	@ParameterizedTest
	@CsvSource({ "google.cloud.pubsub.topic.v1.messagePublished, PUBSUB",
			"google.cloud.storage.object.v1.finalized, DATASOURCE",
			"google.cloud.firestore.document.v1.written, DATASOURCE", "google.cloud.scheduler.job.v1.executed, TIMER",
			"com.example.ordered, OTHER" })
	void listenerOfCloudEventsHasTheTriggerOfTheEvent(String type, Trigger trigger) {
		this.runner.withBean(Events.class).run((context) -> {
			context.publishEvent(event(type));
			assertThat(handlers(context)).containsExactlyInAnyOrder("Events.event", "Events.payload",
					"Events.declared");
			assertThat(records(context)).filteredOn((record) -> !record.handler().equals("Events.declared"))
				.extracting(InvocationRecord::trigger)
				.containsOnly(trigger);
			assertThat(onlyRecord(context, "Events.declared").trigger()).isEqualTo(Trigger.OTHER);
		});
	}

	@Test
	void otherListenersAreNoInvocations() {
		this.runner.withBean(Events.class).run((context) -> {
			context.publishEvent("an event");
			assertThat(records(context)).isEmpty();
		});
	}

	@Test
	void exceptionOfAListenerIsThatOfTheInvocation() {
		this.runner.withBean(FailingListener.class).run((context) -> {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.publishEvent(event("com.example.ordered")))
				.isSameAs(FailingListener.FAILURE);
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.ERROR);
		});
	}

	@Test
	void asynchronousListenerIsTheWorkOnTheOtherThread() {
		this.runner.withUserConfiguration(AsyncConfiguration.class).withBean(AsyncListener.class).run((context) -> {
			context.publishEvent(event("com.example.ordered"));
			assertThat(context.getBean(Invocations.class).started()).isZero();
			context.getBean(Tasks.class).run();
			assertThat(handlers(context)).containsExactly("AsyncListener.on");
		});
	}

	@Test
	void invocationIncludesAllAttempts() {
		this.runner.withUserConfiguration(Resilience.class).withBean(RetriedListener.class).run((context) -> {
			context.publishEvent(event("com.example.ordered"));
			assertThat(handlers(context)).containsExactly("RetriedListener.on");
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.SUCCESS);
		});
	}

	@Test
	void callWithinAnInvocationIsNestedAndHasNotThatTrigger() {
		this.runner.withBean(Task.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("outer", context.getBean(Task.class)::run);
			InvocationRecord nested = onlyRecord(context, "Task.run");
			assertThat(nested.parentId()).isNotNull();
			assertThat(nested.trigger()).isNull();
		});
	}

	@Test
	void kindsThatAreNotListedAreNoInvocations() {
		this.scheduling.withPropertyValues("resource-monitor.entry-points=messages,Events")
			.withBean(Task.class)
			.withBean(Events.class)
			.run((context) -> {
				Task task = context.getBean(Task.class);
				assertThat(AopUtils.isAopProxy(task)).isFalse();
				task.await();
				context.publishEvent(event("com.example.ordered"));
				assertThat(handlers(context)).hasSize(3).doesNotContain("Task.run");
			});
	}

	@Test
	void theyAreNoHandlersThatReplaceRequests() {
		this.runner.withBean(Task.class)
			.run((context) -> assertThat(new MonitoredBeans(context.getSourceApplicationContext().getBeanFactory(),
					context.getBean(MonitoredMethodIndex.class))
				.hasHandler()).isFalse());
	}

	@Test
	void overridingMethodWithoutTheAnnotationIsNotScheduled() {
		this.scheduling.withBean(Unscheduled.class).run((context) -> {
			context.getBean(Unscheduled.class).run();
			assertThat(records(context)).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "PrivateListener, on, private method EntryPointTests.PrivateListener.internal()",
			"FinalMethod, run, final method EntryPointTests.FinalMethod.describe()",
			"VisibleField, run, field EntryPointTests.VisibleField.name",
			"PublicField, run, field EntryPointTests.PublicField.name", "FinalClass, run, final class or record",
			"StaticMethod, run, static method cannot be intercepted" })
	void beanThatCannotHaveAProxyStaysAsItIsAndIsReported(String type, String method, String reason) throws Exception {
		Class<?> bean = Class.forName(EntryPointTests.class.getName() + "$" + type);
		this.scheduling.withPropertyValues("resource-monitor.verification=fail").withBean(bean).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isAopProxy(context.getBean(bean))).isFalse();
			assertThat(problems(context)).singleElement()
				.satisfies((problem) -> assertThat(problem.toString())
					.startsWith("EntryPointTests." + type + "." + method + "(): ")
					.contains(reason));
		});
	}

	@Test
	void annotationsForWhichNoFrameworkCallsPrivateMethodsAreNoObstacle() {
		this.scheduling.withPropertyValues("resource-monitor.verification=fail")
			.withBean(AnnotatedInPrivate.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AopUtils.isCglibProxy(context.getBean(AnnotatedInPrivate.class))).isTrue();
				assertThat(problems(context)).isEmpty();
			});
	}

	@Test
	void beanThatIsCreatedTooEarlyIsReported() {
		this.runner.withUserConfiguration(Early.class)
			.run((context) -> assertThat(problems(context)).singleElement()
				.satisfies((problem) -> assertThat(problem.toString()).startsWith("EntryPointTests.Task.run(): ")
					.contains("created before it could get a proxy")));
	}

	@Test
	void beanKeepsItsClassWithProxiesOfInterfaces() {
		this.scheduling.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(RunnableTask.class)
			.withBean(NeedsTask.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				awaitRecord(context, "RunnableTask.hourly");
			});
	}

	@Test
	void beansThatNeedEachOtherAreInvocations() {
		this.runner.withAllowCircularReferences(true).withBean(One.class).withBean(Other.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Other.class).one).isSameAs(context.getBean(One.class));
			context.publishEvent(event("com.example.ordered"));
			assertThat(handlers(context)).containsExactly("One.on");
		});
	}

	@Test
	void scopedBeanIsOneInvocation() {
		this.runner.withUserConfiguration(Scoped.class).run((context) -> {
			context.publishEvent(event("com.example.ordered"));
			assertThat(handlers(context)).containsExactly("ScopedListener.on");
			assertThat(problems(context)).isEmpty();
		});
	}

	@Test
	void beanUnderASecondNameIsOneInvocation() {
		this.runner.withUserConfiguration(SecondName.class).run((context) -> {
			Task task = context.getBean("task", Task.class);
			assertThat(context.getBean("same")).isSameAs(task);
			task.run();
			assertThat(handlers(context)).containsExactly("Task.run");
		});
	}

	@Test
	void configurationClassCanHaveScheduledMethods() {
		this.scheduling.withUserConfiguration(Configured.class).run((context) -> {
			awaitRecord(context, "Configured.refresh");
			assertThat(context.getBean("first")).isSameAs(context.getBean("second"));
		});
	}

	@Test
	void findsListenersOfTransactions() throws Exception {
		EntryPoints points = new EntryPoints(Set.of(EntryPointKind.EVENTS), new MonitoredMethodIndex());
		Method method = AfterCommit.class.getDeclaredMethod("on", CloudEvent.class);
		EntryPoint point = points.find(method, AfterCommit.class);
		assertThat(point).isNotNull();
		assertThat(point.kind()).isEqualTo(EntryPointKind.EVENTS);
	}

	@Test
	void proxyIsOneOfTheClass() {
		this.runner.withBean(Task.class)
			.run((context) -> assertThat(AopProxyUtils.ultimateTargetClass(context.getBean(Task.class)))
				.isEqualTo(Task.class));
	}

	private static List<InterceptionProblem> problems(ApplicationContext context) {
		return context.getBean(InterceptionReport.class).problems();
	}

	private static CloudEvent event(String type) {
		return CloudEventBuilder.v1().withId("1").withSource(URI.create("/test")).withType(type).build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		final List<Throwable> errors = new CopyOnWriteArrayList<>();

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setErrorHandler(this.errors::add);
			return scheduler;
		}

	}

	static class Task {

		private final AtomicInteger runs = new AtomicInteger();

		@Autowired
		ApplicationContext context;

		protected final CountDownLatch ran = new CountDownLatch(1);

		@Scheduled(fixedDelayString = HOURLY)
		void run() {
			this.runs.incrementAndGet();
			this.ran.countDown();
		}

		int runs() {
			return this.runs.get();
		}

		void await() throws InterruptedException {
			this.ran.await();
		}

	}

	static class FailingTask {

		private static final IllegalStateException FAILURE = new IllegalStateException("scheduled");

		@Scheduled(fixedDelayString = HOURLY)
		void run() {
			throw FAILURE;
		}

	}

	static class ReactiveTask {

		@Scheduled(fixedDelayString = HOURLY)
		Mono<String> run() {
			return Mono.fromSupplier(() -> "done");
		}

	}

	@Scheduled(fixedDelayString = HOURLY)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Hourly {

	}

	static class OtherTasks {

		@Scheduled(fixedDelayString = HOURLY)
		@Scheduled(fixedRateString = HOURLY)
		void twice() {
		}

		@Hourly
		void meta() {
		}

	}

	static class AnnotatedTask {

		@MonitoredHandler("nightly")
		@Scheduled(fixedDelayString = HOURLY)
		void run() {
		}

	}

	@MonitoredHandler
	static class AnnotatedListener {

		@EventListener
		void on(CloudEvent event) {
		}

		void call() {
		}

	}

	static class Unscheduled extends Task {

		@Override
		void run() {
		}

	}

	static class Events {

		@EventListener
		void event(CloudEvent event) {
		}

		@EventListener
		void payload(PayloadApplicationEvent<? extends CloudEvent> event) {
		}

		@EventListener(CloudEvent.class)
		void declared() {
		}

		@EventListener
		void text(String event) {
		}

		@EventListener
		void any(PayloadApplicationEvent<String> event) {
		}

		@EventListener({ CloudEvent.class, String.class })
		void several(Object event) {
		}

	}

	static class AfterCommit {

		@TransactionalEventListener
		void on(CloudEvent event) {
		}

	}

	static class FailingListener {

		private static final IllegalStateException FAILURE = new IllegalStateException("listener");

		@EventListener
		void on(CloudEvent event) {
			throw FAILURE;
		}

	}

	static class AsyncListener {

		@Async
		@EventListener
		void on(CloudEvent event) {
		}

	}

	static class RetriedListener {

		private int attempts;

		@Retryable(maxRetries = 2, delay = 0)
		@EventListener
		void on(CloudEvent event) {
			if (++this.attempts < 3) {
				throw new IllegalStateException("attempt " + this.attempts);
			}
		}

	}

	static class Tasks implements Executor {

		private final List<Runnable> tasks = new ArrayList<>();

		@Override
		public void execute(Runnable task) {
			this.tasks.add(task);
		}

		void run() {
			this.tasks.forEach(Runnable::run);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		Tasks taskExecutor() {
			return new Tasks();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class Resilience {

	}

	static class PrivateListener {

		@EventListener
		void on(CloudEvent event) {
		}

		@EventListener
		private void internal(String event) {
		}

	}

	static class AnnotatedInPrivate {

		@Scheduled(fixedDelayString = HOURLY)
		void run() {
		}

		@org.springframework.lang.Nullable
		private String legacy() {
			return null;
		}

		@Nullable
		private String own() {
			return null;
		}

		@Async
		@Retryable
		private void neverIntercepted() {
		}

		@Retention(RetentionPolicy.RUNTIME)
		@interface Nullable {

		}

	}

	static class FinalMethod {

		private final String name = "name";

		@Scheduled(fixedDelayString = HOURLY)
		void run() {
		}

		final String describe() {
			return this.name;
		}

	}

	static class VisibleField {

		final String name = String.valueOf("name");

		@Scheduled(fixedDelayString = HOURLY)
		void run() {
		}

	}

	static class PublicField {

		public final String name = String.valueOf("name");

		@Scheduled(fixedDelayString = HOURLY)
		void run() {
		}

	}

	static final class FinalClass {

		@Scheduled(fixedDelayString = HOURLY)
		void run() {
		}

	}

	static class StaticMethod {

		@Scheduled(fixedDelayString = HOURLY)
		static void run() {
		}

	}

	static class RunnableTask implements Runnable {

		@Scheduled(fixedDelayString = HOURLY)
		void hourly() {
			run();
		}

		@Override
		public void run() {
		}

	}

	static class NeedsTask {

		NeedsTask(RunnableTask task) {
			task.run();
		}

	}

	static class One {

		@Autowired
		private Other other;

		@EventListener
		void on(CloudEvent event) {
			assertThat(this.other).isNotNull();
		}

	}

	static class Other {

		@Autowired
		private One one;

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		ScopedListener listener() {
			return new ScopedListener();
		}

	}

	static class ScopedListener {

		@EventListener
		void on(CloudEvent event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondName {

		@Bean
		Task task() {
			return new Task();
		}

		@Bean
		Task same(Task task) {
			return task;
		}

	}

	@Configuration
	static class Configured {

		@Bean
		Object first() {
			return new Object();
		}

		@Bean
		Object second() {
			return first();
		}

		@Scheduled(fixedDelayString = HOURLY)
		void refresh() {
		}

	}

	static class First implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Early {

		@Bean
		static First needsTask(Task task) {
			return new First();
		}

		@Bean
		static Task task() {
			return new Task();
		}

	}

}
