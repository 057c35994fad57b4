package io.github.resourcemonitor.invocation;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.servicecall.CallContext;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.servicecall.ServiceCall;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Default implementation of {@link ResourceMonitor}. Thread-safe.
 */
public class DefaultResourceMonitor implements ResourceMonitor {

	private final Invocations invocations;

	private final MonitorComponents components;

	private final CallContext calls;

	/**
	 * Create a new monitor.
	 * @param invocations starts the invocations
	 */
	public DefaultResourceMonitor(Invocations invocations) {
		this.invocations = invocations;
		this.components = invocations.components();
		this.calls = invocations.serviceCalls();
	}

	@Override
	public <T extends @Nullable Object> T call(String handler, Callable<T> work) throws Exception {
		InvocationScope scope = start(handler);
		T result;
		try {
			result = work.call();
		}
		catch (Throwable ex) {
			scope.failed(ex);
			scope.close();
			throw ex;
		}
		return scope.closeWith(result);
	}

	@Override
	public void run(String handler, Runnable work) {
		InvocationScope scope = start(handler);
		try {
			work.run();
		}
		catch (Throwable ex) {
			scope.failed(ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	@Override
	public InvocationScope start(String handler) {
		return measured(this.invocations.start(handler), handler);
	}

	/**
	 * Start an invocation of a method that a framework calls.
	 * @param handler the name of the handler
	 * @param trigger what causes the calls of the framework
	 * @return the scope of the invocation
	 * @see Invocations#startTriggered
	 */
	public InvocationScope startTriggered(String handler, Trigger trigger) {
		return measured(this.invocations.startTriggered(handler, trigger), handler);
	}

	private static InvocationScope measured(@Nullable InvocationScope invocation, String handler) {
		return (invocation != null) ? invocation : new UnmeasuredInvocation(handler);
	}

	@Override
	public Optional<Invocation> current() {
		return Optional.ofNullable(this.invocations.current());
	}

	@Override
	public Runnable propagate(Runnable work) {
		Invocation context = this.invocations.capture();
		return (context == null) ? work : () -> {
			ThreadScope scope = this.invocations.attach(context);
			try {
				work.run();
			}
			finally {
				scope.close();
			}
		};
	}

	@Override
	public <T extends @Nullable Object> Callable<T> propagate(Callable<T> work) {
		Invocation context = this.invocations.capture();
		return (context == null) ? work : () -> {
			ThreadScope scope = this.invocations.attach(context);
			try {
				return work.call();
			}
			finally {
				scope.close();
			}
		};
	}

	@Override
	public <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> propagate(Function<T, R> work) {
		Invocation context = this.invocations.capture();
		return (context == null) ? work : (argument) -> {
			ThreadScope scope = this.invocations.attach(context);
			try {
				return work.apply(argument);
			}
			finally {
				scope.close();
			}
		};
	}

	@Override
	public Executor propagate(Executor executor) {
		return (task) -> executor.execute(propagate(task));
	}

	@Override
	public void recordServiceCall(String service, String operation, CallDirection direction, long bytes) {
		this.components.failures().guard("recording a service call", () -> {
			ServiceCall call = this.calls.newServiceCall(new ServiceOperation(service, operation, direction), null);
			call.bytes(bytes);
			call.end(ServiceCallTable.UNKNOWN, null);
		});
	}

	@Override
	public <T extends @Nullable Object> T callService(String service, String operation, CallDirection direction,
			Callable<T> call) throws Exception {
		ServiceCallScope scope = startServiceCall(service, operation, direction);
		T result;
		try {
			result = call.call();
		}
		catch (Throwable ex) {
			scope.failed(ex);
			scope.close();
			throw ex;
		}
		return scope.closeWith(result, (value) -> {
			if (direction == CallDirection.DOWNLOAD) {
				scope.payload(value);
			}
			return value;
		});
	}

	@Override
	public ServiceCallScope startServiceCall(String service, String operation, CallDirection direction) {
		return startServiceCall(new ServiceOperation(service, operation, direction));
	}

	/**
	 * Start a service call of a known operation.
	 * @param operation the operation that is called
	 * @return the scope of the call
	 * @see #startServiceCall(String, String, CallDirection)
	 */
	public ServiceCallScope startServiceCall(ServiceOperation operation) {
		try {
			return this.calls.newServiceCall(operation, null).bind();
		}
		catch (Throwable ex) {
			this.components.failures().record("start of a service call", ex);
			return new UnmeasuredServiceCall();
		}
	}

	/**
	 * No-op scope, used if an invocation could not be started.
	 */
	private record UnmeasuredInvocation(String handler) implements InvocationScope {

		@Override
		public String id() {
			return "unmeasured";
		}

		@Override
		public Instant start() {
			return Instant.now();
		}

		@Override
		public void failed(Throwable ex) {
		}

		@Override
		public <T extends @Nullable Object> T closeWith(T result) {
			return result;
		}

		@Override
		public void close() {
		}

	}

	/**
	 * No-op scope, used if a service call could not be started.
	 */
	private static final class UnmeasuredServiceCall implements ServiceCallScope {

		@Override
		public void bytes(long bytes) {
		}

		@Override
		public void payload(@Nullable Object payload) {
		}

		@Override
		public <T> T count(T flow, Class<T> type) {
			return flow;
		}

		@Override
		public <T> T countToEnd(T flow, Class<T> type) {
			return flow;
		}

		@Override
		public void failed(Throwable ex) {
		}

		@Override
		public void detach() {
		}

		@Override
		public <T extends @Nullable Object> T closeWith(T result, UnaryOperator<@Nullable Object> measure) {
			return result;
		}

		@Override
		public void close() {
		}

	}

}
