package io.github.resourcemonitor.weaving;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.DeclarePrecedence;
import org.jspecify.annotations.Nullable;

/**
 * Makes each call of a handler an invocation where the call arrives, when AspectJ's
 * weaver has put it there. Round all other aspects, as the advisor of handlers is round
 * all others.
 * <p>
 * The pointcut picks candidates: the annotation on the method or its type, directly or
 * with up to two annotations between. Which of them are handlers is looked up as for
 * proxies.
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
	 * Return the aspect of this class loader. The weaver would generate this method, but
	 * not if the application has restricted it to its own packages, and then every woven
	 * method would fail.
	 * @return the aspect
	 */
	public static MonitoredHandlerAspect aspectOf() {
		return INSTANCE;
	}

	/**
	 * Return whether there is an aspect. Called by what the weaver generates.
	 * @return always {@code true}
	 */
	public static boolean hasAspect() {
		return true;
	}

	/**
	 * Return the calls of the methods woven in this class loader and those below it.
	 * @return the calls
	 */
	public WovenCalls calls() {
		return this.calls;
	}

	/**
	 * Measure a call. Called by what the weaver generates.
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
		return this.calls.isWatched() ? this.calls.call(CallKind.HANDLER, new WovenCall(joinPoint))
				: joinPoint.proceed();
	}

}
