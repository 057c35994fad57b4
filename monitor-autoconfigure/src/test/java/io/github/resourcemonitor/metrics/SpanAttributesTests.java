package io.github.resourcemonitor.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TestRecords;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanAttributes}, with the bridges to OpenTelemetry and to Brave.
 */
class SpanAttributesTests {

	private final TestTracing tracing = new TestTracing(Sampler.alwaysOn());

	private final ApplicationContextRunner runner = runner(this.tracing.tracer());

	private static ApplicationContextRunner runner(Tracer tracer) {
		return MonitorContexts.withoutReadings().withBean(Tracer.class, () -> tracer).withBean(Handlers.class);
	}

	@Test
	void figuresAreOnTheCurrentSpan() {
		this.runner.run((context) -> {
			inSpan("request", () -> download(context));
			InvocationRecord record = onlyRecord(context);
			Attributes attributes = this.tracing.ended("request").getAttributes();
			Map<String, Object> expected = new HashMap<>();
			expected.put("faas.invocation_id", record.id());
			expected.put("faas.coldstart", true);
			expected.put("resource_monitor.handler", "thumbnail");
			expected.put("resource_monitor.cpu_nanos", record.own().cpuNanos());
			expected.put("resource_monitor.allocated_bytes", record.own().allocatedBytes());
			expected.put("resource_monitor.concurrency", 1L);
			expected.put("resource_monitor.service_calls", 2L);
			expected.put("resource_monitor.download_bytes", 70L);
			expected.put("resource_monitor.upload_bytes", 7L);
			assertThat(values(attributes)).isEqualTo(expected);
			assertThat(record.trace()).isNotNull();
			assertThat(record.trace().spanId()).isEqualTo(this.tracing.ended("request").getSpanId());
		});
	}

	@Test
	void thePeakOfMemoryIsOnTheSpan() {
		SpanAttributes attributes = new SpanAttributes(this.tracing.tracer(), 10);
		InvocationRecord record = TestRecords.sequence(2).process(3000, 1, 2).build();
		inSpan("request", () -> {
			attributes.onStart(new StartedInvocation(record.id()));
			attributes.onEnd(record);
		});
		assertThat(values("request")).containsEntry("faas.coldstart", false)
			.containsEntry("resource_monitor.peak_memory_bytes", 3000L);
	}

	@Test
	void thereIsNoSpanOfOurOwn() {
		this.runner.run((context) -> {
			download(context);
			inSpan("request", () -> download(context));
			assertThat(this.tracing.ended()).extracting((span) -> span.getName()).containsExactly("request");
		});
	}

