package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Counts, times and measures each call of a service.
 */
final class ServiceCalls {

	private static final String HOOK = "service call interceptor";

	private final BiFunction<Method, Class<?>, @Nullable ServiceOperation> operations;

	private final MonitoredMethodIndex index;

	private final MonitorAccess access;

	private final PayloadPlans plans = new PayloadPlans();

	/**
	 * Create a new instance.
	 * @param operations tells the operation from the method that is called and the class
	 * of the target
	 * @param index the annotated methods
	 * @param access what it needs
	 */
	ServiceCalls(BiFunction<Method, Class<?>, @Nullable ServiceOperation> operations, MonitoredMethodIndex index,
			MonitorAccess access) {
		this.operations = operations;
		this.index = index;
		this.access = access;
	}

	@Nullable Object invoke(InterceptedCall call) throws Throwable {
		ServiceOperation operation = attempt(() -> operation(call));
		PayloadPlan plan = (operation != null) ? attempt(() -> plan(call)) : null;
		if (operation == null || plan == null) {
			return call.proceed();
		}
		ColdPublishers lazy = attempt(() -> this.access.lazyResults(plan.resultType()));
		if (lazy != null) {
			return invokeLazily(lazy, operation, plan, call);
		}
		Measurement measurement = attempt(() -> start(operation, plan, call));
		if (measurement == null) {
			return call.proceed();
		}
		this.access.failures().guard(HOOK, () -> prepare(measurement, call));
		Object result;
		try {
			result = call.proceed();
		}
		catch (Throwable ex) {
			measurement.scope().failed(ex);
			measurement.scope().close();
			throw ex;
		}
		try {
			return end(measurement, result);
		}
		catch (Throwable ex) {
			this.access.failures().record(HOOK, ex);
			measurement.scope().close();
			return result;
		}
	}

	private <T> @Nullable T attempt(Supplier<? extends @Nullable T> work) {
		return this.access.failures().attempt(HOOK, work);
	}

	private @Nullable ServiceOperation operation(InterceptedCall call) {
		Class<?> type = call.type();
		return (type != null) ? this.operations.apply(call.method(), type) : null;
	}

	private @Nullable PayloadPlan plan(InterceptedCall call) {
		Class<?> type = call.type();
		return (type != null) ? this.plans.get(this.index.get(type).specific(call.method(), type)) : null;
	}

	/**
	 * The service is called when the result is used, each time anew.
	 */
	private @Nullable Object invokeLazily(ColdPublishers lazy, ServiceOperation operation, PayloadPlan plan,
			InterceptedCall call) throws Throwable {
		Long upload = (operation.direction() == CallDirection.UPLOAD) ? attempt(() -> uploadSize(plan, call)) : null;
		return lazy.serviceCall(() -> {
			ServiceCallScope scope = start(operation);
			scope.bytes((upload != null) ? upload : PayloadSizer.UNKNOWN);
			return scope;
		}, operation.direction() == CallDirection.DOWNLOAD, call::proceed);
	}

	private @Nullable Long uploadSize(PayloadPlan plan, InterceptedCall call) {
		int payload = plan.uploadArgument(call.arguments(), this.access.sizers().get());
		Object value = (payload >= 0) ? call.arguments()[payload] : null;
		return (payload >= 0 && !PayloadFlows.isFlow(value)) ? this.access.sizers().get().sizeOf(value) : null;
	}

	private ServiceCallScope start(ServiceOperation operation) {
		return this.access.monitor()
			.get()
			.startServiceCall(operation.service(), operation.operation(), operation.direction());
	}

	private Measurement start(ServiceOperation operation, PayloadPlan plan, InterceptedCall call) {
		return new Measurement(start(operation), plan, operation.direction(), call.arguments());
	}

	/**
	 * Look at the arguments before the call: measure what is uploaded, count streams.
	 */
	private void prepare(Measurement measurement, InterceptedCall call) {
		PayloadPlan plan = measurement.plan();
		@Nullable Object[] arguments = measurement.arguments();
		int payload = switch (measurement.direction()) {
			case UPLOAD -> plan.uploadArgument(arguments, this.access.sizers().get());
			case DOWNLOAD -> plan.countedDownloadArgument(arguments, this.access.sizers().get());
			case NONE -> -1;
		};
		if (payload < 0) {
			return;
		}
		Object value = arguments[payload];
		if (PayloadFlows.isFlow(value)) {
			Object counting = count(measurement.scope(), value, plan.parameterType(payload), false);
			if (counting != value) {
				call.replaceArgument(payload, counting);
			}
			measurement.counted = true;
		}
		else if (measurement.direction() == CallDirection.UPLOAD) {
			measurement.uploadSize = this.access.sizers().get().sizeOf(value);
			measurement.found = true;
		}
	}

