package io.github.resourcemonitor.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that calls a cloud service: each call is counted, timed and, where a
 * direction is given, measured in bytes, on the record of the invocation that makes it.
 * <p>
 * <strong>Where it may stand.</strong> On a method of a Spring bean, or of an interface
 * that a bean implements; on a type, for all its methods that a proxy can see; on another
 * annotation. What {@link MonitoredHandler} cannot intercept, this cannot either.
 * <p>
 * <strong>What is measured.</strong>
 * <ul>
 * <li>{@link CallDirection#DOWNLOAD}: the result; if it has none to measure, the argument
 * marked with {@link MeasuredPayload}, else the only {@code Path} or {@code File}
 * argument, looked at after the call.</li>
 * <li>{@link CallDirection#UPLOAD}: the argument marked with {@link MeasuredPayload},
 * else the only argument that can be measured (texts, which mostly are names, count only
 * if there is nothing else), looked at before the call.</li>
 * </ul>
 * Streams and channels are counted while they flow, and the call ends when they are
 * exhausted or closed. A {@link java.util.concurrent.CompletionStage} is measured when it
 * completes. What cannot be measured is counted without bytes, never with 0.
 * <p>
 * A call that throws counts as an error. A call outside any invocation is counted apart
 * and shown at the {@code resources} endpoint.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface CloudServiceCall {

	/**
	 * The service that is called, for instance {@code storage}. By default the simple
	 * name of the class.
	 * @return the name of the service
	 */
	String service() default "";

	/**
	 * The operation of the service. By default the name of the method.
	 * @return the name of the operation
	 */
	String operation() default "";

	/**
	 * Which way the payload goes.
	 * @return the direction
	 */
	CallDirection direction() default CallDirection.NONE;

}
