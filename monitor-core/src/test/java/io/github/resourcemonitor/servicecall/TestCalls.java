package io.github.resourcemonitor.servicecall;

import java.util.List;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.ManualClock;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Starts service calls without invocations.
 */
class TestCalls {

	final ManualClock clock = new ManualClock();

	final Failures failures = new Failures();

	final OutsideServiceCalls outside;

	private final ServiceCallComponents components;

	TestCalls(int capacity) {
		this.outside = new OutsideServiceCalls(capacity);
		this.components = new ServiceCallComponents(this.clock, new PayloadSizers(List.of(), this.failures),
				this.outside, () -> {
				}, this.failures);
	}

	ServiceCall start(ServiceOperation operation, @Nullable ServiceCallOwner owner) {
		return new ServiceCall(this.components, (call) -> ThreadScope.NOOP, operation, owner);
	}

	/**
	 * Return a context in which all requests are calls of one owner.
	 */
	CallContext context(@Nullable ServiceCallOwner owner) {
		return new CallContext() {

			@Override
			public @Nullable ServiceCall currentCall(@Nullable Invocation context) {
				return null;
			}

			@Override
			public ServiceCall newServiceCall(ServiceOperation operation, @Nullable Invocation context) {
				return start(operation, owner);
			}

			@Override
			public Failures failures() {
				return TestCalls.this.failures;
			}

		};
	}

	/**
	 * An owner that is nothing but its table.
	 */
	record Owner(ServiceCallTable serviceCalls, @Nullable ServiceCallOwner parent) implements ServiceCallOwner {

		Owner(ServiceCallTable table) {
			this(table, null);
		}

	}

}
