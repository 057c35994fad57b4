package io.github.resourcemonitor.google;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link InstrumentedHttpTransport}: requests and responses are the same as
 * without it, even if the monitor fails.
 */
class InstrumentedHttpTransportTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final FakeTransport transport = new FakeTransport();

	private final TransportInstrumentation instrumentation = new TransportInstrumentation(
			() -> new ServiceRequests(this.test.invocations().serviceCalls()), this.test::invocations,
			() -> new ServiceNames(Map.of()), this.test.failures);

	@Test
	void requestAndResponsePassUnchanged() throws Exception {
		HttpRequest request = request(this.instrumentation.instrument(this.transport));
		request.setConnectTimeout(11).setReadTimeout(22).setWriteTimeout(33);
		request.getHeaders().set("x-mine", "1").set(TransferContexts.HEADER, "7");
		assertThat(request.execute().parseAsString()).isEqualTo("answer");
		assertThat(this.transport.headers).contains("x-mine: 1").noneMatch((header) -> header.contains("monitor"));
		assertThat(this.transport.body.toString(StandardCharsets.UTF_8)).isEqualTo("body");
		assertThat(this.transport.length).isEqualTo(4);
		assertThat(this.transport.type).isEqualTo("text/plain");
		assertThat(this.transport.timeouts).containsExactly(11, 22, 33);
	}

	@Test
	void callsAreNamedByTheHostUnlessTheClientIsKnown() throws Exception {
		this.monitor.call("handler", () -> {
			request(this.instrumentation.instrument(this.transport)).execute().disconnect();
			return request(this.instrumentation.instrument(this.transport,
					new GoogleServiceClient("orders", RequestUrl.of(""), true)))
				.execute()
				.parseAsString();
		});
		assertThat(this.test.record().serviceCalls()).extracting(ServiceCallUsage::service, ServiceCallUsage::operation)
			.containsExactly(tuple("drive", "drive.files.create"), tuple("orders", "POST"));
		assertThat(this.test.record().serviceCalls()).allSatisfy((call) -> {
			assertThat(call.requests().sentBytes()).isEqualTo(4);
			assertThat(call.requests().receivedBytes()).isEqualTo(6);
		});
	}

	@Test
	void exceptionsPassUnchanged() {
		for (Throwable thrown : List.of(new IOException("no"), new IllegalStateException("no"),
				new NoClassDefFoundError("no"))) {
			this.transport.thrown = thrown;
			assertThatThrownBy(() -> request(this.instrumentation.instrument(this.transport)).execute())
				.isSameAs(thrown);
		}
		assertThat(this.test.outside.withoutInvocation().usages()).singleElement()
			.satisfies((call) -> assertThat(call.errors()).isEqualTo(3));
	}

	@Test
	void requestsAreSentIfTheMonitorFails() throws Exception {
		Failures failures = new Failures();
		TransportInstrumentation broken = new TransportInstrumentation(() -> {
			throw new IllegalStateException("broken");
		}, this.test::invocations, () -> new ServiceNames(Map.of()), failures);
		assertThat(request(broken.instrument(this.transport)).execute().parseAsString()).isEqualTo("answer");
		assertThat(this.transport.body.toString(StandardCharsets.UTF_8)).isEqualTo("body");
		assertThat(failures.summaries()).containsOnlyKeys("request of a Google client");
	}

	@Test
	void isNotAppliedToItself() {
		HttpTransport measured = this.instrumentation.instrument(this.transport);
		assertThat(this.instrumentation.instrument(measured)).isSameAs(measured);
	}

	@Test
	void behavesLikeTheTransport() throws Exception {
		HttpTransport measured = this.instrumentation.instrument(this.transport);
		assertThat(measured.supportsMethod("PATCH")).isTrue();
		assertThat(measured.isMtls()).isTrue();
		assertThat(measured.isShutdown()).isFalse();
		measured.shutdown();
		assertThat(this.transport.isShutdown()).isTrue();
		assertThat(measured.isShutdown()).isTrue();
	}

	private static HttpRequest request(HttpTransport transport) throws IOException {
		return transport.createRequestFactory()
			.buildPostRequest(new GenericUrl("https://drive.googleapis.com/drive/v3/files"),
					ByteArrayContent.fromString("text/plain", "body"));
	}

	/**
	 * Records requests, and responds.
	 */
	static final class FakeTransport extends HttpTransport {

		private final List<String> headers = new ArrayList<>();

		private final List<Integer> timeouts = new ArrayList<>();

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		private long length;

		private @Nullable String type;

		private @Nullable Throwable thrown;

		private boolean shutdown;

		@Override
		protected LowLevelHttpRequest buildRequest(String method, String url) {
			return new LowLevelHttpRequest() {

				@Override
				public void addHeader(String name, String value) {
					FakeTransport.this.headers.add(name + ": " + value);
				}

				@Override
				public void setTimeout(int connectTimeout, int readTimeout) {
					FakeTransport.this.timeouts.addAll(List.of(connectTimeout, readTimeout));
				}

				@Override
				public void setWriteTimeout(int writeTimeout) {
					FakeTransport.this.timeouts.add(writeTimeout);
				}

				@Override
				public LowLevelHttpResponse execute() throws IOException {
					if (FakeTransport.this.thrown != null) {
						sneak(FakeTransport.this.thrown);
					}
					FakeTransport.this.length = getContentLength();
					FakeTransport.this.type = getContentType();
					getStreamingContent().writeTo(FakeTransport.this.body);
					return new FakeResponse();
				}

			};
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> void sneak(Throwable ex) throws T {
			throw (T) ex;
		}

		@Override
		public boolean supportsMethod(String method) {
			return true;
		}

		@Override
		public boolean isMtls() {
			return true;
		}

		@Override
		public void shutdown() {
			this.shutdown = true;
		}

		@Override
		public boolean isShutdown() {
			return this.shutdown;
		}

	}

	private static final class FakeResponse extends LowLevelHttpResponse {

		@Override
		public InputStream getContent() {
			return new ByteArrayInputStream("answer".getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public @Nullable String getContentEncoding() {
			return null;
		}

		@Override
		public long getContentLength() {
			return 6;
		}

		@Override
		public String getContentType() {
			return "text/plain";
		}

		@Override
		public String getStatusLine() {
			return "HTTP/1.1 200 OK";
		}

		@Override
		public int getStatusCode() {
			return 200;
		}

		@Override
		public String getReasonPhrase() {
			return "OK";
		}

		@Override
		public int getHeaderCount() {
			return 0;
		}

		@Override
		public String getHeaderName(int index) {
			throw new IndexOutOfBoundsException(index);
		}

		@Override
		public String getHeaderValue(int index) {
			throw new IndexOutOfBoundsException(index);
		}

	}

}
