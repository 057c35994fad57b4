package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A call that one thread is in and that is measured: by a proxy, which is about to enter
 * the method or has done so, or where it arrived. Used by that thread only.
 */
final class ActiveCall {

	private final @Nullable ActiveCall outer;

	private final MonitoredContext context;

	private final @Nullable Object target;

	private final Method method;

	private final @Nullable CallKind kind;

	private final Set<CallKind> inside = EnumSet.noneOf(CallKind.class);

	/**
	 * Create a new call.
	 * @param outer the call round this one
	 * @param context whose call it is
	 * @param target the object that is called
	 * @param method what is called, that which overrides all others
	 * @param kind what it is measured as where it arrived; {@code null} if a proxy does
	 * all that
	 */
	ActiveCall(@Nullable ActiveCall outer, MonitoredContext context, @Nullable Object target, Method method,
			@Nullable CallKind kind) {
		this.outer = outer;
		this.context = context;
		this.target = target;
		this.method = method;
		this.kind = kind;
	}

	@Nullable ActiveCall outer() {
		return this.outer;
	}

	MonitoredContext context() {
		return this.context;
	}

	private boolean isOf(@Nullable Object target, Method method) {
		return this.target == target && this.method.equals(method);
	}

	/**
	 * Return whether a method that is entered now is the one that the proxy is about to
	 * call. Not if that is being executed: then it calls itself. When a retry inside the
	 * proxy calls it again, it is not.
	 */
	boolean isArrivalOf(CallKind kind, Object target, Method method) {
		return this.kind == null && isOf(target, method) && !this.inside.contains(kind);
	}

	/**
	 * Return whether a method that is entered by {@code super} is a part of this call, or
	 * of those of the same method directly round it.
	 */
	boolean covers(CallKind kind, Object target, Method overriding) {
		for (ActiveCall call = this; call != null && call.isOf(target, overriding); call = call.outer) {
			if (call.kind == null || call.kind == kind) {
				return true;
			}
		}
		return false;
	}

	void enter(CallKind kind) {
		this.inside.add(kind);
	}

	void exit(CallKind kind) {
		this.inside.remove(kind);
	}

	/**
	 * Return what to measure a call as that has arrived.
	 */
	CallKind kind() {
		if (this.kind == null) {
			throw new IllegalStateException("Measured by a proxy");
		}
		return this.kind;
	}

}
