package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A call on the stack of one thread that is measured, either by a proxy, before or after
 * the method has been entered, or by woven advice. Used by that thread only.
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
	 * @param outer the enclosing call
	 * @param context the context that measures the call
	 * @param target the object that is called
	 * @param method the most specific method that is called
	 * @param kind what woven advice measures the call as; {@code null} if a proxy
	 * measures it
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
	 * Return whether the method that is being entered is the one that the proxy is about
	 * to call. If the method is already executing, it calls itself and this is another
	 * call; a retry inside the proxy is not, because the method has returned before.
	 */
	boolean isArrivalOf(CallKind kind, Object target, Method method) {
		return this.kind == null && isOf(target, method) && !this.inside.contains(kind);
	}

	/**
	 * Return whether a method that is entered by a call of {@code super} is part of this
	 * call, or of directly enclosing calls of the same method.
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
	 * Return what woven advice measures the call as.
	 */
	CallKind kind() {
		if (this.kind == null) {
			throw new IllegalStateException("Measured by a proxy");
		}
		return this.kind;
	}

}
