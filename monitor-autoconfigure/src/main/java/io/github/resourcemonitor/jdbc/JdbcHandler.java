package io.github.resourcemonitor.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Wrapper;

import org.jspecify.annotations.Nullable;

/**
 * Handler of the calls to a proxy of a JDBC object. The proxy has the interface of the
 * JDBC API alone, so that {@code unwrap} to anything of the driver's gives the driver's
 * own object, as without the proxy: drivers cast what they are given to their classes.
 *
 * @param <T> the interface
 */
abstract class JdbcHandler<T extends Wrapper> implements InvocationHandler {

	private final T target;

	JdbcHandler(T target) {
		this.target = target;
	}

	final T target() {
		return this.target;
	}

	/**
	 * The names are compared by a switch and not looked up, since their hashes are known.
	 */
	@Override
	public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		switch (method.getName()) {
			case "equals" -> {
				return arguments != null && proxy == arguments[0];
			}
			case "hashCode" -> {
				return System.identityHashCode(proxy);
			}
			case "unwrap" -> {
				if (arguments != null && arguments[0] instanceof Class<?> type && type.isInstance(this.target)) {
					return this.target;
				}
			}
			case "isWrapperFor" -> {
				if (arguments != null && arguments[0] instanceof Class<?> type && type.isInstance(this.target)) {
					return true;
				}
			}
			default -> {
				return handle(proxy, method, arguments);
			}
		}
		return proceed(method, arguments);
	}

	/**
	 * Handle the call of a method of the interface.
	 * @param proxy the proxy
	 * @param method the method
	 * @param arguments its arguments
	 * @return its result
	 * @throws Throwable what the target throws
	 */
	abstract @Nullable Object handle(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable;

	/**
	 * Call the method of the target.
	 * @param method the method
	 * @param arguments its arguments
	 * @return its result
	 * @throws Throwable what the target throws, the same instance
	 */
	final @Nullable Object proceed(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Return the text of an SQL statement.
	 * @param arguments the arguments of a method whose first one may be a statement
	 * @return the text, {@code null} if there is none
	 */
	static @Nullable String sql(@Nullable Object @Nullable [] arguments) {
		return (arguments != null && arguments.length > 0 && arguments[0] instanceof String text) ? text : null;
	}

}
