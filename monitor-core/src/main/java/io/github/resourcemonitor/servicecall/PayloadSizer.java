package io.github.resourcemonitor.servicecall;

/**
 * Strategy to determine the size of a payload. Beans of this type take precedence over
 * the built-in sizer, in their order.
 * <p>
 * Called on the thread that makes the service call. Implementations must be fast and
 * thread-safe, and must not call a service or read a stream. An exception is recorded as
 * a failure of the monitor, and the call is then counted without bytes.
 */
public interface PayloadSizer {

	/**
	 * Value for an unknown size.
	 */
	long UNKNOWN = -1;

	/**
	 * Return whether this sizer supports payloads of a type. Called once per type.
	 * @param type the class of the payload
	 * @return whether it does
	 */
	boolean supports(Class<?> type);

	/**
	 * Return the size of a payload.
	 * @param payload an object of a supported type
	 * @return the size in bytes, or {@link #UNKNOWN}
	 */
	long sizeOf(Object payload);

}
