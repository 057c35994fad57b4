package io.github.resourcemonitor.http;

import java.io.InputStream;
import java.util.Map;

import feign.Feign;
import feign.FeignException;
import feign.RequestLine;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationContext;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FeignInstrumentation} with a server that counts independently.
 */
class HttpFeignTests {

	@RegisterExtension
	private static final CountingServer server = new CountingServer();

	@Test
	void aDownload() {
		ServiceCallUsage call = call((service) -> assertThat(service.bytes()).hasSize(5000));
		assertThat(call.service()).isEqualTo("127.0.0.1");
		assertThat(call.operation()).isEqualTo("GET");
		assertThat(call.direction()).isEqualTo(CallDirection.DOWNLOAD);
		assertThat(call.bytes()).isEqualTo(5000);
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 0, 5000, Map.of("200", 1L)));
	}

	@Test
	void anUpload() {
		ServiceCallUsage call = call((service) -> service.put("x".repeat(700)));
		assertThat(call.direction()).isEqualTo(CallDirection.UPLOAD);
		assertThat(call.bytes()).isEqualTo(700);
		assertThat(call.requests().sentBytes()).isEqualTo(700).isEqualTo(server.requests().get(0).taken());
	}

	@Test
	void anErrorStatusIsAnError() {
		ServiceCallUsage call = call(
				(service) -> assertThatExceptionOfType(FeignException.NotFound.class).isThrownBy(service::notFound));
		assertThat(call.errors()).isOne();
		assertThat(call.open()).isZero();
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 0, 5, Map.of("404", 1L)));
	}

	@Test
	void anAbandonedStreamCountsReceivedBytes() {
		ServiceCallUsage call = call((service) -> {
			try (Response response = service.stream(); InputStream body = response.body().asInputStream()) {
				assertThat(body.readNBytes(1000)).hasSize(1000);
			}
		});
		assertThat(call.count()).isOne();
		assertThat(call.bytes()).isEqualTo(1000);
	}

	@Test
	void anUnreachableServerIsAnError() {
		MonitorContexts.withoutReadings().run((context) -> {
			Service service = client(context, "http://127.0.0.1:1");
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> assertThatExceptionOfType(RetryableException.class).isThrownBy(service::bytes));
			assertThat(onlyServiceCall(context).errors()).isOne();
			assertThat(onlyServiceCall(context).requests().statuses()).containsOnlyKeys("ConnectException");
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		MonitorContexts.withoutReadings()
			.withPropertyValues("resource-monitor.service-calls.http.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FeignInstrumentation.class));
	}

	@Test
	void backsOffWithoutFeign() {
		MonitorContexts.withoutReadings()
			.withClassLoader(new FilteredClassLoader("feign"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(HttpClientInstrumenter.class)
				.doesNotHaveBean("resourceMonitorFeignInstrumentation"));
	}

	private static ServiceCallUsage call(Work work) {
		ServiceCallUsage[] call = new ServiceCallUsage[1];
		MonitorContexts.withoutReadings().run((context) -> {
			Service service = client(context, server.uri());
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				work.with(service);
				return null;
			});
			call[0] = onlyServiceCall(context);
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
		return call[0];
	}

	private static Service client(ApplicationContext context, String uri) {
		FeignInstrumentation instrumentation = context.getBean(FeignInstrumentation.class);
		return Feign.builder()
			.retryer(Retryer.NEVER_RETRY)
			.addCapability(instrumentation)
			.addCapability(instrumentation)
			.target(Service.class, uri);
	}

	interface Work {

		void with(Service service) throws Exception;

	}

	interface Service {

		@RequestLine("GET /bytes?5000")
		byte[] bytes();

		@RequestLine("PUT /empty")
		void put(String body);

		@RequestLine("GET /status?404")
		void notFound();

		@RequestLine("GET /bytes?100000")
		Response stream();

	}

}
