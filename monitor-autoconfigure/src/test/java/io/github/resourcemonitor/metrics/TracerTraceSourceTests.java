package io.github.resourcemonitor.metrics;

import java.lang.reflect.Proxy;

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

	/**
	 * Create a proxy with two methods, because the interfaces have dozens of others.
	 */
	private static <T> T answering(Class<T> type, String first, Object firstAnswer, String second,
			Object secondAnswer) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				if (method.getName().equals(first)) {
					return firstAnswer;
				}
				if (method.getName().equals(second)) {
					return secondAnswer;
				}
				throw new UnsupportedOperationException(method.getName());
			}));
	}

}
