package io.github.resourcemonitor.woven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorInterceptionAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorWeavingAutoConfiguration;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.woven.Scenario.Recorded;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.annotation.EnableAsync;

/**
 * Calls methods in every way that a proxy does not intercept, and in some that it does,
 * and writes the records: one JSON object per line.
 */
public final class WovenApplication {

	private final Path results;

	private WovenApplication(Path results) {
		this.results = results;
	}

	/**
	 * Run the scenarios.
	 * @param arguments the file to write to, and {@code all} or {@code few}
	 * @throws Exception if one cannot be run
	 */
	public static void main(String[] arguments) throws Exception {
		WovenApplication application = new WovenApplication(Path.of(arguments[0]));
		if (arguments[1].equals("all")) {
			application.run();
		}
		else {
			application.runFew();
		}
	}

	private void runFew() {
		try (ConfigurableApplicationContext context = start()) {
			Recorder recorder = new Recorder("", context);
			recorder.say("proxied", context.getBean(Worker.class)::handle);
			recorder.say("no bean", () -> new Plain().handle());
			recorder.say("service calls", () -> new Plain().callAll());
		}
	}

	private void run() throws Exception {
		new Plain().handle();
		System.out.println("woven: " + findWoven(Worker.class) + " " + findWoven(SpringApplication.class));
		Worker orphan;
		try (ConfigurableApplicationContext context = start()) {
			orphan = context.getBean(Worker.class);
			Recorder recorder = new Recorder("", context);
			recorder.write("start");
			runProxied(recorder, context.getBean(Worker.class));
			runWoven(recorder, context.getBean(Worker.class));
			runTyped(recorder, (Typed) context.getBean("typed"), context.getBean(Typed.Subtype.class));
			recorder.say("inherited method", context.getBean(Typed.Order.class)::handle);
			recorder.say("inherited method without a bean", () -> new Typed.Order().handle());
			recorder.say("function through its proxy", () -> context.getBean(Resize.class).apply("abc"));
			recorder.say("function that is no bean", () -> new Resize().apply("abc"));
			runBeanMethod(recorder, context);
		}
		new Plain().handle();
		try (ConfigurableApplicationContext first = start()) {
			Recorder recorder = new Recorder("", first);
			recorder.say("after another context", () -> new Plain().handle());
			recorder.say("bean of a closed context", orphan::callHandle);
			runBesideAnother(first);
			recorder.say("alone again", () -> new Plain().handle());
		}
	}

	private static Set<String> findWoven(Class<?> type) {
		Set<String> result = new TreeSet<>();
		for (Method method : type.getDeclaredMethods()) {
			int end = method.getName().indexOf("_aroundBody");
			if (end > 0) {
				result.add(method.getName().substring(0, end));
			}
		}
		return result;
	}

	private void runProxied(Recorder recorder, Worker worker) {
		recorder.say("proxied", worker::handle);
		recorder.say("recursion", () -> worker.recurse(2));
		worker.reset();
		recorder.say("retry", worker::retried);
		worker.reset();
		recorder.say("retry and recursion", () -> worker.retriedRecursion(1));
		worker.reset();
		recorder.say("retried service", () -> worker.callRetriedService(worker));
		recorder.say("async", () -> worker.later().get());
		recorder.say("elsewhere", worker::elsewhere);
		recorder.say("both annotations", worker::both);
		recorder.say("interface", worker::fromInterface);
	}

	private void runWoven(Recorder recorder, Worker worker) {
		recorder.say("self-invocation", worker::callHandle);
		recorder.say("private", () -> worker.callSecret("x"));
		recorder.say("final", worker::fixed);
		recorder.say("static", () -> Worker.twice(21));
		recorder.say("no bean", () -> new Plain().handle());
		recorder.say("service calls", () -> new Plain().callAll());
		recorder.say("both annotations by self-invocation", worker::callBoth);
		recorder.say("interface by self-invocation", worker::callFromInterface);
		RuntimeException failure = new IllegalArgumentException("on purpose");
		recorder.say("failure", () -> {
			try {
				new Plain().fail(failure);
				throw new AssertionError("No failure");
			}
			catch (IllegalArgumentException ex) {
				return (ex == failure) ? "same" : "other";
			}
		});
		CompletableFuture<String> promise = new CompletableFuture<>();
		AtomicReference<CompletableFuture<String>> handedOn = new AtomicReference<>();
		recorder.say("promise", () -> {
			handedOn.set(new Plain().promise(promise));
			return handedOn.get().isDone() ? "done" : "open";
		});
		recorder.say("promise kept", () -> promise.complete("kept") ? handedOn.get().join() : "");
		recorder.say("local class", () -> new Object() {

			@MonitoredHandler("local")
			String work() {
				return "local";
			}

		}.work());
	}

