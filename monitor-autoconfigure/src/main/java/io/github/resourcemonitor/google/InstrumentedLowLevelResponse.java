package io.github.resourcemonitor.google;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Consumer;

import com.google.api.client.http.LowLevelHttpResponse;
import io.github.resourcemonitor.client.RequestUrl;
import org.jspecify.annotations.Nullable;

/**
 * A response whose content is counted while it is read. The request ends when the content
 * has been read to the end or closed.
 */
final class InstrumentedLowLevelResponse extends LowLevelHttpResponse {

	private static final int RESUME_INCOMPLETE = 308;

	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

	private final LowLevelHttpResponse response;

	private final GoogleRequestInfo exchange;

	private final boolean payload;

	private final long offset;

	private @Nullable ContentProgress progress;

	/**
	 * Create a new response.
	 * @param response the response
	 * @param exchange the request
	 * @param redirects receives the location that the response refers to; the client
	 * follows it by itself, unless the application has switched that off
	 */
	InstrumentedLowLevelResponse(LowLevelHttpResponse response, GoogleRequestInfo exchange, Consumer<String> redirects)
			throws IOException {
		this.response = response;
		this.exchange = exchange;
		int status = response.getStatusCode();
		this.payload = exchange.downloads() && status >= 200 && status < 300;
		exchange.request().answered(Integer.toString(status), exchange.isError(status));
		if (exchange.session() && status < 400) {
			session(status);
		}
		else if (REDIRECTS.contains(status)) {
			String location = header("location");
			if (location != null) {
				redirects.accept(location);
			}
		}
		// A server may ignore the requested range and return the whole object.
		this.offset = this.payload ? RangeHeader.first(header("content-range")) : 0;
		if (this.payload) {
			exchange.request().payloadFrom(this.offset);
			exchange.request().payload(0);
		}
		if (status == 204 || status == 304 || status == RESUME_INCOMPLETE || response.getContentLength() == 0) {
			exchange.request().end();
		}
	}

	/**
	 * The response to the first request of a resumable upload contains the URL to send
	 * the chunks to; the response to each chunk but the last has status 308.
	 */
	private void session(int status) {
		String location = header("location");
		String id = (location != null) ? RequestUrl.of(location).parameter("upload_id") : null;
		if (id != null) {
			this.exchange.request().correlate(GoogleRequestInfo.session(id));
			this.exchange.request().expectMore();
		}
		else if (status == RESUME_INCOMPLETE) {
			this.exchange.request().expectMore();
		}
	}

	private @Nullable String header(String name) {
		try {
			for (int i = 0; i < this.response.getHeaderCount(); i++) {
				if (name.equalsIgnoreCase(this.response.getHeaderName(i))) {
					return this.response.getHeaderValue(i);
				}
			}
		}
		catch (IOException ex) {
			// The client will get the same exception.
		}
		return null;
	}

	@Override
	public @Nullable InputStream getContent() throws IOException {
		InputStream content;
		try {
			content = this.response.getContent();
		}
		catch (Throwable ex) {
			this.exchange.request().failed(ex);
			throw ex;
		}
		if (content == null) {
			this.exchange.request().end();
			return null;
		}
		ContentProgress known = this.progress;
		if (known == null) {
			known = new ContentProgress(this.exchange, this.payload, this.response.getContentLength(), this.offset);
			this.progress = known;
		}
		return new ResponseContentStream(content, known);
	}

	@Override
	public @Nullable String getContentEncoding() throws IOException {
		return this.response.getContentEncoding();
	}

	@Override
	public long getContentLength() throws IOException {
		return this.response.getContentLength();
	}

	@Override
	public @Nullable String getContentType() throws IOException {
		return this.response.getContentType();
	}

	@Override
	public @Nullable String getStatusLine() throws IOException {
		return this.response.getStatusLine();
	}

	@Override
	public int getStatusCode() throws IOException {
		return this.response.getStatusCode();
	}

	@Override
	public @Nullable String getReasonPhrase() throws IOException {
		return this.response.getReasonPhrase();
	}

	@Override
	public int getHeaderCount() throws IOException {
		return this.response.getHeaderCount();
	}

	@Override
	public String getHeaderName(int index) throws IOException {
		return this.response.getHeaderName(index);
	}

	@Override
	public String getHeaderValue(int index) throws IOException {
		return this.response.getHeaderValue(index);
	}

	@Override
	public void disconnect() throws IOException {
		try {
			this.response.disconnect();
		}
		finally {
			this.exchange.request().end();
		}
	}

}
