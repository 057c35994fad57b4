package io.github.resourcemonitor.metrics;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import io.github.resourcemonitor.record.TraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TracerTraceSourceTests {

	@Test
	void returnsTheCurrentSpan() {
		assertThat(new TracerTraceSource(tracer(span(false))).current()).isEqualTo(new TraceContext("trace", "span"));
	}

	@Test
	void knowsWhetherTheTraceIsSampled() {
		Object context = answering(io.micrometer.tracing.TraceContext.class,
				Map.of("traceId", "trace", "spanId", "span", "sampled", true));
		Span span = answering(Span.class, Map.of("isNoop", false, "context", context));
		assertThat(new TracerTraceSource(tracer(span)).current()).isEqualTo(new TraceContext("trace", "span", true));
	}

	@Test
	void hasNoTraceWithoutASpan() {
		assertThat(new TracerTraceSource(tracer(null)).current()).isNull();
		assertThat(new TracerTraceSource(tracer(span(true))).current()).isNull();
		assertThat(new TracerTraceSource(Tracer.NOOP).current()).isNull();
	}

	private static Tracer tracer(Span span) {
		return answering(Tracer.class, "currentSpan", span, "", "");
	}

	private static Span span(boolean noop) {
		Object context = answering(io.micrometer.tracing.TraceContext.class, "traceId", "trace", "spanId", "span");
		return answering(Span.class, "isNoop", noop, "context", context);
	}

	private static <T> T answering(Class<T> type, String first, Object firstAnswer, String second,
			Object secondAnswer) {
		Map<String, Object> answers = new HashMap<>();
		answers.put(first, firstAnswer);
		answers.put(second, secondAnswer);
		return answering(type, answers);
	}

	/**
	 * Create a proxy with a few methods, because the interfaces have dozens of others.
	 */
	private static <T> T answering(Class<T> type, Map<String, Object> answers) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				if (answers.containsKey(method.getName())) {
					return answers.get(method.getName());
				}
				throw new UnsupportedOperationException(method.getName());
			}));
	}

}
