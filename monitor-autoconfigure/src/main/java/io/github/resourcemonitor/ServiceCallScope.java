package io.github.resourcemonitor;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

import org.jspecify.annotations.Nullable;

/**
 * A call to a cloud service that is under way:
 *
 * <pre class="code">
 * try (ServiceCallScope call = monitor.startServiceCall("storage", "upload", CallDirection.UPLOAD)) {
 * 	call.payload(file);
 * 	client.upload(file);
 * }
 * </pre>
 *
 * The call belongs to the invocation that was current when it started, whichever thread
 * ends it. If a stream or channel is counted, the call ends when that is exhausted or
 * closed and the scope is closed too. Safe for use by any thread; no method throws.
 */
public interface ServiceCallScope extends AutoCloseable {

	/**
	 * Add payload bytes.
	 * @param bytes the number of bytes; negative numbers are ignored
	 */
	void bytes(long bytes);

	/**
	 * Add the size of a payload as the sizers measure it. If none can, the call is
	 * counted without bytes.
	 * @param payload the payload
	 */
	void payload(@Nullable Object payload);

	/**
	 * Count what is read from a stream.
	 * @param stream the stream
	 * @return a stream to read from instead
	 */
	InputStream count(InputStream stream);

	/**
	 * Count what is written to a stream.
	 * @param stream the stream
	 * @return a stream to write to instead
	 */
	OutputStream count(OutputStream stream);

	/**
	 * Count what is read from a channel.
	 * @param channel the channel
	 * @return a channel to read from instead
	 */
	ReadableByteChannel count(ReadableByteChannel channel);

	/**
	 * Count what is written to a channel.
	 * @param channel the channel
	 * @return a channel to write to instead
	 */
	WritableByteChannel count(WritableByteChannel channel);

	/**
	 * Note that the call failed. The scope stays open.
	 * @param ex what was thrown
	 */
	void failed(Throwable ex);

	/**
	 * End the call now, or when what is counted has been exhausted or closed. Closing
	 * twice does nothing.
	 */
	@Override
	void close();

}
