package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.aop.InterceptedCall;
import io.github.resourcemonitor.concurrent.WeakIdentityMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The calls of woven methods. Finds the application context that measures a call, and
 * ensures that each call is measured once, by its proxy if it passes one.
 * <p>
 * All contexts of a class loader share one aspect, which may be called before the first
 * context starts and after the last one closes. This class keeps the contexts that are
 * starting or running, and the active calls of each thread. Safe for use by any thread.
 */
public final class WovenCalls {

	private final ThreadLocal<@Nullable ActiveCall> active = new ThreadLocal<>();

	/**
	 * The application context that each bean with woven methods belongs to.
	 */
	private final WeakIdentityMap<Object, MonitoredContext> owners = new WeakIdentityMap<>();

	private final AtomicBoolean ambiguous = new AtomicBoolean();

	private volatile List<MonitoredContext> contexts = List.of();

	synchronized void add(MonitoredContext context) {
		List<MonitoredContext> changed = new ArrayList<>(this.contexts);
		changed.add(context);
		this.contexts = List.copyOf(changed);
	}

	synchronized void remove(MonitoredContext context) {
		this.contexts = this.contexts.stream().filter((candidate) -> candidate != context).toList();
	}

	void register(Object bean, MonitoredContext context) {
		this.owners.put(bean, context);
	}

	/**
	 * Return whether any context measures calls.
	 */
	boolean hasContexts() {
		return !this.contexts.isEmpty();
	}

	/**
	 * Proceed with a call that a proxy measures and that is about to enter the method.
	 * @param context the context of the proxy
	 * @param target the object that is called
	 * @param method the most specific method that is called
	 * @param call proceeds with the call
	 * @return what the call returns
	 * @throws Throwable what the call throws
	 */
	@Nullable Object proxied(MonitoredContext context, Object target, Method method, Continuation call) throws Throwable {
		ActiveCall outer = this.active.get();
		this.active.set(new ActiveCall(outer, context, target, method, null));
		try {
			return call.proceed();
		}
		finally {
			restore(outer);
		}
	}

	/**
	 * Proceed with a call that has entered a woven method, and measure it unless a proxy
	 * does.
	 * @param kind what to measure it as
	 * @param call the call
	 * @return what the call returns, or a counting stream or channel in its place
	 * @throws Throwable what the call throws
	 */
	@Nullable Object call(CallKind kind, InterceptedCall call) throws Throwable {
		ActiveCall outer = this.active.get();
		ActiveCall found = find(kind, call, outer);
		if (found == null) {
			return call.proceed();
		}
		if (found == outer) {
			outer.enter(kind);
			try {
				return call.proceed();
			}
			finally {
				outer.exit(kind);
			}
		}
		this.active.set(found);
		try {
			return found.context().measure(found.kind(), call);
		}
		finally {
			restore(outer);
		}
	}

	private void restore(@Nullable ActiveCall outer) {
		if (outer != null) {
			this.active.set(outer);
		}
		else {
			this.active.remove();
		}
	}

	/**
	 * Find the active call that a call belongs to.
	 * @return the call that a proxy measures and that enters its method now, a new call
	 * to be measured, or {@code null} if there is nothing to measure
	 */
	private @Nullable ActiveCall find(CallKind kind, InterceptedCall call, @Nullable ActiveCall outer) {
		MonitoredContext context = null;
		try {
			Class<?> type = call.type();
			if (type == null) {
				return null;
			}
			Object target = call.target();
			context = choose(target, outer);
			if (context == null) {
				warnIfAmbiguous(kind, call.method(), type);
				return null;
			}
			Method method = context.mostSpecific(call.method(), type);
			if (method == null || !context.shouldMeasure(kind, call.method(), type)) {
				return null;
			}
			if (target != null && outer != null) {
				if (!method.equals(call.method())) {
					if (outer.covers(kind, target, method)) {
						return null;
					}
				}
				else if (outer.isArrivalOf(kind, target, method)) {
					return outer;
				}
			}
			return new ActiveCall(outer, context, target, method, kind);
		}
		catch (Throwable ex) {
			if (context != null) {
				context.failed(ex);
			}
			return null;
		}
	}

	/**
	 * Choose the context that measures a call: the one that created the object, else that
	 * of the enclosing call, else the only one, else that of the invocation that the
	 * thread works for.
	 */
	private @Nullable MonitoredContext choose(@Nullable Object target, @Nullable ActiveCall outer) {
		MonitoredContext owner = (target != null) ? this.owners.get(target) : null;
		if (owner != null) {
			return owner;
		}
		if (outer != null) {
			return outer.context();
		}
		List<MonitoredContext> candidates = this.contexts;
		return (candidates.size() == 1) ? candidates.get(0) : findByInvocation(candidates);
	}

	private static @Nullable MonitoredContext findByInvocation(List<MonitoredContext> candidates) {
		MonitoredContext found = null;
		Instant latest = Instant.MIN;
		for (MonitoredContext candidate : candidates) {
			Invocation current = candidate.current();
			if (current != null && !current.start().isBefore(latest)) {
				found = candidate;
				latest = current.start();
			}
		}
		return found;
	}

	private void warnIfAmbiguous(CallKind kind, Method method, Class<?> type) {
		List<MonitoredContext> running = this.contexts.stream().filter(MonitoredContext::isRunning).toList();
		if (running.size() > 1 && running.get(0).shouldMeasure(kind, method, type)
				&& this.ambiguous.compareAndSet(false, true)) {
			Log logger = LogFactory.getLog(WovenCalls.class);
			logger.warn("Not monitored: a call of " + type.getSimpleName() + "." + method.getName() + "(), because "
					+ running.size() + " application contexts with a monitor are running in this class loader, "
					+ "and the call cannot be attributed to one of them. Make it from a monitored method or through the "
					+ "ResourceMonitor bean, or make the object a bean. Further calls of this kind are not logged");
		}
	}

	/**
	 * The rest of a call.
	 */
	@FunctionalInterface
	interface Continuation {

		@Nullable Object proceed() throws Throwable;

	}

}
