package io.github.resourcemonitor.invocation;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.attribution.FakeThreadClocks;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ManualSampler;
import io.github.resourcemonitor.sampling.ResourceSampler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for failures and concurrent events at the start and end of invocations: nothing
 * is counted twice, and no thread remains attached.
 */
class AttributionFaultTests {

	private static final long STEP = 10_000_000;

	private final TestMonitor test = new TestMonitor();

	private final FakeThreadClocks clocks = this.test.threadClocks;

	/**
	 * The thread for which the monotonic clock fails.
	 */
	private final AtomicReference<Thread> withoutTime = new AtomicReference<>();

	/**
	 * Action to run at the next reading of the monotonic clock.
	 */
	private final AtomicReference<Runnable> onTime = new AtomicReference<>();

	private Invocations invocations;

	private DefaultResourceMonitor build() {
		this.test.build();
		MonitorComponents sound = this.test.invocations().components();
		MonitorComponents instruments = new MonitorComponents(sound.function(), this::nanoTime, sound.wallClock(),
				sound.processAgeNanos(), sound.threadClocks(), sound.catalog(), sound.edges(), sound.sampler(),
				sound.traces(), sound.sizers(), sound.outside(), sound.lateWork(), sound.maxActive(),
				sound.maxServiceOperations(), sound.failures(), null);
		this.invocations = new Invocations(instruments, new RecordPublisher(this.test.kept, this.test.summaries,
				() -> this.test.listeners, this.test.exports, this.test.failures));
		return new DefaultResourceMonitor(this.invocations);
	}

	private long nanoTime() {
		if (this.withoutTime.get() == Thread.currentThread()) {
			throw new IllegalStateException("on purpose");
		}
		Runnable action = this.onTime.getAndSet(null);
		if (action != null) {
			action.run();
		}
		return this.test.clock.getAsLong();
	}

