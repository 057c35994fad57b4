package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * A call of an annotated method, intercepted by a proxy or by woven advice. Used only by
 * the thread that makes the call.
 */
public interface InterceptedCall {

	/**
	 * Return the method that is called, which may be that of an interface.
	 * @return the method
	 */
	Method method();

	/**
	 * Return the object that is called.
	 * @return the object; {@code null} if the method is static
	 */
	@Nullable Object target();

	/**
	 * Return the class of the target, or the one that declares a static method.
	 * @return the class, or {@code null} if it is not known
	 */
	@Nullable Class<?> type();

	/**
	 * Return the arguments of the call.
	 * @return the arguments, not to be changed
	 */
	@Nullable Object[] arguments();

	/**
	 * Replace an argument of the call.
	 * @param index the index of the argument
	 * @param value the new value
	 */
	void replaceArgument(int index, Object value);

	/**
	 * Proceed with the call.
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	@Nullable Object proceed() throws Throwable;

}