	@Test
	void ofNestedInvocationsTheOuterOneIsOnTheSpan() {
		this.runner.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			inSpan("request", () -> monitor.run("outer", () -> {
				inSpan("inner", () -> monitor.run("inner", () -> {
				}));
				download(context);
			}));
			assertThat(values("request")).containsEntry("resource_monitor.handler", "outer")
				.containsEntry("resource_monitor.download_bytes", 70L);
			assertThat(values("inner")).containsEntry("resource_monitor.handler", "inner")
				.containsEntry("resource_monitor.download_bytes", 0L);
		});
	}

	@Test
	void itIsTheSpanThatIsCurrentAtTheEnd() {
		this.runner.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			InvocationScope scope = monitor.start("handler");
			inSpan("at the end", scope::close);
			inSpan("parent", () -> {
				InvocationScope inner = monitor.start("handler");
				Span child = this.tracing.tracer().nextSpan().name("child").start();
				try (Tracer.SpanInScope current = this.tracing.tracer().withSpan(child)) {
					inner.close();
				}
				child.end();
			});
			assertThat(values("at the end")).containsKey("faas.invocation_id");
			assertThat(values("child")).containsKey("faas.invocation_id");
			assertThat(values("parent")).isEmpty();
		});
	}

	@Test
	void anAsynchronousEndIsOnTheSpanOfTheStart() {
		this.runner.run((context) -> {
			Handlers handlers = context.getBean(Handlers.class);
			Span request = this.tracing.start("request");
			CompletableFuture<String> result = call(handlers, request);
			onAnotherThread(() -> inSpan("other work", handlers::complete));
			assertThat(result.join()).isEqualTo("done");
			request.end();
			assertThat(values("request")).containsEntry("faas.invocation_id", onlyRecord(context).id());
			assertThat(values("other work")).isEmpty();
		});
	}

	@Test
	void anEndInAnotherTraceIsOnTheSpanOfTheStart() {
		this.runner.run((context) -> {
			Handlers handlers = context.getBean(Handlers.class);
			Span request = this.tracing.start("request");
			call(handlers, request);
			inSpan("other request", handlers::complete);
			request.end();
			assertThat(values("request")).containsEntry("faas.invocation_id", onlyRecord(context).id());
			assertThat(values("other request")).isEmpty();
		});
	}

	@Test
	void anAsynchronousEndAfterThatOfTheSpanIsOnNone() {
		this.runner.run((context) -> {
			Handlers handlers = context.getBean(Handlers.class);
			Span request = this.tracing.start("request");
			call(handlers, request);
			request.end();
			onAnotherThread(() -> inSpan("other work", handlers::complete));
			assertThat(onlyRecord(context).trace()).isNotNull();
			assertThat(values("request")).isEmpty();
			assertThat(values("other work")).isEmpty();
			assertThat(this.tracing.ended()).hasSize(2);
		});
	}

	@Test
	void anAsynchronousEndWithoutASpanAtTheStartIsOnNone() {
		this.runner.run((context) -> {
			Handlers handlers = context.getBean(Handlers.class);
			handlers.later();
			onAnotherThread(() -> inSpan("other work", handlers::complete));
			assertThat(onlyRecord(context).trace()).isNull();
			assertThat(values("other work")).isEmpty();
		});
	}

	@Test
	void aSpanThatEndedWhileItIsCurrentStaysAsItIs() {
		this.runner.run((context) -> {
			Span span = this.tracing.start("request");
			try (Tracer.SpanInScope scope = this.tracing.tracer().withSpan(span)) {
				context.getBean(ResourceMonitor.class).run("handler", span::end);
			}
			assertThat(values("request")).isEmpty();
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	@Test
	void spansThatAreNotSampledStayAsTheyAre() {
		TestTracing unsampled = new TestTracing(Sampler.alwaysOff());
		runner(unsampled.tracer()).run((context) -> {
			Span span = unsampled.start("request");
			try (Tracer.SpanInScope scope = unsampled.tracer().withSpan(span)) {
				download(context);
			}
			span.end();
			assertThat(unsampled.ended()).isEmpty();
			assertThat(onlyRecord(context).trace()).isNull();
		});
	}

	@Test
	void attributesCanBeSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.tracing.span-attributes=false").run((context) -> {
			inSpan("request", () -> download(context));
			assertThat(context).doesNotHaveBean(SpanAttributes.class);
			assertThat(values("request")).isEmpty();
			assertThat(onlyRecord(context).trace()).isNotNull();
		});
	}

	@Test
	void rememberedStartsAreBounded() {
		SpanAttributes attributes = new SpanAttributes(this.tracing.tracer(), 2);
		InvocationRecord record = TestRecords.sequence(1).build();
		inSpan("request", () -> {
			attributes.onStart(new StartedInvocation(record.id()));
			attributes.onStart(new StartedInvocation("lost"));
			attributes.onStart(new StartedInvocation("another"));
			attributes.onEnd(record);
		});
		assertThat(values("request")).isEmpty();
	}

	@Test
	void withBraveFiguresAreOnTheCurrentSpan() {
		BraveSpans spans = new BraveSpans();
		try (Tracing brave = Tracing.newBuilder().addSpanHandler(spans).build()) {
			Tracer tracer = new BraveTracer(brave.tracer(), new BraveCurrentTraceContext(brave.currentTraceContext()));
			runner(tracer).run((context) -> {
				Span span = tracer.nextSpan().name("request").start();
				try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
					download(context);
				}
				span.end();
				assertThat(spans.ended).hasSize(1);
				assertThat(spans.ended.get(0).tags()).containsEntry("faas.invocation_id", onlyRecord(context).id())
					.containsEntry("faas.coldstart", "true")
					.containsEntry("resource_monitor.download_bytes", "70");
			});
		}
	}

	@Test
	void withBraveAnEndedSpanIsNotTouched() {
		BraveSpans spans = new BraveSpans();
		try (Tracing brave = Tracing.newBuilder().addSpanHandler(spans).build()) {
			Tracer tracer = new BraveTracer(brave.tracer(), new BraveCurrentTraceContext(brave.currentTraceContext()));
			runner(tracer).run((context) -> {
				Handlers handlers = context.getBean(Handlers.class);
				Span span = tracer.nextSpan().name("request").start();
				try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
					handlers.later();
				}
				span.end();
				onAnotherThread(handlers::complete);
				assertThat(onlyRecord(context).trace()).isNotNull();
				assertThat(spans.begun).isOne();
				assertThat(spans.ended).hasSize(1);
				assertThat(spans.ended.get(0).tags()).isEmpty();
			});
		}
	}

	private CompletableFuture<String> call(Handlers handlers, Span span) {
		try (Tracer.SpanInScope scope = this.tracing.tracer().withSpan(span)) {
			return handlers.later();
		}
	}

	private static void download(ApplicationContext context) {
		ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
		monitor.run("thumbnail", () -> {
			monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 70);
			monitor.recordServiceCall("storage", "put", CallDirection.UPLOAD, 7);
		});
	}

	private void inSpan(String name, Runnable work) {
		Span span = this.tracing.start(name);
		try (Tracer.SpanInScope scope = this.tracing.tracer().withSpan(span)) {
			work.run();
		}
		finally {
			span.end();
		}
	}

	private static void onAnotherThread(Runnable work) {
		CompletableFuture.runAsync(work, (task) -> new Thread(task).start()).join();
	}

	private Map<String, Object> values(String span) {
		return values(this.tracing.ended(span).getAttributes());
	}

	private static Map<String, Object> values(Attributes attributes) {
		Map<String, Object> values = new HashMap<>();
		attributes.forEach((key, value) -> values.put(key.getKey(), value));
		return values;
	}

	static class Handlers {

		private final CompletableFuture<String> result = new CompletableFuture<>();

		public void complete() {
			this.result.complete("done");
		}

		@MonitoredHandler
		public CompletableFuture<String> later() {
			return this.result;
		}

	}

	private record StartedInvocation(String id) implements Invocation {

		@Override
		public String handler() {
			return "handler";
		}

		@Override
		public Instant start() {
			return Instant.EPOCH;
		}

	}

	private static final class BraveSpans extends SpanHandler {

		private final List<MutableSpan> ended = new ArrayList<>();

		private int begun;

		@Override
		public boolean begin(brave.propagation.TraceContext context, MutableSpan span,
				brave.propagation.TraceContext parent) {
			this.begun++;
			return true;
		}

		@Override
		public boolean end(brave.propagation.TraceContext context, MutableSpan span, Cause cause) {
			this.ended.add(span);
			return true;
		}

	}

}