	private @Nullable Object end(Measurement measurement, @Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return endLater(measurement, stage);
		}
		Object replaced = measure(measurement, result, measurement.plan().resultType());
		measurement.scope().close();
		return replaced;
	}

	private CompletionStage<?> endLater(Measurement measurement, CompletionStage<?> stage) {
		measurement.scope().detach();
		Class<?> type = measurement.plan().stageType();
		if (type != null && PayloadFlows.isCountable(type) && measurement.isResultToBeMeasured()) {
			// What streams can only be counted if the caller gets the counting stream.
			stage.whenComplete((value, ex) -> {
				if (ex != null) {
					measurement.scope().failed(ex);
					measurement.scope().close();
				}
			});
			return stage.thenApply((value) -> {
				Object replaced = this.access.failures().attempt(HOOK, () -> measure(measurement, value, type));
				measurement.scope().close();
				return (replaced != null) ? replaced : value;
			});
		}
		stage.whenComplete((value, ex) -> {
			if (ex != null) {
				measurement.scope().failed(ex);
			}
			else {
				this.access.failures().guard(HOOK, () -> measure(measurement, value, Object.class));
			}
			measurement.scope().close();
		});
		return stage;
	}

	/**
	 * Measure the payload of a call that succeeded.
	 * @return the result, or what is to be returned instead of it
	 */
	private @Nullable Object measure(Measurement measurement, @Nullable Object result, Class<?> type) {
		return switch (measurement.direction()) {
			case DOWNLOAD -> measureDownload(measurement, result, type);
			case UPLOAD -> measureUpload(measurement, result, type);
			case NONE -> result;
		};
	}

	private @Nullable Object measureDownload(Measurement measurement, @Nullable Object result, Class<?> type) {
		ServiceCallScope scope = measurement.scope();
		if (result != null && PayloadFlows.isFlow(result)) {
			return countResult(scope, result, type);
		}
		if (measurement.counted) {
			return result;
		}
		if (result != null) {
			long size = this.access.sizers().get().sizeOf(result);
			if (size != PayloadSizer.UNKNOWN) {
				scope.bytes(size);
				return result;
			}
		}
		int argument = measurement.plan().downloadArgument();
		if (argument >= 0) {
			scope.payload(measurement.arguments()[argument]);
		}
		else if (result == null && !measurement.plan().returnsNothing()) {
			scope.bytes(0);
		}
		return result;
	}

	private @Nullable Object measureUpload(Measurement measurement, @Nullable Object result, Class<?> type) {
		if (measurement.found) {
			measurement.scope().bytes(measurement.uploadSize);
		}
		else if (!measurement.counted && result != null && PayloadFlows.isFlow(result)) {
			return countResult(measurement.scope(), result, type);
		}
		return result;
	}

	/**
	 * Count a stream or channel that is returned, if the method is declared to return one
	 * that can be replaced. Of a wider type the caller may expect its very class.
	 */
	private static Object countResult(ServiceCallScope scope, Object flow, Class<?> type) {
		if (PayloadFlows.isCountable(type)) {
			return count(scope, flow, type, true);
		}
		scope.payload(flow);
		return flow;
	}

	@SuppressWarnings("unchecked")
	private static Object count(ServiceCallScope scope, Object flow, Class<?> type, boolean toEnd) {
		Class<Object> wanted = (Class<Object>) type;
		return toEnd ? scope.countToEnd(flow, wanted) : scope.count(flow, wanted);
	}

	/**
	 * One call that is measured. Used by the calling thread, then by the one that
	 * completes the result.
	 */
	private static final class Measurement {

		private final ServiceCallScope scope;

		private final PayloadPlan plan;

		private final CallDirection direction;

		private final @Nullable Object[] arguments;

		/**
		 * An argument is being counted.
		 */
		private boolean counted;

		/**
		 * The argument to upload was found, and measured as far as it can be.
		 */
		private boolean found;

		private long uploadSize = PayloadSizer.UNKNOWN;

		Measurement(ServiceCallScope scope, PayloadPlan plan, CallDirection direction, @Nullable Object[] arguments) {
			this.scope = scope;
			this.plan = plan;
			this.direction = direction;
			this.arguments = arguments;
		}

		ServiceCallScope scope() {
			return this.scope;
		}

		PayloadPlan plan() {
			return this.plan;
		}

		CallDirection direction() {
			return this.direction;
		}

		boolean isResultToBeMeasured() {
			return this.direction == CallDirection.DOWNLOAD
					|| (this.direction == CallDirection.UPLOAD && !this.found && !this.counted);
		}

		@Nullable Object[] arguments() {
			return this.arguments;
		}

	}

}
