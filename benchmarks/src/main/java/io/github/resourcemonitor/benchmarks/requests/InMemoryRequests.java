package io.github.resourcemonitor.benchmarks.requests;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.Adapter;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Requests that are given to Tomcat behind its parser of HTTP, on the calling thread:
 * mapping, valves, listeners, filters and servlet are those of a request from a socket.
 * The objects of request and response are used again, as Tomcat does. Not thread-safe.
 */
final class InMemoryRequests {

	private static final int OK = 200;

	private final Adapter adapter;

	private final byte[] path;

	private final Request request = new Request();

	private final Response response = new Response();

	private final DiscardedBody body = new DiscardedBody();

	private long sent;

	InMemoryRequests(Connector connector, String path) {
		this.adapter = connector.getProtocolHandler().getAdapter();
		this.path = path.getBytes(StandardCharsets.US_ASCII);
		this.request.setInputBuffer(new EmptyBody());
		this.request.setResponse(this.response);
		this.response.setRequest(this.request);
		this.response.setOutputBuffer(this.body);
	}

	void send() throws Exception {
		this.body.written = 0;
		this.request.setStartTimeNanos(System.nanoTime());
		this.request.setMethod("GET");
		this.request.requestURI().setBytes(this.path, 0, this.path.length);
		this.request.protocol().setString("HTTP/1.1");
		this.request.scheme().setString("http");
		this.request.serverName().setString("localhost");
		this.request.setServerPort(8080);
		this.request.getMimeHeaders().addValue("host").setString("localhost:8080");
		this.request.getMimeHeaders().addValue("user-agent").setString("curl/8.14.1");
		this.request.getMimeHeaders().addValue("accept").setString("*/*");
		this.adapter.service(this.request, this.response);
		this.sent++;
		if (this.response.getStatus() != OK || this.body.written == 0) {
			throw new IllegalStateException(
					"Status " + this.response.getStatus() + " with " + this.body.written + " B");
		}
		this.request.recycle();
		this.response.recycle();
	}

	/**
	 * Return the number of requests.
	 */
	long sent() {
		return this.sent;
	}

	private static final class EmptyBody implements InputBuffer {

		@Override
		public int doRead(ApplicationBufferHandler handler) {
			return -1;
		}

		@Override
		public int available() {
			return 0;
		}

	}

	private static final class DiscardedBody implements OutputBuffer {

		private long written;

		@Override
		public int doWrite(ByteBuffer chunk) {
			int length = chunk.remaining();
			chunk.position(chunk.limit());
			this.written += length;
			return length;
		}

		@Override
		public long getBytesWritten() {
			return this.written;
		}

	}

}
