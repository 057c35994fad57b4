package io.github.resourcemonitor.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ManualSampler;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class InvocationMetersTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private InvocationMeters meters = new InvocationMeters(this.test.invocations(), null, 3);

	@BeforeEach
	void bind() {
		this.meters.bindTo(this.registry);
	}

	@Test
	void hasTheNamesAndTagsOfTheContract() {
		this.meters.onEnd(TestRecords.sequence(1)
			.outcome(Outcome.ERROR)
			.process(1000, 20, 30)
			.serviceCalls(usage("storage", "get", CallDirection.DOWNLOAD, 3, 1, 70L))
			.build());
		Set<String> ids = new TreeSet<>();
		for (Meter meter : this.registry.getMeters()) {
			ids.add(meter.getId().getName() + meter.getId().getTags().stream().map(Tag::toString).toList() + " "
					+ meter.getId().getBaseUnit());
		}
		String tags = "[tag(faas.trigger=unknown), tag(handler=handler)";
		assertThat(ids).containsExactly("faas.coldstarts" + tags + "] null", "faas.cpu_usage" + tags + "] seconds",
				"faas.errors" + tags + "] null", "faas.init_duration" + tags + "] seconds",
				"faas.invoke_duration[tag(faas.coldstart=true), tag(faas.trigger=unknown), tag(handler=handler), "
						+ "tag(outcome=ERROR)] seconds",
				"faas.mem_usage" + tags + "] bytes",
				"faas.net_io" + tags + ", tag(network.io.direction=receive)] bytes",
				"faas.net_io" + tags + ", tag(network.io.direction=transmit)] bytes",
				"resourcemonitor.overhead.cpu[] seconds", "resourcemonitor.records.dropped[] null",
				"resourcemonitor.service.bytes[tag(direction=DOWNLOAD), tag(operation=get), tag(service=storage)] bytes",
				"resourcemonitor.service.calls[tag(direction=DOWNLOAD), tag(operation=get), tag(outcome=ERROR), "
						+ "tag(service=storage)] null",
				"resourcemonitor.service.calls[tag(direction=DOWNLOAD), tag(operation=get), tag(outcome=SUCCESS), "
						+ "tag(service=storage)] null");
	}

	@Test
	void metersInvocations() {
		this.meters.onEnd(TestRecords.sequence(1).durationNanos(1_000).cpuNanos(300L).process(1000, 20, 30).build());
		this.meters.onEnd(TestRecords.sequence(2).durationNanos(5_000).cpuNanos(null).process(3000, 2, 3).build());
		this.meters.onEnd(TestRecords.sequence(3).outcome(Outcome.CANCELLED).cpuNanos(null).build());
		assertThat(this.registry.get("faas.invoke_duration").tag("outcome", "SUCCESS").timers()).hasSize(2);
		assertThat(this.registry.get("faas.invoke_duration")
			.tag("faas.coldstart", "false")
			.tag("outcome", "SUCCESS")
			.timer()
			.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(5_000);
		assertThat(this.registry.get("faas.invoke_duration").tag("outcome", "CANCELLED").timer().count()).isEqualTo(1);
		assertThat(this.registry.get("faas.cpu_usage").timer().count()).isEqualTo(1);
		assertThat(this.registry.get("faas.cpu_usage").timer().totalTime(TimeUnit.NANOSECONDS)).isEqualTo(300);
		assertThat(this.registry.get("faas.mem_usage").summary().max()).isEqualTo(3000);
		assertThat(this.registry.get("faas.mem_usage").summary().count()).isEqualTo(2);
		assertThat(this.registry.get("faas.net_io").tag("network.io.direction", "receive").summary().totalAmount())
			.isEqualTo(22);
		assertThat(this.registry.get("faas.net_io").tag("network.io.direction", "transmit").summary().totalAmount())
			.isEqualTo(33);
		assertThat(this.registry.get("faas.coldstarts").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("faas.init_duration").timer().count()).isEqualTo(1);
		assertThat(this.registry.get("faas.init_duration").timer().totalTime(TimeUnit.NANOSECONDS)).isEqualTo(99);
		assertThat(this.registry.get("faas.invocations").counter().count()).isEqualTo(2);
		assertThat(this.registry.find("faas.errors").counters()).isEmpty();
	}

	@Test
	void hasNoMeterForUnknownValues() {
		this.meters.onEnd(TestRecords.sequence(2).cpuNanos(null).build());
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsExactlyInAnyOrder("faas.invoke_duration", "faas.invocations", "resourcemonitor.overhead.cpu",
					"resourcemonitor.records.dropped");
	}

	@Test
	void keepsTriggersApart() {
		this.meters.onEnd(TestRecords.sequence(2).trigger(Trigger.PUBSUB).build());
		this.meters.onEnd(TestRecords.sequence(3).trigger(Trigger.HTTP).build());
		this.meters.onEnd(TestRecords.sequence(4).trigger(Trigger.PUBSUB).build());
		this.meters.onEnd(TestRecords.sequence(5).build());
		assertThat(count("pubsub")).isEqualTo(2);
		assertThat(count("http")).isEqualTo(1);
		assertThat(count("unknown")).isEqualTo(1);
		assertThat(this.registry.get("faas.invocations").counters()).hasSize(3);
	}

	private double count(String trigger) {
		return this.registry.get("faas.invocations").tag("faas.trigger", trigger).counter().count();
	}

	@Test
	void hasNamesOfPrometheus() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		this.meters.bindTo(prometheus);
		this.meters.onEnd(TestRecords.sequence(1)
			.process(1000, 20, 30)
			.serviceCalls(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 3, 1, 70L, 0, 0, 1L, 1L,
					new ServiceCallUsage.Requests(5, 2, 11, 99, Map.of("200", 3L))))
			.build());
		this.meters.onEnd(TestRecords.sequence(2).outcome(Outcome.ERROR).build());
		Set<String> names = new TreeSet<>();
		prometheus.scrape()
			.lines()
			.filter((line) -> line.startsWith("# TYPE "))
			.forEach((line) -> names.add(line.substring("# TYPE ".length())));
		assertThat(names).containsExactly("faas_coldstarts_total counter", "faas_cpu_usage_seconds summary",
				"faas_cpu_usage_seconds_max gauge", "faas_errors_total counter", "faas_init_duration_seconds summary",
				"faas_init_duration_seconds_max gauge", "faas_invocations_total counter",
				"faas_invoke_duration_seconds summary", "faas_invoke_duration_seconds_max gauge",
				"faas_mem_usage_bytes summary", "faas_mem_usage_bytes_max gauge", "faas_net_io_bytes summary",
				"faas_net_io_bytes_max gauge", "resourcemonitor_overhead_cpu_seconds_total counter",
				"resourcemonitor_records_dropped_total counter", "resourcemonitor_service_bytes_total counter",
				"resourcemonitor_service_calls_total counter", "resourcemonitor_service_retries_total counter",
				"resourcemonitor_service_wire_bytes_total counter");
	}

	@Test
	void theTraceOfTheRecordIsCurrentMeanwhile() {
		List<String> current = new ArrayList<>();
		this.meters = new InvocationMeters(this.test.invocations(), null, 3, (record) -> {
			current.add("open " + record.sequence());
			return () -> current.add("close");
		});
		this.meters.onEnd(TestRecords.sequence(1).build());
		assertThat(current).as("without a registry").isEmpty();
		this.meters.bindTo(this.registry);
		this.meters.onEnd(TestRecords.sequence(2).build());
		assertThat(current).containsExactly("open 2", "close");
	}

	@Test
	void metersServiceCalls() {
		this.meters.onEnd(TestRecords.sequence(1)
			.serviceCalls(usage("storage", "get", CallDirection.DOWNLOAD, 3, 1, 70L),
					usage("storage", "put", CallDirection.UPLOAD, 2, 0, null),
					usage("storage", "list", CallDirection.NONE, 1, 0, 5L))
			.build());
		this.meters.onEnd(TestRecords.sequence(2)
			.serviceCalls(usage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 7L))
			.build());
		assertThat(calls("get", "SUCCESS")).isEqualTo(3);
		assertThat(calls("get", "ERROR")).isEqualTo(1);
		assertThat(calls("put", "SUCCESS")).isEqualTo(2);
		assertThat(calls("list", "SUCCESS")).isEqualTo(1);
		assertThat(this.registry.get("resourcemonitor.service.bytes").counters()).hasSize(1);
		assertThat(this.registry.get("resourcemonitor.service.bytes").counter().count()).isEqualTo(77);
	}

	private double calls(String operation, String outcome) {
		return this.registry.get("resourcemonitor.service.calls")
			.tags("operation", operation, "outcome", outcome)
			.counter()
			.count();
	}

	@Test
	void countsTheCallsOfNestedInvocationsOnce() {
		this.test.listeners.add(this.meters);
		this.monitor.run("outer", () -> {
			this.monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 1);
			this.monitor.run("inner",
					() -> this.monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 20));
		});
		assertThat(calls("get", "SUCCESS")).isEqualTo(2);
		assertThat(this.registry.get("resourcemonitor.service.bytes").counter().count()).isEqualTo(21);
		assertThat(this.registry.get("faas.invoke_duration").tag("handler", "inner").timer().count()).isEqualTo(1);
		assertThat(this.registry.get("faas.invoke_duration").tag("handler", "outer").timer().count()).isEqualTo(1);
	}

	@Test
	void limitsTheNumberOfTagValues() {
		for (int i = 1; i <= 50; i++) {
			this.meters.onEnd(TestRecords.sequence(i)
				.handler("handler" + i)
				.serviceCalls(usage("service", "operation" + i, CallDirection.DOWNLOAD, 1, 0, 1L))
				.build());
		}
		assertThat(tagValues("faas.cpu_usage", "handler")).containsExactly("(other)", "handler1", "handler2",
				"handler3");
		assertThat(tagValues("resourcemonitor.service.calls", "operation")).containsExactly("(other)", "operation1",
				"operation2", "operation3");
		assertThat(tagValues("resourcemonitor.service.calls", "service")).containsExactly("(other)", "service");
		assertThat(this.registry.get("faas.cpu_usage").timers()).extracting((timer) -> timer.count())
			.containsExactlyInAnyOrder(1L, 1L, 1L, 47L);
	}

	private Set<String> tagValues(String name, String tag) {
		Set<String> values = new TreeSet<>();
		this.registry.get(name).meters().forEach((meter) -> values.add(meter.getId().getTag(tag)));
		return values;
	}

	@Test
	void hasMetersOfTheMonitorItself() {
		ManualSampler hand = new ManualSampler(this.test.source,
				ColumnCatalog.probe(this.test.source, this.test.failures), this.test.clock, this.test.failures);
		this.meters = new InvocationMeters(this.test.invocations(), hand.sampler(), 3);
		SimpleMeterRegistry own = new SimpleMeterRegistry();
		this.meters.bindTo(own);
		hand.tick(2_500_000_000L);
		assertThat(own.get("resourcemonitor.overhead.cpu").functionCounter().count()).isCloseTo(2.5, within(1e-9));
		assertThat(own.get("resourcemonitor.records.dropped").functionCounter().count()).isZero();
	}

	@Test
	void overheadIsCpuTimeAndNotElapsedTime() {
		this.monitor.run("handler", () -> {
		});
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onStart(Invocation invocation) {
				InvocationMetersTests.this.test.clock.advance(5_000_000_000L);
			}

		});
		this.monitor.run("handler", () -> {
		});
		assertThat(this.test.invocations().hookNanos()).isEqualTo(5_000_000_000L);
		assertThat(this.registry.get("resourcemonitor.overhead.cpu").functionCounter().count()).isZero();
	}

	@Test
	void metersIntoAllRegistries() {
		SimpleMeterRegistry second = new SimpleMeterRegistry();
		this.meters.bindTo(second);
		this.meters.onEnd(TestRecords.sequence(1).build());
		assertThat(List.of(this.registry, second))
			.allSatisfy((each) -> assertThat(each.get("faas.coldstarts").counter().count()).isEqualTo(1));
	}

	@Test
	void metersTheRequestsThatClientsSent() {
		this.meters.onEnd(TestRecords.sequence(1)
			.serviceCalls(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 3, 0, 70L, 0, 0, 1L, 1L,
					new ServiceCallUsage.Requests(5, 2, 11, 99, Map.of("200", 3L, "503", 2L))))
			.build());
		assertThat(this.registry.get("resourcemonitor.service.retries").counter().count()).isEqualTo(2);
		assertThat(this.registry.get("resourcemonitor.service.wire")
			.tag("network.io.direction", "transmit")
			.counter()
			.count()).isEqualTo(11);
		assertThat(this.registry.get("resourcemonitor.service.wire")
			.tag("network.io.direction", "receive")
			.counter()
			.count()).isEqualTo(99);
	}

	private static ServiceCallUsage usage(String service, String operation, CallDirection direction, long count,
			long errors, Long bytes) {
		return new ServiceCallUsage(service, operation, direction, count, errors, bytes, 0, 0, 1L, 1L);
	}

}
