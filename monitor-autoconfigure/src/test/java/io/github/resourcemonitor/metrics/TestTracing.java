package io.github.resourcemonitor.metrics;

import java.util.List;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/**
 * Micrometer's tracer on the SDK of OpenTelemetry, with its spans in memory.
 */
final class TestTracing {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final Tracer tracer;

	TestTracing(Sampler sampler) {
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(sampler)
			.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
			.build();
		this.tracer = new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), (event) -> {
		});
	}

	Tracer tracer() {
		return this.tracer;
	}

	Span start(String name) {
		return this.tracer.spanBuilder().setNoParent().name(name).start();
	}

	/**
	 * Return the spans that have ended.
	 */
	List<SpanData> ended() {
		return this.exporter.getFinishedSpanItems();
	}

	SpanData ended(String name) {
		return ended().stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

}
