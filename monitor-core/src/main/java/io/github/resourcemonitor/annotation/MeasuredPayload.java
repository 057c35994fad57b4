package io.github.resourcemonitor.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the argument of a {@link CloudServiceCall} method that is the payload, where
 * several could be. For a {@link CallDirection#DOWNLOAD} it is looked at after the call
 * and only if the result cannot be measured; for an {@link CallDirection#UPLOAD} before
 * the call.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MeasuredPayload {

}
