package io.github.resourcemonitor.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Annotation for the argument of a {@link CloudServiceCall} method that is the payload,
 * if there is more than one candidate. For a {@link CallDirection#DOWNLOAD} it is
 * measured after the call, and only if the result cannot be measured; for an
 * {@link CallDirection#UPLOAD} it is measured before the call.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MeasuredPayload {

}