	private void runTyped(Recorder recorder, Typed typed, Typed.Subtype subtype) {
		recorder.say("annotated type", typed::outer);
		recorder.say("annotated interface", new Store()::load);
		recorder.say("annotated type that is no bean", () -> new Typed().outer());
		recorder.say("super", subtype::inner);
		recorder.say("super without a bean", () -> new Typed.Subtype().inner());
		recorder.say("super with the annotation above", () -> new Typed.Child().work());
	}

	@SuppressWarnings("unchecked")
	private void runBeanMethod(Recorder recorder, ApplicationContext context) {
		recorder.say("bean method", () -> context.getBean("upper"));
		recorder.say("function of a bean method",
				() -> ((Function<String, String>) context.getBean("upper")).apply("abc"));
	}

	private void runBesideAnother(ConfigurableApplicationContext first) {
		Worker worker = first.getBean(Worker.class);
		try (ConfigurableApplicationContext second = start()) {
			List<Recorder> both = List.of(new Recorder("first: ", first), new Recorder("second: ", second));
			say("two contexts, bean", both, worker::callSecretOfOwn);
			say("two contexts, no bean", both, () -> new Plain().handle());
			say("two contexts, no bean again", both, () -> new Plain().handle());
			say("two contexts, no bean in an invocation", both, second.getBean(Worker.class)::callPlain);
			say("two contexts, nested", both, () -> second.getBean(Worker.class).callOther(worker));
		}
	}

	private void say(String name, List<Recorder> recorders, Callable<?> work) {
		recorders.forEach(Recorder::mark);
		Recorder.call(name, work);
		recorders.forEach((recorder) -> recorder.write(name));
	}

	private void write(Scenario scenario) {
		String line = scenario.toJson() + "\n";
		try {
			Files.writeString(this.results, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Beans.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties("resource-monitor.verification=fail", "resource-monitor.sampling.enabled=false",
					"resource-monitor.sampling.edges=false", "spring.jmx.enabled=false")
			.run();
	}

	/**
	 * Writes the records of one context.
	 */
	private final class Recorder {

		private final String prefix;

		private final InvocationRepository repository;

		private long seen;

		Recorder(String prefix, ApplicationContext context) {
			this.prefix = prefix;
			this.repository = context.getBean(InvocationRepository.class);
		}

		void say(String name, Callable<?> work) {
			mark();
			call(name, work);
			write(name);
		}

		void mark() {
			this.seen = this.repository.findAll().size();
		}

		static void call(String name, Callable<?> work) {
			try {
				System.out.println(name + ": " + work.call());
			}
			catch (Exception ex) {
				throw new IllegalStateException(name, ex);
			}
		}

		void write(String name) {
			List<InvocationRecord> records = new ArrayList<>(this.repository.findAll());
			Collections.reverse(records);
			WovenApplication.this
				.write(new Scenario(this.prefix + name, records.stream().skip(this.seen).map(Recorded::of).toList()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	@EnableAsync
	@Import(Advised.class)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, ResourceMonitorAutoConfiguration.class,
			ResourceMonitorInterceptionAutoConfiguration.class, ResourceMonitorWeavingAutoConfiguration.class })
	static class Beans {

		@Bean
		Worker worker() {
			return new Worker();
		}

		@Bean
		Typed typed() {
			return new Typed();
		}

		@Bean
		Typed.Subtype subtype() {
			return new Typed.Subtype();
		}

		@Bean
		Typed.Order order() {
			return new Typed.Order();
		}

		@Bean
		@Lazy
		@MonitoredHandler
		Function<String, String> upper() {
			return String::toUpperCase;
		}

		@Bean
		Resize resize() {
			return new Resize();
		}

	}

}
