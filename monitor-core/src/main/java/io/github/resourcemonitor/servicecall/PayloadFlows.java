package io.github.resourcemonitor.servicecall;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

import org.jspecify.annotations.Nullable;

/**
 * Factory of counting wrappers for streams and channels.
 */
public final class PayloadFlows {

	private PayloadFlows() {
	}

	/**
	 * Return whether a value is a stream or channel, which is counted while it is used
	 * instead of measured at once.
	 * @param value the value
	 * @return whether it is
	 */
	public static boolean isFlow(@Nullable Object value) {
		return value instanceof InputStream || value instanceof OutputStream || value instanceof ReadableByteChannel
				|| value instanceof WritableByteChannel;
	}

	/**
	 * Return whether a value can be replaced by a counting wrapper of a type.
	 * @param type the type that the wrapper must have
	 * @return whether it can
	 */
	public static boolean isCountable(Class<?> type) {
		return type == InputStream.class || type == OutputStream.class || type == FilterInputStream.class
				|| type == FilterOutputStream.class || CountingChannel.isWrappable(type);
	}

	/**
	 * Return a stream that reads another one and counts what it reads.
	 * @param in the other stream
	 * @param flow receives the events
	 * @return the stream
	 */
	public static InputStream count(InputStream in, PayloadFlow flow) {
		return new CountingInputStream(in, flow);
	}

	/**
	 * Return a stream that writes to another one and counts what it writes.
	 * @param out the other stream
	 * @param flow receives the events
	 * @return the stream
	 */
	public static OutputStream count(OutputStream out, PayloadFlow flow) {
		return new CountingOutputStream(out, flow);
	}

	/**
	 * Wrap a stream or channel.
	 * @param value the stream or channel
	 * @param type the type that the wrapper must have
	 * @param flow receives the events; it is not called before this method returns
	 * @return the wrapper, or {@code null} if no wrapper can have that type
	 */
	public static @Nullable Object count(Object value, Class<?> type, PayloadFlow flow) {
		if (!isCountable(type)) {
			// A caller that requires an Object may cast it to the actual type of the
			// value.
			return null;
		}
		if (value instanceof InputStream stream && type.isAssignableFrom(CountingInputStream.class)) {
			return new CountingInputStream(stream, flow);
		}
		if (value instanceof OutputStream stream && type.isAssignableFrom(CountingOutputStream.class)) {
			return new CountingOutputStream(stream, flow);
		}
		if (value instanceof Channel channel && CountingChannel.isWrappable(type)) {
			return CountingChannel.wrap(type, channel, flow);
		}
		return null;
	}

}
