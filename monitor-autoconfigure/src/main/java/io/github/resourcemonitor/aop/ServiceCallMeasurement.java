package io.github.resourcemonitor.aop;

import java.util.function.Supplier;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.jspecify.annotations.Nullable;

/**
 * The measurement of one service call and its payload. Used by the calling thread, then
 * by the thread that completes the result.
 */
final class ServiceCallMeasurement {

	private final ServiceCallScope scope;

	private final PayloadPlan plan;

	private final CallDirection direction;

	private final @Nullable Object[] arguments;

	private final Supplier<PayloadSizers> sizers;

	/**
	 * Whether an argument is a stream or channel that is being counted.
	 */
	private boolean counted;

	/**
	 * Whether the argument to upload was found; its size may still be unknown.
	 */
	private boolean found;

	private long uploadSize = PayloadSizer.UNKNOWN;

	ServiceCallMeasurement(ServiceCallScope scope, PayloadPlan plan, CallDirection direction,
			@Nullable Object[] arguments, Supplier<PayloadSizers> sizers) {
		this.scope = scope;
		this.plan = plan;
		this.direction = direction;
		this.arguments = arguments;
		this.sizers = sizers;
	}

	boolean measuresResult() {
		return this.direction == CallDirection.DOWNLOAD
				|| (this.direction == CallDirection.UPLOAD && !this.found && !this.counted);
	}

	/**
	 * Inspect the arguments before the call: measure the upload, and replace streams and
	 * channels by counting ones.
	 */
	void prepare(InterceptedCall call) {
		int payload = switch (this.direction) {
			case UPLOAD -> this.plan.uploadArgument(this.arguments, this.sizers.get());
			case DOWNLOAD -> this.plan.countedDownloadArgument(this.arguments, this.sizers.get());
			case NONE -> -1;
		};
		if (payload < 0) {
			return;
		}
		Object value = this.arguments[payload];
		if (PayloadFlows.isFlow(value)) {
			Object counting = count(value, this.plan.parameterType(payload), false);
			if (counting != value) {
				call.replaceArgument(payload, counting);
			}
			this.counted = true;
		}
		else if (this.direction == CallDirection.UPLOAD) {
			this.uploadSize = this.sizers.get().sizeOf(value);
			this.found = true;
		}
	}

	/**
	 * Measure the payload of a call that succeeded.
	 * @return the result, or the counting stream or channel to return instead
	 */
	@Nullable Object measure(@Nullable Object result, Class<?> type) {
		return switch (this.direction) {
			case DOWNLOAD -> measureDownload(result, type);
			case UPLOAD -> measureUpload(result, type);
			case NONE -> result;
		};
	}

	private @Nullable Object measureDownload(@Nullable Object result, Class<?> type) {
		if (result != null && PayloadFlows.isFlow(result)) {
			return countResult(result, type);
		}
		if (this.counted) {
			return result;
		}
		if (result != null) {
			long size = this.sizers.get().sizeOf(result);
			if (size != PayloadSizer.UNKNOWN) {
				this.scope.bytes(size);
				return result;
			}
		}
		int argument = this.plan.downloadArgument();
		if (argument >= 0) {
			this.scope.payload(this.arguments[argument]);
		}
		else if (result == null && !this.plan.returnsNothing()) {
			this.scope.bytes(0);
		}
		return result;
	}

	private @Nullable Object measureUpload(@Nullable Object result, Class<?> type) {
		if (this.found) {
			this.scope.bytes(this.uploadSize);
		}
		else if (!this.counted && result != null && PayloadFlows.isFlow(result)) {
			return countResult(result, type);
		}
		return result;
	}

	/**
	 * Count a stream or channel that is returned, if the declared result type allows to
	 * replace it. With another type the caller may rely on the class of the result.
	 */
	private Object countResult(Object flow, Class<?> type) {
		if (PayloadFlows.isCountable(type)) {
			return count(flow, type, true);
		}
		this.scope.payload(flow);
		return flow;
	}

	@SuppressWarnings("unchecked")
	private Object count(Object flow, Class<?> type, boolean toEnd) {
		Class<Object> wanted = (Class<Object>) type;
		Object counting = toEnd ? this.scope.countToEnd(flow, wanted) : this.scope.count(flow, wanted);
		// A mock returns nothing.
		return (counting != null) ? counting : flow;
	}

}
