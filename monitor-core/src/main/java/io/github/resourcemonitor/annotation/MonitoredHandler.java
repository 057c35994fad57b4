package io.github.resourcemonitor.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Annotation for a function handler. Each call of the handler is an invocation with its
 * own record.
 * <p>
 * <strong>Where it can be used.</strong> On a method of a Spring bean or of an interface
 * that a bean implements; on a type, for all its methods that a proxy can intercept,
 * inherited ones included, but not those for the container, and in a controller only
 * those that handle requests; on the {@code @Bean} method or the class of a
 * {@code Function}, {@code Consumer} or {@code Supplier}, for the calls of that function
 * (never for its creation); as a meta-annotation. {@code docs/interception.md} has the
 * rules.
 * <p>
 * <strong>What it does.</strong> The invocation starts when the method is entered and
 * ends when it returns or throws. If it returns a
 * {@link java.util.concurrent.CompletionStage}, or a result that Spring MVC writes or
 * awaits after the method has returned, the invocation ends when that completes. If the
 * method is declared to return Reactor's {@code Mono} or {@code Flux}, each subscription
 * is an invocation. All attempts of a retry are one invocation; with {@code @Async} it is
 * the work on the other thread. Result and exception are passed on unchanged; only a
 * {@code Mono} or {@code Flux} is replaced by a wrapper with the same behavior.
 * <p>
 * <strong>Limits.</strong> A self-invocation ({@code this.handle()}) bypasses the proxy
 * and is not intercepted. Neither are {@code private}, {@code final} and {@code static}
 * methods, nor objects that are not beans. Annotations that have no effect for such a
 * reason are reported in a warning at startup, or fail the startup with
 * {@code resource-monitor.verification=fail}. With load-time weaving by AspectJ all of
 * these calls are recorded; see {@code docs/load-time-weaving.md}.
 * <p>
 * An annotation on the method takes precedence over one on the type, one on the class
 * over those on its superclasses, and these over one on an interface.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface MonitoredHandler {

	/**
	 * Alias for {@link #name()}.
	 * @return the name of the handler
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name under which invocations are recorded and summarized. Use constant names,
	 * because they are kept in bounded tables. Defaults to the bean name for functional
	 * beans, else {@code SimpleClass.method}, with the qualified name of the class if two
	 * classes would have the same name.
	 * @return the name of the handler
	 */
	@AliasFor("value")
	String name() default "";

}
