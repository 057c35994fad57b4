package io.github.resourcemonitor.servicecall;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Channel that counts the bytes read and written. A dynamic proxy, because clients extend
 * the channel interfaces with their own methods.
 */
final class CountingChannel implements InvocationHandler {

	private final Channel channel;

	private final PayloadFlow flow;

	private final AtomicBoolean ended = new AtomicBoolean();

	private CountingChannel(Channel channel, PayloadFlow flow) {
		this.channel = channel;
		this.flow = flow;
	}

	/**
	 * Wrap a channel.
	 * @param type the interface of the proxy
	 * @param channel the channel, of that type
	 * @param flow receives the events
	 * @return the proxy
	 */
	static Object wrap(Class<?> type, Channel channel, PayloadFlow flow) {
		return Proxy.newProxyInstance(loader(type), new Class<?>[] { type }, new CountingChannel(channel, flow));
	}

	private static @Nullable ClassLoader loader(Class<?> type) {
		return type.getClassLoader();
	}

	static boolean isWrappable(Class<?> type) {
		return type.isInterface()
				&& (ReadableByteChannel.class.isAssignableFrom(type)
						|| WritableByteChannel.class.isAssignableFrom(type))
				&& Arrays.stream(type.getMethods())
					.map(Method::getDeclaringClass)
					.allMatch(CountingChannel::isCallable);
	}

	/**
	 * Return whether the methods of an interface are accessible here; otherwise the proxy
	 * would throw.
	 */
	private static boolean isCallable(Class<?> type) {
		return Modifier.isPublic(type.getModifiers())
				&& type.getModule().isExported(type.getPackageName(), CountingChannel.class.getModule());
	}

	private static boolean transfers(Method method) {
		if (!method.getName().equals("read") && !method.getName().equals("write")) {
			return false;
		}
		Class<?>[] types = method.getParameterTypes();
		return types.length > 0 && (types[0] == ByteBuffer.class || types[0] == ByteBuffer[].class);
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
			return args != null && proxy == args[0];
		}
		boolean transfers = transfers(method);
		boolean closes = method.getName().equals("close");
		Object entered = this.flow.enter();
		try {
			Object result = method.invoke(this.channel, args);
			if (transfers && result instanceof Number n) {
				counted(n.longValue());
			}
			return result;
		}
		catch (InvocationTargetException ex) {
			if (transfers || closes) {
				// Closing an upload sends the rest of it.
				this.flow.failed(ex.getTargetException());
			}
			throw ex.getTargetException();
		}
		finally {
			this.flow.leave(entered);
			if (closes) {
				end();
			}
		}
	}

	private void counted(long n) {
		if (n < 0) {
			end();
		}
		else if (n > 0) {
			this.flow.transferred(n);
		}
	}

	private void end() {
		if (this.ended.compareAndSet(false, true)) {
			this.flow.ended();
		}
	}

}
