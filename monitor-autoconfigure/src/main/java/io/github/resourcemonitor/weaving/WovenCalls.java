package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.aop.InterceptedCall;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The calls of woven methods: finds the application context whose calls they are, and
 * sees to it that a call is measured once, by its proxy if it passes one.
 * <p>
 * An aspect is one for all contexts of its class loader, and is called before the first
 * and after the last. Knows the contexts that are starting or running, and of each thread
 * the calls that it is in. Safe for use by any thread.
 */
public final class WovenCalls {

	private final ThreadLocal<@Nullable ActiveCall> open = new ThreadLocal<>();

	private final BeanOwners owners = new BeanOwners();

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

	void own(Object bean, MonitoredContext context) {
		this.owners.put(bean, context);
	}

	/**
	 * Return whether anybody wants to know of calls.
	 */
	boolean isWatched() {
		return !this.contexts.isEmpty();
	}

	/**
	 * Go on with a call that a proxy has measured and that is about to arrive.
	 * @param context whose proxy it is
	 * @param target the object that is called
	 * @param method what is called, that which overrides all others
	 * @param call goes on
	 * @return what the call returns
	 * @throws Throwable what the call throws
	 */
	@Nullable Object proxied(MonitoredContext context, Object target, Method method, Continuation call) throws Throwable {
		ActiveCall outer = this.open.get();
		this.open.set(new ActiveCall(outer, context, target, method, null));
		try {
			return call.proceed();
		}
		finally {
			restore(outer);
		}
	}

	/**
	 * Go on with a call that has arrived, and measure it unless that is done.
	 * @param kind what to measure it as
	 * @param call the call
	 * @return what the call returns, or what counts what it returns
	 * @throws Throwable what the call throws
	 */
	@Nullable Object call(CallKind kind, InterceptedCall call) throws Throwable {
		ActiveCall outer = this.open.get();
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
		this.open.set(found);
		try {
			return found.context().measure(found.kind(), call);
		}
		finally {
			restore(outer);
		}
	}

	private void restore(@Nullable ActiveCall outer) {
		if (outer != null) {
			this.open.set(outer);
		}
		else {
			this.open.remove();
		}
	}

	/**
	 * Find out what a call is.
	 * @return the call that a proxy measures and that arrives now, a new one that is to
	 * be measured, or {@code null} if there is nothing to do
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
				tellIfAmbiguous(kind, call.method(), type);
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
	 * Choose the context whose call it is: the one that made the object, else that of the
	 * call that this thread is in, else that of the invocation that it works for, else
	 * the only one.
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

	private void tellIfAmbiguous(CallKind kind, Method method, Class<?> type) {
		List<MonitoredContext> running = this.contexts.stream().filter(MonitoredContext::isRunning).toList();
		if (running.size() > 1 && running.get(0).shouldMeasure(kind, method, type)
				&& this.ambiguous.compareAndSet(false, true)) {
			Log logger = LogFactory.getLog(WovenCalls.class);
			logger.warn("Not monitored: a call of " + type.getSimpleName() + "." + method.getName() + "(), because "
					+ running.size() + " application contexts with a monitor are running in this class loader, "
					+ "and nothing tells whose call it is. Make it from a monitored method or through the "
					+ "ResourceMonitor bean, or make the object a bean. Further such calls are passed over in silence");
		}
	}

	/**
	 * What is left of a call.
	 */
	@FunctionalInterface
	interface Continuation {

		@Nullable Object proceed() throws Throwable;

	}

}