	private void onStart(Consumer<Invocation> action) {
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onStart(Invocation invocation) {
				action.accept(invocation);
			}

			@Override
			public void onEnd(InvocationRecord record) {
			}

		});
	}

	private static void elsewhere(Runnable work) {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread thread = new Thread(work);
		thread.setUncaughtExceptionHandler((any, ex) -> failure.set(ex));
		thread.start();
		join(thread);
		assertThat(failure.get()).isNull();
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertNothingRuns() {
		assertThat(this.invocations.running(10)).isEmpty();
		assertThat(this.invocations.active()).isZero();
		assertThat(this.invocations.capture()).isNull();
	}

	/**
	 * Abandoning the oldest invocation ends it, and a thread resumes its work after it
	 * has ended an invocation.
	 */
	@Test
	void aStartThatAbandonsAnotherInvocationLeavesTheOuterOnePaused() {
		this.test.source.edge(Column.CPU_USER, Column.CPU_SYSTEM);
		this.test.maxActive = 2;
		DefaultResourceMonitor monitor = build();
		InvocationScope oldest = monitor.start("oldest");
		this.invocations.detach(oldest);
		this.test.clock.advance(STEP);
		monitor.run("outer", () -> {
			this.test.clock.advance(STEP);
			monitor.run("inner", () -> {
				this.clocks.use(100, 100);
				this.test.clock.advance(STEP);
				// Reads the clocks of all attached threads from another thread.
				elsewhere(() -> monitor.start("other").close());
			});
		});
		assertThat(this.test.record("oldest").outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(this.test.record("inner").own().cpuNanos()).isEqualTo(100);
		assertThat(this.test.record("outer").own().cpuNanos()).isEqualTo(100);
	}

	@Test
	void invocationsThatEndAreNotAbandoned() {
		AtomicBoolean begun = new AtomicBoolean();
		DefaultResourceMonitor[] monitor = new DefaultResourceMonitor[1];
		this.test.realThreadClocks = new FakeThreadClocks() {

			@Override
			public long cpuNanos(Thread thread) {
				if (begun.compareAndSet(false, true)) {
					elsewhere(() -> monitor[0].start("second").close());
				}
				return super.cpuNanos(thread);
			}

		};
		this.test.maxActive = 1;
		monitor[0] = build();
		InvocationScope first = monitor[0].start("first");
		elsewhere(first::close);
		assertThat(begun).isTrue();
		assertThat(this.test.record("first").outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(this.test.record("second").outcome()).isEqualTo(Outcome.SUCCESS);
		assertNothingRuns();
	}

	@Test
	void endsEvenIfClocksCannotBeReadFromAnotherThread() {
		this.test.realThreadClocks = new FakeThreadClocks() {

			@Override
			public long cpuNanos(Thread thread) {
				throw new IllegalStateException("on purpose");
			}

		};
		DefaultResourceMonitor monitor = build();
		InvocationScope scope = monitor.start("handler");
		elsewhere(scope::close);
		assertNothingRuns();
		assertThat(this.test.record().own().incompleteReason()).contains("could not be read from another thread");
		assertThat(this.test.failures.summaries()).containsOnlyKeys("clock of a thread");
	}

	@Test
	void endsEvenIfTheMonotonicClockFails() {
		DefaultResourceMonitor monitor = build();
		InvocationScope scope = monitor.start("handler");
		this.withoutTime.set(Thread.currentThread());
		scope.close();
		this.withoutTime.set(null);
		assertNothingRuns();
		assertThat(this.test.records()).isEmpty();
		assertThat(this.invocations.lost()).isEqualTo(1);
	}

	@Test
	void aStartThatFailsAfterItWasAbandonedEndsOnce() {
		this.test.maxActive = 1;
		DefaultResourceMonitor monitor = build();
		Thread starting = Thread.currentThread();
		onStart((invocation) -> {
			if (Thread.currentThread() == starting) {
				elsewhere(() -> monitor.start("second"));
				this.withoutTime.set(starting);
			}
		});
		monitor.start("first").close();
		this.withoutTime.set(null);
		assertThat(this.invocations.running(10)).extracting(RunningInvocation::handler).containsExactly("second");
		assertThat(this.invocations.active()).isEqualTo(1);
		assertThat(this.invocations.capture()).isNull();
	}

	@Test
	void aStartThatFailsLeavesTheSamplerNothingToDo() throws Exception {
		ManualSampler sampler = new ManualSampler(this.test.source,
				ColumnCatalog.probe(this.test.source, this.test.failures), this.test.clock, this.test.failures);
		this.test.sampler = sampler.sampler();
		DefaultResourceMonitor monitor = build();
		onStart((invocation) -> this.withoutTime.set(Thread.currentThread()));
		monitor.start("handler").close();
		this.withoutTime.set(null);
		assertNothingRuns();
		assertThat(this.invocations.lost()).isEqualTo(1);
		assertThat(openWindows(sampler.sampler())).isEmpty();
	}

	private static Collection<?> openWindows(ResourceSampler sampler) throws ReflectiveOperationException {
		Field windows = ResourceSampler.class.getDeclaredField("windows");
		windows.setAccessible(true);
		Method snapshot = windows.getType().getDeclaredMethod("copy");
		snapshot.setAccessible(true);
		return (Collection<?>) snapshot.invoke(windows.get(sampler));
	}

	@Test
	void aTaskThatStopsWhileTheInvocationEndsIsNotLate() {
		DefaultResourceMonitor monitor = build();
		InvocationScope scope = monitor.start("handler");
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch stop = new CountDownLatch(1);
		Thread thread = new Thread(monitor.propagate(() -> {
			began.countDown();
			await(stop);
		}));
		thread.start();
		await(began);
		this.onTime.set(() -> {
			stop.countDown();
			join(thread);
		});
		scope.close();
		assertThat(this.onTime.get()).isNull();
		assertThat(this.test.lateWork.findAll()).isEmpty();
	}

	@Test
	void aThreadIsDetachedEvenIfTheMonotonicClockFails() {
		DefaultResourceMonitor monitor = build();
		InvocationScope scope = monitor.start("handler");
		Runnable task = monitor.propagate(() -> {
			scope.close();
			this.withoutTime.set(Thread.currentThread());
		});
		this.invocations.detach(scope);
		task.run();
		this.withoutTime.set(null);
		assertNothingRuns();
		assertThat(this.test.failures.summaries()).containsOnlyKeys("leaving a thread");
		monitor.run("next", () -> this.clocks.use(5, 6));
		assertThat(this.test.record("next").own()).isEqualTo(new OwnUsage(5L, 6L, 1, null, 0));
	}

	@Test
	void anOuterInvocationIncludesRunningNestedOnesUntilItsEnd() {
		DefaultResourceMonitor monitor = build();
		CountDownLatch worked = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		InvocationScope outer = monitor.start("outer");
		Thread thread = new Thread(monitor.propagate(() -> monitor.run("middle", () -> monitor.run("inner", () -> {
			this.clocks.use(100, 1000);
			worked.countDown();
			await(ended);
			this.clocks.use(7, 8);
		}))));
		thread.start();
		await(worked);
		outer.close();
		this.test.clock.advance(STEP);
		ended.countDown();
		join(thread);
		assertThat(this.test.record("outer").own()).isEqualTo(new OwnUsage(100L, 1000L, 2, null, 0));
		assertThat(this.test.record("inner").own().cpuNanos()).isEqualTo(107);
		assertThat(this.test.record("middle").own().cpuNanos()).isEqualTo(107);
		assertThat(this.test.lateWork.findAll()).containsExactly(new LateWork.Usage("outer", 1, 7, 8));
		assertNothingRuns();
	}

	/**
	 * Late work is not split over the invocations that are active at the same time
	 * either.
	 */
	@Test
	void lateWorkInProgressIsInNoShare() {
		this.test.source.edge(Column.CPU_USER, Column.CPU_SYSTEM);
		DefaultResourceMonitor monitor = build();
		InvocationScope ended = monitor.start("ended");
		Runnable task = monitor.propagate(() -> {
			this.clocks.use(1000, 0);
			this.test.source.add(Column.CPU_USER, 1000);
			this.test.clock.advance(STEP);
			elsewhere(() -> monitor.run("meanwhile", () -> this.test.clock.advance(STEP)));
			assertThat(late()).isEqualTo(1000);
		});
		ended.close();
		this.test.clock.advance(STEP);
		InvocationScope other = monitor.start("other");
		this.invocations.detach(other);
		this.test.clock.advance(STEP);
		task.run();
		this.test.clock.advance(STEP);
		other.close();
		assertThat(this.test.record("other").share().cpuNanos()).isZero();
		assertThat(this.test.record("meanwhile").share().cpuNanos()).isZero();
		assertThat(late()).isEqualTo(1000);
	}

	private long late() {
		return this.test.lateWork.findAll().stream().mapToLong(LateWork.Usage::cpuNanos).sum();
	}

	@Test
	void scopesThatAreNeverClosedAreBoundedOnEachThread() {
		DefaultResourceMonitor monitor = build();
		InvocationScope first = monitor.start("first");
		for (int i = 0; i < 1500; i++) {
			this.invocations.attach((i % 2 == 0) ? null : first);
		}
		assertThat(height()).isLessThan(1000);
		first.close();
		assertThat(this.test.record().own().incompleteReason()).contains("too many scopes");
		assertThat(this.test.failures.summaries()).containsOnlyKeys("scopes of a thread");
		this.invocations.restore(null);
		monitor.run("next", () -> this.clocks.use(5, 6));
		assertThat(this.test.record("next").own()).isEqualTo(new OwnUsage(5L, 6L, 1, null, 0));
	}

	private int height() {
		try (ThreadScope scope = this.invocations.attach(null)) {
			return (scope instanceof ContextFrame frame) ? frame.depth : 0;
		}
	}

	@Test
	void aStartLeavesTheOuterOnePausedEvenIfAScopeAboveItEndsConcurrently() {
		this.test.source.edge(Column.CPU_USER, Column.CPU_SYSTEM);
		DefaultResourceMonitor monitor = build();
		monitor.run("outer", () -> {
			InvocationScope middle = monitor.start("middle");
			this.test.clock.advance(STEP);
			this.onTime.set(() -> elsewhere(middle::close));
			monitor.run("inner", () -> {
				this.clocks.use(100, 100);
				this.test.clock.advance(STEP);
				elsewhere(() -> monitor.start("other").close());
			});
		});
		assertThat(this.onTime.get()).isNull();
		assertThat(this.test.record("inner").own().cpuNanos()).isEqualTo(100);
		assertThat(this.test.record("outer").own().cpuNanos()).isEqualTo(100);
	}

	@Test
	void isIncompleteIfAnEnclosingScopeIsClosedFirst() {
		DefaultResourceMonitor monitor = build();
		InvocationScope upper = monitor.start("upper");
		this.invocations.detach(upper);
		InvocationScope lower = monitor.start("lower");
		ThreadScope attached = this.invocations.attach(upper);
		this.clocks.use(10, 10);
		lower.close();
		this.clocks.use(1000, 1000);
		attached.close();
		upper.close();
		assertThat(this.test.record("upper").own())
			.isEqualTo(new OwnUsage(10L, 10L, 1, "an enclosing scope was closed before its own", 0));
		assertThat(this.test.record("lower").own().isComplete()).isTrue();
	}

	@Test
	void aServiceCallThatIsClosedFirstDoesNotEndTheInvocationInsideIt() {
		DefaultResourceMonitor monitor = build();
		InvocationScope outer = monitor.start("outer");
		ServiceCallScope call = monitor.startServiceCall("service", "operation", CallDirection.NONE);
		InvocationScope inner = monitor.start("inner");
		this.clocks.use(10, 10);
		call.close();
		this.clocks.use(200, 200);
		inner.close();
		this.clocks.use(3000, 3000);
		outer.close();
		assertThat(this.test.record("inner").own()).isEqualTo(new OwnUsage(210L, 210L, 1, null, 0));
		assertThat(this.test.record("outer").own()).isEqualTo(new OwnUsage(3210L, 3210L, 1, null, 0));
		assertNothingRuns();
	}

	@Test
	void isIncompleteIfInvocationsAreNestedTooDeeply() {
		DefaultResourceMonitor monitor = build();
		nest(monitor, 66);
		List<InvocationRecord> records = this.test.records();
		assertThat(records).hasSize(67);
		assertThat(records.get(0).own()).isEqualTo(new OwnUsage(100L, 100L, 1, null, 0));
		assertThat(records.get(66).own()).satisfies((own) -> {
			assertThat(own.cpuNanos()).isZero();
			assertThat(own.incompleteReason()).contains("nested");
		});
	}

	private void nest(DefaultResourceMonitor monitor, int times) {
		monitor.run("handler", () -> {
			if (times > 0) {
				nest(monitor, times - 1);
			}
			else {
				this.clocks.use(100, 100);
			}
		});
	}

}
