package io.github.resourcemonitor.google;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpEncodingStreamingContent;
import com.google.api.client.http.MultipartContent;
import com.google.api.client.util.StreamingContent;
import io.github.resourcemonitor.client.CountedOutput;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, counted while it is written: the bytes on the wire and, inside
 * of any compression and multipart envelope, the bytes of the object.
 */
// The transport API still takes a content type that the rest of the client deprecates.
@SuppressWarnings("deprecation")
final class InstrumentedHttpContent implements HttpContent {

	private final HttpContent content;

	private final LongConsumer counter;

	private InstrumentedHttpContent(HttpContent content, LongConsumer counter) {
		this.content = content;
		this.counter = counter;
	}

	/**
	 * Return a body that writes the same bytes as another one and counts them.
	 * @param content the body
	 * @param request receives the counts
	 * @param uploads whether the body contains an object
	 * @param url the URL of the request
	 * @return the body to write instead
	 */
	static StreamingContent of(StreamingContent content, ServiceRequest request, boolean uploads, RequestUrl url) {
		StreamingContent counted = content;
		if (uploads) {
			boolean enveloped = "multipart".equals(url.parameter("uploadType"));
			StreamingContent payload = payload(content, request, enveloped);
			counted = (payload != null) ? payload : content;
		}
		return counting(counted, request::sent);
	}

	private static StreamingContent counting(StreamingContent content, LongConsumer counter) {
		return (out) -> content.writeTo(CountedOutput.count(out, counter));
	}

	private static @Nullable StreamingContent payload(StreamingContent content, ServiceRequest request,
			boolean enveloped) {
		if (content instanceof HttpEncodingStreamingContent encoded) {
			StreamingContent payload = payload(encoded.getContent(), request, enveloped);
			return (payload != null) ? new HttpEncodingStreamingContent(payload, encoded.getEncoding()) : null;
		}
		if (!enveloped) {
			request.payload(0);
			return counting(content, request::payload);
		}
		if (content.getClass() != MultipartContent.class || ((MultipartContent) content).getParts().size() != 2) {
			// The position of the object in the body is unknown.
			return null;
		}
		MultipartContent multipart = (MultipartContent) content;
		MultipartContent copy = new MultipartContent().setMediaType(multipart.getMediaType());
		for (MultipartContent.Part part : multipart.getParts()) {
			boolean media = copy.getParts().size() == 1;
			if (media && part.getEncoding() != null) {
				// The client encodes it once more to compute its length.
				return null;
			}
			HttpContent body = media ? new InstrumentedHttpContent(part.getContent(), request::payload)
					: part.getContent();
			copy.addPart(new MultipartContent.Part(part.getHeaders(), body).setEncoding(part.getEncoding()));
		}
		request.payload(0);
		return copy;
	}

	@Override
	public long getLength() throws IOException {
		return this.content.getLength();
	}

	@Override
	public @Nullable String getType() {
		return this.content.getType();
	}

	@Override
	public boolean retrySupported() {
		return this.content.retrySupported();
	}

	@Override
	public void writeTo(OutputStream out) throws IOException {
		this.content.writeTo(CountedOutput.count(out, this.counter));
	}

}
