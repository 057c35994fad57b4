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
 * Wraps streams and channels so that what flows through them is counted.
 */
public final class PayloadFlows {

	private PayloadFlows() {
	}

	/**
	 * Return whether a value flows rather than being measured at once.
	 * @param value the value
	 * @return whether it is a stream or a channel
	 */
	public static boolean isFlow(@Nullable Object value) {
		return value instanceof InputStream || value instanceof OutputStream || value instanceof ReadableByteChannel
				|| value instanceof WritableByteChannel;
	}

	/**
	 * Return whether a value of a type can be replaced by one that counts.
	 * @param type the type that the replacement must have
	 * @return whether it can
	 */
	public static boolean isCountable(Class<?> type) {
		return type == InputStream.class || type == OutputStream.class || type == FilterInputStream.class
				|| type == FilterOutputStream.class || CountingChannel.isWrappable(type);
	}

	/**
	 * Wrap a stream or channel.
	 * @param value the stream or channel
	 * @param type the type that the result must have
	 * @param flow what is told; nothing flows before this returns
	 * @return what to use instead, or {@code null} if no counting object can have that
	 * type
	 */
	public static @Nullable Object count(Object value, Class<?> type, PayloadFlow flow) {
		if (!isCountable(type)) {
			// Who asks for an Object may cast it to what the value was.
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
