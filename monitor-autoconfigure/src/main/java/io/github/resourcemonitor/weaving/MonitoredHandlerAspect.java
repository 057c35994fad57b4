package io.github.resourcemonitor.weaving;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.DeclarePrecedence;
import org.jspecify.annotations.Nullable;

/**
 * Aspect that runs each call of a handler in woven classes as an invocation. It runs
 * outside all other aspects, like the advisor of handlers.
 * <p>
 * The pointcut selects candidates: methods with the annotation on them or on their type,
 * directly or through up to two meta-annotations. Which of them are handlers is
 * determined in the same way as for proxies.
 */
@Aspect
@DeclarePrecedence("io.github.resourcemonitor.weaving.MonitoredHandlerAspect, *, "
		+ "io.github.resourcemonitor.weaving.CloudServiceCallAspect")
public final class MonitoredHandlerAspect {

	private static final MonitoredHandlerAspect INSTANCE = new MonitoredHandlerAspect();

	private final WovenCalls calls = new WovenCalls();

	private MonitoredHandlerAspect() {
	}

	/**
	 * Return the aspect of this class loader. The weaver generates this method only if it
	 * is not restricted to the application's own packages; without the method every woven
	 * method would fail.
	 * @return the aspect
	 */
	public static MonitoredHandlerAspect aspectOf() {
		return INSTANCE;
	}

	/**
	 * Return whether there is an aspect. Called by code that the weaver generates.
	 * @return always {@code true}
	 */
	public static boolean hasAspect() {
		return true;
	}

	/**
	 * Return the calls of methods woven in this class loader and its descendants.
	 * @return the calls
	 */
	public WovenCalls calls() {
		return this.calls;
	}

	/**
	 * Measure a call. Called by code that the weaver generates.
	 * @param joinPoint the call
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	@Around("(execution(@io.github.resourcemonitor.annotation.MonitoredHandler * *(..))"
			+ " || execution(@(@io.github.resourcemonitor.annotation.MonitoredHandler *) * *(..))"
			+ " || execution(@(@(@io.github.resourcemonitor.annotation.MonitoredHandler *) *) * *(..))"
			+ " || execution(!private !static * (@io.github.resourcemonitor.annotation.MonitoredHandler *).*(..))"
			+ " || execution(!private !static * (@(@io.github.resourcemonitor.annotation.MonitoredHandler *) *).*(..))"
			+ " || execution(!private !static * (@(@(@io.github.resourcemonitor.annotation.MonitoredHandler *) *) *).*(..)))"
			+ " && !execution(@org.springframework.context.annotation.Bean * *(..)) && !within(*..*$$SpringCGLIB$$*)")
	public @Nullable Object measure(ProceedingJoinPoint joinPoint) throws Throwable {
		return this.calls.hasContexts() ? this.calls.call(CallKind.HANDLER, new WovenCall(joinPoint))
				: joinPoint.proceed();
	}

}
