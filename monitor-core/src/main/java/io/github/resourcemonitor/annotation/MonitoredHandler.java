package io.github.resourcemonitor.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Marks a function handler: each call of it is an invocation with a record of its own.
 * <p>
 * <strong>Where it may stand.</strong> On a method of a Spring bean, or of an interface
 * that a bean implements; on a type, for all its methods that a proxy can see; on the
 * {@code @Bean} method or the class of a {@code Function}, {@code Consumer} or
 * {@code Supplier}, for the calls of that function (never for its creation); on another
 * annotation.
 * <p>
 * <strong>What it does.</strong> The invocation starts when the method is entered and
 * ends when it returns or throws, or, if it returns a
 * {@link java.util.concurrent.CompletionStage}, when that completes; so it is with what
 * Spring MVC writes or awaits after the method has returned. Of a method that is declared
 * to return Reactor's {@code Mono} or {@code Flux} each subscription is an invocation.
 * Result and exception pass through unchanged; only a {@code Mono} or {@code Flux} is
 * replaced, by one that is subscribed to in the same way.
 * <p>
 * <strong>What it cannot do.</strong> A call inside the same object
 * ({@code this.handle()}) does not pass the proxy and is not seen. {@code private},
 * {@code final} and {@code static} methods and objects that are not beans cannot be
 * intercepted: they are named in a warning when the application starts, or fail the start
 * with {@code resource-monitor.verification=fail}. With AspectJ's weaver as an agent all
 * of these are seen, as {@code docs/load-time-weaving.md} tells.
 * <p>
 * An annotation on the method wins over one on the type, and one on the class over one on
 * an interface.
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
	 * The name under which invocations are recorded and summed up. Keep it constant:
	 * names are kept in bounded tables. By default the bean name for functional beans,
	 * else {@code SimpleClass.method}.
	 * @return the name of the handler
	 */
	@AliasFor("value")
	String name() default "";

}
