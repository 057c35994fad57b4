package io.github.resourcemonitor.servicecall;

/**
 * Tells the size of a payload. Beans of this type are asked before the built-in sizer, in
 * their order.
 * <p>
 * Called on the thread that makes the service call, so it must be fast, safe for use by
 * several threads, and must not call a service or read a stream itself. What it throws is
 * recorded as a failure of the monitor; the call is then counted without bytes.
 */
public interface PayloadSizer {

	/**
	 * Says that the size cannot be told.
	 */
	long UNKNOWN = -1;

	/**
	 * Return whether this sizer measures objects of a type. Asked once for each type.
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
