package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.aop.InterceptedCall;
import io.github.resourcemonitor.aop.WovenMethods;
import org.jspecify.annotations.Nullable;

/**
 * The annotated methods of one application context, and whether calls of them are
 * measured at the moment: only while the context is running. Safe for use by any thread.
 */
final class MonitoredContext {

	/**
	 * Cleared when the context is closed, because its beans keep this object reachable
	 * for longer.
	 */
	private volatile @Nullable WovenMethods methods;

	private volatile boolean running;

	MonitoredContext(WovenMethods methods) {
		this.methods = methods;
	}

	void start() {
		this.running = true;
	}

	void stop() {
		this.running = false;
	}

	void close() {
		this.running = false;
		this.methods = null;
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Return the most specific method for a class.
	 * @return the method, {@code null} if the context has been closed
	 */
	@Nullable Method mostSpecific(Method method, Class<?> type) {
		WovenMethods methods = this.methods;
		return (methods != null) ? methods.mostSpecific(method, type) : null;
	}

	boolean hasMethods(Class<?> type) {
		WovenMethods methods = this.methods;
		try {
			return methods != null && methods.hasMethods(type);
		}
		catch (Throwable ex) {
			failed(ex);
			return false;
		}
	}

	boolean isInterceptedTwice(Method method, Class<?> type) {
		WovenMethods methods = this.methods;
		return methods != null && methods.isInterceptedTwice(method, type);
	}

	/**
	 * Return whether a call is to be measured now.
	 */
	boolean shouldMeasure(CallKind kind, Method method, Class<?> type) {
		WovenMethods methods = this.methods;
		return this.running && methods != null && switch (kind) {
			case HANDLER -> methods.isHandler(method, type);
			case SERVICE_CALL -> methods.isServiceCall(method, type);
		};
	}

	@Nullable Object measure(CallKind kind, InterceptedCall call) throws Throwable {
		WovenMethods methods = this.methods;
		if (methods == null) {
			return call.proceed();
		}
		return switch (kind) {
			case HANDLER -> methods.handler(call);
			case SERVICE_CALL -> methods.serviceCall(call);
		};
	}

	/**
	 * Return the invocation of this context that the calling thread works for.
	 */
	@Nullable Invocation current() {
		WovenMethods methods = this.methods;
		if (!this.running || methods == null) {
			return null;
		}
		try {
			return methods.current();
		}
		catch (Throwable ex) {
			methods.failed(ex);
			return null;
		}
	}

	void failed(Throwable ex) {
		WovenMethods methods = this.methods;
		if (methods != null) {
			methods.failed(ex);
		}
	}

}
