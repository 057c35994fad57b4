package io.github.resourcemonitor.google;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.util.StreamingContent;
import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that is measured when it is executed. Requests are attempts of the same call
 * if they have the same idempotency token, if they send chunks to the same upload
 * session, or if they resume an interrupted read at its position.
 */
final class InstrumentedLowLevelRequest extends LowLevelHttpRequest {

	private final LowLevelHttpRequest request;

	private final String method;

	private final RequestUrl url;

	private final @Nullable GoogleServiceClient client;

	private final GoogleClientInstrumenter instrumenter;

	private @Nullable String override;

	private @Nullable String token;

	private @Nullable String range;

	private @Nullable String contentRange;

	private @Nullable String resumable;

	private @Nullable Invocation context;

	InstrumentedLowLevelRequest(LowLevelHttpRequest request, String method, String url,
			@Nullable GoogleServiceClient client, GoogleClientInstrumenter instrumenter) {
		this.request = request;
		this.method = method;
		this.url = RequestUrl.of(url);
		this.client = client;
		this.instrumenter = instrumenter;
	}

	@Override
	public void addHeader(String name, String value) throws IOException {
		if (name.equalsIgnoreCase(TransferContexts.HEADER)) {
			this.context = this.instrumenter.transfers().get(value);
			return;
		}
		remember(name, value);
		this.request.addHeader(name, value);
	}

	private void remember(String name, String value) {
		switch (name.toLowerCase(Locale.ROOT)) {
			case "x-http-method-override" -> this.override = value;
			case "x-goog-gcs-idempotency-token" -> this.token = value;
			case "x-goog-resumable" -> this.resumable = value;
			case "range" -> this.range = value;
			case "content-range" -> this.contentRange = value;
			default -> {
			}
		}
	}

	@Override
	public void setTimeout(int connectTimeout, int readTimeout) throws IOException {
		this.request.setTimeout(connectTimeout, readTimeout);
	}

	@Override
	public void setWriteTimeout(int writeTimeout) throws IOException {
		this.request.setWriteTimeout(writeTimeout);
	}

	@Override
	@SuppressWarnings("deprecation")
	public LowLevelHttpResponse execute() throws IOException {
		this.request.setContentType(getContentType());
		this.request.setContentEncoding(getContentEncoding());
		this.request.setContentLength(getContentLength());
		StreamingContent content = getStreamingContent();
		GoogleRequestInfo exchange = this.instrumenter.exchanges().attempt(this::start);
		if (exchange == null) {
			this.request.setStreamingContent(content);
			return this.request.execute();
		}
		ThreadScope scope = this.instrumenter.attach(this.context);
		try {
			if (content != null) {
				this.request.setStreamingContent(
						InstrumentedHttpContent.of(content, exchange.request(), exchange.uploads(), this.url));
			}
			return new InstrumentedLowLevelResponse(this.request.execute(), exchange,
					(location) -> redirected(exchange, location));
		}
		catch (Throwable ex) {
			exchange.request().failed(ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	private void redirected(GoogleRequestInfo exchange, String location) {
		this.instrumenter.exchanges()
			.guard(() -> exchange.request()
				.redirected(this.instrumenter.redirects().add(this.url.resolve(location), invocation())));
	}

	private @Nullable Invocation invocation() {
		return (this.context != null) ? this.context : this.instrumenter.exchanges().invocations().capture();
	}

	private GoogleRequestInfo start() {
		GoogleServiceClient client = this.client;
		String service = (client != null) ? client.service() : this.instrumenter.names().get().of(this.url.host());
		String method = (this.override != null) ? this.override : this.method;
		ServiceOperation operation = GoogleOperations.of(client, service, method, this.url);
		boolean uploads = operation.direction() == CallDirection.UPLOAD;
		boolean downloads = operation.direction() == CallDirection.DOWNLOAD;
		String session = uploads ? this.url.parameter("upload_id") : null;
		boolean starts = uploads && session == null
				&& ("resumable".equals(this.url.parameter("uploadType")) || "start".equals(this.resumable));
		long offset = downloads ? RangeHeader.first(this.range) : RangeHeader.first(this.contentRange);
		List<String> keys = new ArrayList<>();
		if (session != null) {
			keys.add(GoogleRequestInfo.session(session));
		}
		else if (this.token != null) {
			keys.add(this.token);
		}
		if (downloads) {
			keys.add(GoogleRequestInfo.reading(this.url, offset));
		}
		String redirected = this.instrumenter.redirects().take(this.url, this::invocation);
		if (redirected != null) {
			keys.add(redirected);
		}
		ServiceRequest request = this.instrumenter.exchanges()
			.start(operation, this.context, keys.toArray(String[]::new));
		request.payloadFrom(offset);
		return new GoogleRequestInfo(request, client, operation.operation(), this.url, uploads && !starts, downloads,
				starts || session != null);
	}

}
