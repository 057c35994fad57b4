package io.github.resourcemonitor.weaving;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;

/**
 * Aspect that counts, times and measures service calls in woven classes. It runs inside
 * all other aspects, like the advisor of service calls.
 *
 * @see MonitoredHandlerAspect
 */
@Aspect
public final class CloudServiceCallAspect {

	private static final CloudServiceCallAspect INSTANCE = new CloudServiceCallAspect();

	private final WovenCalls calls = MonitoredHandlerAspect.aspectOf().calls();

	private CloudServiceCallAspect() {
	}

	/**
	 * Return the aspect of this class loader.
	 * @return the aspect
	 * @see MonitoredHandlerAspect#aspectOf()
	 */
	public static CloudServiceCallAspect aspectOf() {
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
	 * Measure a call. Called by code that the weaver generates.
	 * @param joinPoint the call
	 * @return what it returns, or a counting stream or channel in its place
	 * @throws Throwable what it throws
	 */
	@Around("(execution(@io.github.resourcemonitor.annotation.CloudServiceCall * *(..))"
			+ " || execution(@(@io.github.resourcemonitor.annotation.CloudServiceCall *) * *(..))"
			+ " || execution(@(@(@io.github.resourcemonitor.annotation.CloudServiceCall *) *) * *(..))"
			+ " || execution(!private !static * (@io.github.resourcemonitor.annotation.CloudServiceCall *).*(..))"
			+ " || execution(!private !static * (@(@io.github.resourcemonitor.annotation.CloudServiceCall *) *).*(..))"
			+ " || execution(!private !static * (@(@(@io.github.resourcemonitor.annotation.CloudServiceCall *) *) *).*(..)))"
			+ " && !execution(@org.springframework.context.annotation.Bean * *(..)) && !within(*..*$$SpringCGLIB$$*)")
	public @Nullable Object measure(ProceedingJoinPoint joinPoint) throws Throwable {
		return this.calls.hasContexts() ? this.calls.call(CallKind.SERVICE_CALL, new WovenCall(joinPoint))
				: joinPoint.proceed();
	}

}
