package io.github.resourcemonitor.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Annotation for a method that calls a cloud service. Each call is counted, timed and, if
 * a direction is given, measured in bytes, in the record of the current invocation.
 * <p>
 * <strong>Where it can be used.</strong> On a method of a Spring bean or of an interface
 * that a bean implements; on a type, for all its methods that a proxy can intercept; as a
 * meta-annotation. The same restrictions apply as for {@link MonitoredHandler}.
 * <p>
 * <strong>What is measured.</strong>
 * <ul>
 * <li>{@link CallDirection#DOWNLOAD}: the result; if that cannot be measured, the
 * argument annotated with {@link MeasuredPayload}, else the only {@code Path} or
 * {@code File} argument, measured after the call.</li>
 * <li>{@link CallDirection#UPLOAD}: the argument annotated with {@link MeasuredPayload},
 * else the only argument that can be measured (strings, which usually are names, are
 * considered only if there is no other), measured before the call.</li>
 * </ul>
 * Streams and channels are counted while they are used, and the call ends when they are
 * exhausted or closed. A {@link java.util.concurrent.CompletionStage} is measured when it
 * completes. A call with a payload that cannot be measured is recorded without bytes,
 * never with 0.
 * <p>
 * A call that throws counts as an error. A call outside any invocation is counted
 * separately and shown at the {@code resources} endpoint.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface CloudServiceCall {

	/**
	 * The name of the service, for instance {@code storage}. Defaults to the simple name
	 * of the class.
	 * @return the name of the service
	 */
	String service() default "";

	/**
	 * The name of the operation. Defaults to the name of the method.
	 * @return the name of the operation
	 */
	String operation() default "";

	/**
	 * The direction of the payload.
	 * @return the direction
	 */
	CallDirection direction() default CallDirection.NONE;

}
