package io.github.resourcemonitor.reactor;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.FakeCorrelation;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.propagation.InvocationThreadLocalAccessor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.function.Tuple2;
import reactor.util.retry.Retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ScheduleHook}: which operators propagate to the threads of schedulers,
 * and that nothing is counted twice if Reactor propagates contexts itself.
 */
@Timeout(120)
class ScheduleHookTests {

	private final TestMonitor test = new TestMonitor();

	private final FakeCorrelation correlation = this.test.correlate();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final ScheduleHook hook = new ScheduleHook(this.monitor);

	private final ReactorResults results = new ReactorResults(this.test::invocations, this.hook::install,
			this.test.failures);

	@AfterEach
	void removeHooks() {
		this.hook.close();
		Hooks.disableAutomaticContextPropagation();
		assertThat(this.test.failures.summaries()).isEmpty();
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.correlation.get()).isNull();
		assertThat(this.test.invocations().active()).isZero();
	}

	static Stream<Arguments> operators() {
		return Stream.of(with("subscribeOn", (flux) -> flux.subscribeOn(Schedulers.boundedElastic())),
				with("publishOn", (flux) -> flux.publishOn(Schedulers.parallel())),
				with("publishOn with little prefetch", (flux) -> flux.publishOn(Schedulers.parallel(), 1)),
				with("subscribeOn and publishOn",
						(flux) -> flux.subscribeOn(Schedulers.single()).publishOn(Schedulers.parallel())),
				with("flatMap with subscribeOn",
						(flux) -> flux.flatMap((each) -> Mono.just(each).subscribeOn(Schedulers.boundedElastic()))),
				with("concatMap with subscribeOn",
						(flux) -> flux.concatMap((each) -> Mono.just(each).subscribeOn(Schedulers.parallel()))),
				with("delayElements", (flux) -> flux.delayElements(Duration.ofNanos(10))),
				with("delaySubscription", (flux) -> flux.delaySubscription(Duration.ofNanos(10))),
				with("delaySequence", (flux) -> flux.delaySequence(Duration.ofNanos(10))),
				with("interval",
						(flux) -> Flux.interval(Duration.ofNanos(10))
							.onBackpressureBuffer()
							.zipWith(flux)
							.map(Tuple2::getT2)),
				with("parallel", (flux) -> flux.parallel(2).runOn(Schedulers.parallel()).sequential()),
				with("timeout", (flux) -> flux.timeout(Duration.ofMinutes(1))),
				with("retryWhen", ScheduleHookTests::retried),
				with("an executor", (flux) -> flux.publishOn(Schedulers.fromExecutor((task) -> {
					Thread thread = new Thread(task);
					thread.start();
				}))));
	}

	private static Flux<Integer> retried(Flux<Integer> flux) {
		boolean[] failed = new boolean[1];
		return Flux.defer(() -> {
			boolean first = !failed[0];
			failed[0] = true;
			return first ? Flux.<Integer>error(new IllegalStateException()) : flux;
		}).retryWhen(Retry.backoff(1, Duration.ofNanos(10)));
	}

	private static Arguments with(String name, Function<Flux<Integer>, Flux<Integer>> operator) {
		return arguments(Named.of(name, operator));
	}

	@ParameterizedTest
	@MethodSource("operators")
	void propagatesToSchedulerThreads(Function<Flux<Integer>, Flux<Integer>> operator) {
		assertFollowed(operator);
	}

	@ParameterizedTest
	@MethodSource("operators")
	void countsNothingTwiceIfReactorPropagatesContextsToo(Function<Flux<Integer>, Flux<Integer>> operator) {
		try (InvocationThreadLocalAccessor accessor = accessor()) {
			Hooks.enableAutomaticContextPropagation();
			assertFollowed(operator);
		}
	}

	@ParameterizedTest
	@MethodSource("operators")
	void isNotNeededIfReactorPropagates(Function<Flux<Integer>, Flux<Integer>> operator) {
		this.hook.close();
		try (InvocationThreadLocalAccessor accessor = accessor()) {
			Hooks.enableAutomaticContextPropagation();
			assertFollowed(operator);
		}
	}

	private InvocationThreadLocalAccessor accessor() {
		return new InvocationThreadLocalAccessor(this.test.invocations(), ContextRegistry.getInstance());
	}

	private void assertFollowed(Function<Flux<Integer>, Flux<Integer>> operator) {
		for (int round = 0; round < 20; round++) {
			int elements = flux(() -> operator.apply(Flux.range(1, 20).map(this::use)).map(this::use))
				// Downstream work is on the same threads, but is not part of the
				// invocation.
				.map((each) -> {
					assertThat(this.monitor.current()).isEmpty();
					assertThat(this.correlation.get()).isNull();
					this.test.threadClocks.use(1_000, 1_000);
					return each;
				})
				.collectList()
				.block()
				.size();
			InvocationRecord record = this.test.kept.findAll().get(0);
			assertThat(elements).isEqualTo(20);
			assertThat(record.own().cpuNanos()).isEqualTo(2 * 20 * 10);
			assertThat(record.own().allocatedBytes()).isEqualTo(2 * 20 * 100);
			assertThat(record.own().incompleteReason()).isNull();
		}
		assertThat(this.test.lateWork.findAll()).allSatisfy((late) -> assertThat(late.cpuNanos()).isZero());
	}

	private Integer use(Integer element) {
		assertThat(this.monitor.current().map(Invocation::handler)).contains("handler");
		assertThat(this.correlation.get()).isEqualTo(this.monitor.current().map(Invocation::id).orElse("none"));
		this.test.threadClocks.use(10, 100);
		return element;
	}

	@Test
	void isNotInstalledBeforeTheFirstResult() throws Throwable {
		this.hook.close();
		ScheduleHook lazy = new ScheduleHook(this.monitor);
		assertThat(isFollowed()).isFalse();
		lazy.install();
		assertThat(isFollowed()).isTrue();
		lazy.close();
		assertThat(isFollowed()).isFalse();
		lazy.install();
		assertThat(isFollowed()).isFalse();
	}

	private boolean isFollowed() throws Exception {
		return this.monitor.call("handler",
				() -> Mono.fromCallable(() -> this.monitor.current().isPresent())
					.subscribeOn(Schedulers.boundedElastic())
					.block());
	}

	@Test
	void ignoresTasksScheduledOutsideInvocations() {
		this.hook.install();
		Runnable task = () -> {
		};
		assertThat(Schedulers.onSchedule(task)).isSameAs(task);
	}

	@Test
	void monitorsAreIndependent() throws Exception {
		TestMonitor otherTest = new TestMonitor();
		DefaultResourceMonitor other = otherTest.build();
		try (ScheduleHook otherHook = new ScheduleHook(other)) {
			otherHook.install();
			this.hook.install();
			this.monitor.call("mine", () -> other.call("theirs", () -> Mono.fromRunnable(() -> {
				assertThat(this.monitor.current().map(Invocation::handler)).contains("mine");
				assertThat(other.current().map(Invocation::handler)).contains("theirs");
				this.test.threadClocks.use(10, 100);
				otherTest.threadClocks.use(20, 200);
			}).subscribeOn(Schedulers.parallel()).block()));
		}
		assertThat(this.test.record().own().cpuNanos()).isEqualTo(10);
		assertThat(otherTest.record().own().cpuNanos()).isEqualTo(20);
	}

	@Test
	void workAfterTheEndIsLate() {
		Scheduler scheduler = Schedulers.newSingle("late");
		try {
			mono(() -> {
				Mono<String> work = Mono.fromRunnable(() -> scheduler.schedule(() -> {
					this.test.clock.advance(5_000_000);
					this.test.threadClocks.use(30, 400);
				}));
				return work.thenReturn("done");
			}).block();
		}
		finally {
			scheduler.disposeGracefully().block();
		}
		assertThat(this.test.record().own().cpuNanos()).isIn(0L, 30L);
		assertThat(this.test.record().own().cpuNanos()
				+ this.test.lateWork.findAll().stream().mapToLong(LateWork.Usage::cpuNanos).sum())
			.isEqualTo(30);
	}

	@SuppressWarnings("unchecked")
	private Flux<Integer> flux(Supplier<Flux<Integer>> call) {
		return (Flux<Integer>) call(call::get);
	}

	@SuppressWarnings("unchecked")
	private Mono<String> mono(Supplier<Mono<String>> call) {
		return (Mono<String>) call(call::get);
	}

	private Object call(ColdPublishers.Call call) {
		try {
			return this.results.call((invocations) -> invocations.start("handler"), call);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

}
