package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.completion.CompletionFollower;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Counts, times and measures service calls.
 */
final class ServiceCalls {

	private static final String HOOK = "service call interceptor";

	private final BiFunction<Method, Class<?>, @Nullable ServiceOperation> operations;

	private final MonitoredMethodIndex index;

	private final MonitorAccess access;

	private final Map<Class<?>, Map<Method, AnnotatedMethod>> known = new ConcurrentHashMap<>();

	/**
	 * Create a new instance.
	 * @param operations returns the operation for the method that is called and the class
	 * of the target
	 * @param index the annotated methods
	 * @param access access to the monitor
	 */
	ServiceCalls(BiFunction<Method, Class<?>, @Nullable ServiceOperation> operations, MonitoredMethodIndex index,
			MonitorAccess access) {
		this.operations = operations;
		this.index = index;
		this.access = access;
	}

	@Nullable Object invoke(InterceptedCall call) throws Throwable {
		AnnotatedMethod method = attempt(() -> method(call));
		if (method == null) {
			return call.proceed();
		}
		ServiceOperation operation = method.operation();
		PayloadPlan plan = method.plan();
		ColdPublishers cold = attempt(() -> this.access.coldPublishers(plan.resultType()));
		if (cold != null) {
			return invokeCold(cold, operation, plan, call);
		}
		ServiceCallScope scope = attempt(() -> start(operation));
		if (scope == null) {
			return call.proceed();
		}
		ServiceCallMeasurement measurement = (operation.direction() != CallDirection.NONE)
				? attempt(() -> measurement(scope, operation, plan, call)) : null;
		Object result;
		try {
			result = call.proceed();
		}
		catch (Throwable ex) {
			scope.failed(ex);
			scope.close();
			throw ex;
		}
		return end(scope, measurement, plan, result);
	}

	private <T> @Nullable T attempt(Supplier<? extends @Nullable T> work) {
		return this.access.failures().attempt(HOOK, work);
	}

	private @Nullable AnnotatedMethod method(InterceptedCall call) {
		Class<?> type = call.type();
		if (type == null) {
			return null;
		}
		Map<Method, AnnotatedMethod> methods = this.known.get(type);
		AnnotatedMethod method = (methods != null) ? methods.get(call.method()) : null;
		return (method != null) ? method : find(call.method(), type);
	}

	private @Nullable AnnotatedMethod find(Method called, Class<?> type) {
		ServiceOperation operation = this.operations.apply(called, type);
		if (operation == null) {
			return null;
		}
		AnnotatedMethod method = new AnnotatedMethod(operation,
				new PayloadPlan(this.index.get(type).mostSpecific(called, type)));
		this.known.computeIfAbsent(type, (key) -> new ConcurrentHashMap<>()).put(called, method);
		return method;
	}

	/**
	 * The service is called each time the result is subscribed to.
	 */
	private @Nullable Object invokeCold(ColdPublishers cold, ServiceOperation operation, PayloadPlan plan,
			InterceptedCall call) throws Throwable {
		Long upload = (operation.direction() == CallDirection.UPLOAD) ? attempt(() -> uploadSize(plan, call)) : null;
		return cold.serviceCall(() -> {
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
		ResourceMonitor monitor = this.access.monitor().get();
		return (monitor instanceof DefaultResourceMonitor known) ? known.startServiceCall(operation)
				: monitor.startServiceCall(operation.service(), operation.operation(), operation.direction());
	}

	private ServiceCallMeasurement measurement(ServiceCallScope scope, ServiceOperation operation, PayloadPlan plan,
			InterceptedCall call) {
		ServiceCallMeasurement measurement = new ServiceCallMeasurement(scope, plan, operation.direction(),
				call.arguments(), this.access.sizers());
		this.access.failures().guard(HOOK, () -> measurement.prepare(call));
		return measurement;
	}

	private @Nullable Object end(ServiceCallScope scope, @Nullable ServiceCallMeasurement measurement, PayloadPlan plan,
			@Nullable Object result) {
		if (measurement != null && result instanceof CompletionStage<?> stage
				&& !CompletionFollower.replacesValues(stage)) {
			Class<?> type = streamType(measurement, plan);
			if (type != null) {
				return endWithStream(scope, measurement, type, stage);
			}
		}
		if (result == null) {
			if (measurement != null) {
				this.access.failures().guard(HOOK, () -> measurement.measure(null, plan.resultType()));
			}
			scope.close();
			return null;
		}
		Object handedOn = scope.closeWith(result,
				(value) -> (measurement != null) ? measure(measurement, plan, result, value) : value);
		// A mocked scope returns null.
		return (handedOn != null) ? handedOn : result;
	}

	private static @Nullable Object measure(ServiceCallMeasurement measurement, PayloadPlan plan, Object result,
			@Nullable Object value) {
		if (value == result) {
			return measurement.measure(value, plan.resultType());
		}
		Class<?> type = (result instanceof CompletionStage) ? streamType(measurement, plan) : null;
		return measurement.measure(value, (type != null) ? type : Object.class);
	}

	/**
	 * Return the type of the stream that a stage is to complete with. A stream can only
	 * be counted if the caller gets the counting stream.
	 */
	private static @Nullable Class<?> streamType(ServiceCallMeasurement measurement, PayloadPlan plan) {
		Class<?> type = plan.stageType();
		return (type != null && PayloadFlows.isCountable(type) && measurement.measuresResult()) ? type : null;
	}

	private CompletionStage<?> endWithStream(ServiceCallScope scope, ServiceCallMeasurement measurement, Class<?> type,
			CompletionStage<?> stage) {
		scope.detach();
		stage.whenComplete((value, ex) -> {
			if (ex != null) {
				scope.failed(ex);
				scope.close();
			}
		});
		return stage.thenApply((value) -> {
			Object replaced = attempt(() -> measurement.measure(value, type));
			scope.close();
			return (replaced != null) ? replaced : value;
		});
	}

	/**
	 * What is known about the calls of a method.
	 *
	 * @param operation what it calls
	 * @param plan how its payload is measured
	 */
	private record AnnotatedMethod(ServiceOperation operation, PayloadPlan plan) {

	}

}
