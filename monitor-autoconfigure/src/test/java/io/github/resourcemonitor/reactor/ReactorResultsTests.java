package io.github.resourcemonitor.reactor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.ParallelFlux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ReactiveTypeDescriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link ReactorResults}, with clocks that the handlers advance.
 */
@Timeout(120)
class ReactorResultsTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final ReactorResults results = new ReactorResults(this.test::invocations, () -> {
	}, this.test.failures);

	@AfterEach
	void nothingFailsAndNoThreadIsKept() {
		assertThat(this.test.failures.summaries()).isEmpty();
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.test.invocations().active()).isZero();
	}

	@Test
	void recognizesReplaceableTypes() {
		assertThat(List.of(Mono.class, Flux.class, Publisher.class, CorePublisher.class))
			.allMatch(this.results::supports);
		assertThat(List.of(Object.class, Void.class, ConnectableFlux.class, ParallelFlux.class, Scannable.class,
				String.class))
			.noneMatch(this.results::supports);
	}

	@Test
	void isNotAnInvocationUnlessSubscribedTo() {
		Mono<String> mono = mono(() -> Mono.just("never subscribed"));
		assertThat(mono).isNotNull();
		assertThat(this.test.invocations().started()).isZero();
	}

	@Test
	void eachSubscriptionIsAnInvocation() {
		Mono<String> mono = mono(() -> Mono.fromCallable(() -> this.monitor.current().orElseThrow().id()));
		String first = mono.block();
		String second = mono.block();
		assertThat(this.test.records()).extracting(InvocationRecord::id).containsExactly(first, second);
		assertThat(this.test.records()).extracting(InvocationRecord::outcome).containsOnly(Outcome.SUCCESS);
	}

	@Test
	void eachRetryIsAnInvocation() {
		AtomicInteger tries = new AtomicInteger();
		Mono<String> mono = mono(() -> Mono.fromCallable(() -> {
			if (tries.incrementAndGet() < 3) {
				throw new IOException("try again");
			}
			return "done";
		}));
		assertThat(mono.retry(5).block()).isEqualTo("done");
		assertThat(this.test.records()).extracting(InvocationRecord::outcome)
			.containsExactly(Outcome.ERROR, Outcome.ERROR, Outcome.SUCCESS);
	}

	@Test
	void passesElementsOn() {
		assertThat(flux(() -> Flux.range(1, 5)).collectList().block()).containsExactly(1, 2, 3, 4, 5);
		assertThat(mono(Mono::empty).blockOptional()).isEmpty();
		assertThat(this.test.records()).extracting(InvocationRecord::outcome).containsOnly(Outcome.SUCCESS);
	}

	@Test
	void passesRequestsOn() {
		List<Long> requests = new ArrayList<>();
		Flux<Integer> flux = flux(() -> Flux.range(1, 5).doOnRequest(requests::add));
		List<Integer> received = new ArrayList<>();
		flux.subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				request(2);
			}

			@Override
			protected void hookOnNext(Integer element) {
				received.add(element);
				if (element == 2) {
					request(3);
				}
			}

		});
		assertThat(received).containsExactly(1, 2, 3, 4, 5);
		assertThat(requests).containsExactly(2L, 3L);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@Test
	void endsBeforeTheSignalIsPassedOn() {
		AtomicInteger records = new AtomicInteger();
		mono(() -> Mono.just("a")).doOnNext((value) -> records.set(this.test.records().size())).block();
		assertThat(records).hasValue(1);
		flux(() -> Flux.just("a")).doOnComplete(() -> records.set(this.test.records().size())).blockLast();
		assertThat(records).hasValue(2);
		catchThrowable(() -> mono(() -> Mono.error(new IOException()))
			.doOnError((ex) -> records.set(this.test.records().size()))
			.block());
		assertThat(records).hasValue(3);
	}

	@Test
	void endsWhenTheResultIsEmitted() {
		Sinks.One<String> sink = Sinks.one();
		AtomicReference<String> value = new AtomicReference<>();
		mono(sink::asMono).subscribe(value::set);
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.test.invocations().active()).isOne();
		this.test.clock.advance(1_000);
		sink.tryEmitValue("late").orThrow();
		assertThat(value).hasValue("late");
		assertThat(this.test.record().durationNanos()).isEqualTo(1_000);
	}

	@Test
	void recordsAnError() {
		IOException thrown = new IOException("broken");
		AtomicReference<Throwable> received = new AtomicReference<>();
		mono(() -> Mono.error(thrown)).subscribe((value) -> {
		}, received::set);
		assertThat(received).hasValue(thrown);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.ERROR);
		assertThat(this.test.record().error()).isEqualTo(IOException.class.getName());
	}

	@Test
	void recordsATimeoutOfItsOwn() {
		assertThat(catchThrowable(() -> mono(() -> Mono.never().timeout(Duration.ofMillis(1))).block()))
			.hasCauseInstanceOf(TimeoutException.class);
		assertThat(this.test.record().error()).isEqualTo(TimeoutException.class.getName());
	}

	@Test
	void recordsACancellation() {
		Disposable subscription = mono(Mono::never).subscribe();
		assertThat(this.test.invocations().active()).isOne();
		subscription.dispose();
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(this.test.record().error()).isEqualTo(CancellationException.class.getName());
	}

	@Test
	void aTruncatedFluxIsCancelled() {
		assertThat(flux(() -> Flux.range(1, 100)).take(2).collectList().block()).containsExactly(1, 2);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.CANCELLED);
	}

	@Test
	void aMonoCancelledAfterItsValueIsASuccess() {
		Mono<String> mono = mono(() -> Mono.just("value"));
		assertThat(Flux.from(mono).next().block()).isEqualTo("value");
		assertThat(Flux.concat(mono, Mono.never()).take(1).blockLast()).isEqualTo("value");
		assertThat(this.test.records()).extracting(InvocationRecord::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.SUCCESS);
	}

	@Test
	void workOfACancellationIsPartOfTheInvocation() {
		Disposable subscription = mono(() -> Mono.never().doOnCancel(() -> {
			assertThat(this.monitor.current()).isPresent();
			this.test.threadClocks.use(30, 400);
		})).subscribe();
		this.test.threadClocks.use(1_000, 1_000);
		subscription.dispose();
		assertOwn(this.test.record(), 30, 400);
	}

	@Test
	void includesUpstreamWorkOnly() {
		flux(() -> Flux.range(1, 3).doOnNext((each) -> {
			assertThat(this.monitor.current()).isPresent();
			this.test.threadClocks.use(10, 100);
		}).doOnComplete(() -> this.test.threadClocks.use(5, 5))).doOnNext((each) -> {
			assertThat(this.monitor.current()).isEmpty();
			this.test.threadClocks.use(1_000, 1_000);
		}).doOnComplete(() -> this.test.threadClocks.use(1_000, 1_000)).blockLast();
		assertOwn(this.test.record(), 35, 305);
		assertThat(this.test.lateWork.findAll()).isEmpty();
	}

	@Test
	void isNestedInTheInvocationThatSubscribes() throws Exception {
		Mono<String> inner = mono(() -> Mono.fromCallable(() -> {
			this.test.threadClocks.use(10, 100);
			return "inner";
		}));
		this.monitor.call("outer", () -> inner.map((value) -> {
			assertThat(this.monitor.current().map(Invocation::handler)).contains("outer");
			this.test.threadClocks.use(7, 70);
			return value;
		}).block());
		assertOwn(this.test.record("handler"), 10, 100);
		assertOwn(this.test.record("outer"), 17, 170);
		assertThat(this.test.record("handler").parentId()).isEqualTo(this.test.record("outer").id());
		assertThat(this.test.record("outer").nested()).isEqualTo(new NestedUsage(1, 10L, 100L));
	}

	@Test
	void isNestedInTheResultThatSubscribes() {
		Mono<String> inner = mono("inner", () -> Mono.fromCallable(() -> {
			this.test.threadClocks.use(10, 100);
			return "inner";
		}));
		Mono<String> outer = mono("outer", () -> Mono.just(1).flatMap((any) -> {
			this.test.threadClocks.use(7, 70);
			return inner;
		}).doOnNext((value) -> this.test.threadClocks.use(7, 70)));
		outer.block();
		assertOwn(this.test.record("inner"), 10, 100);
		assertOwn(this.test.record("outer"), 24, 240);
		assertThat(this.test.record("inner").parentId()).isEqualTo(this.test.record("outer").id());
	}

	@Test
	void theFirstSubscriptionIncludesTheUsageOfTheAssembly() {
		Mono<String> mono = mono(() -> {
			assertThat(this.monitor.current()).isEmpty();
			this.test.threadClocks.use(30, 400);
			return Mono.just("assembled");
		});
		this.test.threadClocks.use(1_000, 1_000);
		mono.block();
		mono.block();
		assertOwn(this.test.records().get(0), 30, 400);
		assertOwn(this.test.records().get(1), 0, 0);
	}

	@Test
	void anAssemblyInsideAnotherInvocationIsChargedToIt() throws Exception {
		this.monitor.call("outer", () -> mono(() -> {
			this.test.threadClocks.use(30, 400);
			return Mono.just("assembled");
		}).block());
		assertOwn(this.test.record("handler"), 0, 0);
		assertOwn(this.test.record("outer"), 30, 400);
	}

	@Test
	void anExceptionDuringAssemblyIsAFailedInvocation() {
		IOException thrown = new IOException("before any Mono");
		assertThat(catchThrowable(() -> this.results.call((invocations) -> invocations.start("handler"), () -> {
			this.test.threadClocks.use(30, 400);
			throw thrown;
		}))).isSameAs(thrown);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.ERROR);
		assertThat(this.test.record().error()).isEqualTo(IOException.class.getName());
		assertOwn(this.test.record(), 30, 400);
	}

	@Test
	void leavesNullUnchanged() throws Throwable {
		assertThat(this.results.call((invocations) -> invocations.start("handler"), () -> null)).isNull();
		assertThat(this.test.records()).isEmpty();
	}

	@Test
	void supportsOtherPublishers() throws Throwable {
		Publisher<String> foreign = (subscriber) -> Flux.just("a", "b").subscribe(subscriber);
		Publisher<?> monitored = (Publisher<?>) this.results.call((invocations) -> invocations.start("handler"),
				() -> foreign);
		assertThat(Flux.from(monitored).collectList().block()).hasSize(2);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@Test
	void keepsTheKindOfAPublisher() throws Throwable {
		assertThat(this.results.call((invocations) -> invocations.start("handler"), () -> Mono.just(1)))
			.isInstanceOf(Mono.class);
		assertThat(this.results.call((invocations) -> invocations.start("handler"), () -> Flux.just(1)))
			.isInstanceOf(Flux.class);
	}

	@Test
	void reportsUndeclaredPublishers() throws Exception {
		for (Object result : List.of(Mono.just("undeclared"), "no publisher")) {
			try (InvocationScope scope = this.monitor.start("undeclared")) {
				OngoingInvocation invocation = this.test.invocations().ongoing(scope);
				assertThat(this.results.follow(invocation, result)).isFalse();
			}
		}
		assertThat(this.test.records().get(0).own().incompleteReason()).contains("declare the handler to return Mono");
		assertThat(this.test.records().get(1).own().incompleteReason()).isNull();
	}

	@Test
	void reportsReactiveTypesOfOtherLibraries() {
		ReactiveAdapterRegistry.getSharedInstance()
			.registerReactiveType(ReactiveTypeDescriptor.singleOptionalValue(OtherLibrary.class, OtherLibrary::new),
					(source) -> Mono.empty(), (publisher) -> new OtherLibrary());
		try (InvocationScope scope = this.monitor.start("other library")) {
			OngoingInvocation invocation = this.test.invocations().ongoing(scope);
			assertThat(this.results.follow(invocation, new OtherLibrary())).isFalse();
		}
		assertThat(this.test.record().own().incompleteReason()).contains("when it is subscribed to");
	}

	/**
	 * A reactive type like those of RxJava.
	 */
	private static final class OtherLibrary {

	}

	@Test
	void isIncompleteIfResultComesFromUnknownThreads() throws Exception {
		Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer();
		flux(sink::asFlux).subscribe();
		Thread thread = new Thread(() -> sink.tryEmitNext(1).orThrow());
		thread.start();
		thread.join();
		sink.tryEmitComplete().orThrow();
		assertThat(this.test.record().own().incompleteReason()).contains("not attached to it");
	}

	@Test
	void isCompleteIfResultComesFromPropagatingThreads() throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(2);
		try {
			String value = mono(() -> Mono.<String>create((sink) -> pool.execute(this.monitor.propagate(() -> {
				this.test.threadClocks.use(30, 400);
				sink.success("from the pool");
			})))).map((each) -> {
				assertThat(this.monitor.current()).isEmpty();
				this.test.threadClocks.use(1_000, 1_000);
				return each;
			}).block();
			assertThat(value).isEqualTo("from the pool");
		}
		finally {
			pool.shutdown();
		}
		assertOwn(this.test.record(), 30, 400);
		assertThat(this.test.record().own().isComplete()).isTrue();
	}

	@Test
	void hasTheInvocationInItsContext() {
		Object invocation = mono(
				() -> Mono.deferContextual((context) -> Mono.just(context.get(this.test.invocations()))))
			.block();
		assertThat(invocation).isInstanceOfSatisfying(Invocation.class,
				(found) -> assertThat(found.id()).isEqualTo(this.test.record().id()));
		assertThat(mono(() -> Mono.deferContextual((context) -> Mono.just(context.<String>get("user"))))
			.contextWrite((context) -> context.put("user", "Ada"))
			.block()).isEqualTo("Ada");
	}

	@Test
	void endsWhenSubscribingThrows() {
		OutOfMemoryError thrown = new OutOfMemoryError("in a test");
		Mono<Object> broken = new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super Object> actual) {
				throw thrown;
			}

		};
		assertThat(catchThrowable(() -> mono(() -> broken).subscribe())).isSameAs(thrown);
		assertThat(this.test.record().error()).isEqualTo(OutOfMemoryError.class.getName());
	}

	@Test
	void endsWhenDownstreamThrows() {
		OutOfMemoryError thrown = new OutOfMemoryError("in a test");
		assertThat(catchThrowable(() -> flux(() -> Flux.just(1)).subscribe((value) -> {
			throw thrown;
		}))).isSameAs(thrown);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.ERROR);
	}

	@Test
	void ignoresASecondSubscription() throws Throwable {
		Publisher<Integer> broken = (subscriber) -> {
			subscriber.onSubscribe(Operators.emptySubscription());
			subscriber.onSubscribe(Operators.emptySubscription());
			subscriber.onNext(1);
			subscriber.onComplete();
			subscriber.onComplete();
		};
		AtomicInteger subscribed = new AtomicInteger();
		((Publisher<?>) this.results.call((invocations) -> invocations.start("handler"), () -> new Mono<Integer>() {

			@Override
			public void subscribe(CoreSubscriber<? super Integer> actual) {
				broken.subscribe(actual);
			}

		})).subscribe(new Subscriber<Object>() {

			@Override
			public void onSubscribe(Subscription subscription) {
				subscribed.incrementAndGet();
				subscription.request(1);
			}

			@Override
			public void onNext(Object element) {
			}

			@Override
			public void onError(Throwable ex) {
			}

			@Override
			public void onComplete() {
			}

		});
		assertThat(subscribed).hasValue(1);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endsOnceWithConcurrentSignals(boolean failing) throws Exception {
		int rounds = 2_000;
		AtomicInteger ended = new AtomicInteger();
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onEnd(InvocationRecord record) {
				ended.incrementAndGet();
			}

		});
		ExecutorService pool = Executors.newFixedThreadPool(2);
		Hooks.onErrorDropped((ex) -> {
		});
		try {
			CyclicBarrier barrier = new CyclicBarrier(2);
			AtomicReference<Sinks.One<String>> sink = new AtomicReference<>();
			AtomicReference<Disposable> subscription = new AtomicReference<>();
			Runnable renew = () -> {
				sink.set(Sinks.one());
				subscription.set(mono(sink.get()::asMono).subscribe((value) -> {
				}, (ex) -> {
				}));
			};
			Future<?> completing = pool.submit(() -> rounds(rounds, barrier, renew, () -> {
				if (failing) {
					sink.get().tryEmitError(new IOException());
				}
				else {
					sink.get().tryEmitValue("value");
				}
			}));
			Future<?> cancelling = pool.submit(() -> rounds(rounds, barrier, null, () -> subscription.get().dispose()));
			completing.get();
			cancelling.get();
		}
		finally {
			Hooks.resetOnErrorDropped();
			pool.shutdown();
		}
		assertThat(ended).hasValue(rounds);
		assertThat(this.test.invocations().started()).isEqualTo(rounds);
	}

	private static Void rounds(int rounds, CyclicBarrier barrier, Runnable before, Runnable each) throws Exception {
		for (int i = 0; i < rounds; i++) {
			if (before != null) {
				before.run();
			}
			barrier.await();
			each.run();
			barrier.await();
		}
		return null;
	}

	@Test
	void supportsOperatorsOfReactor() {
		Flux<Integer> flux = flux(() -> Flux.range(1, 1_000).map((each) -> each * 2).filter((each) -> each % 3 == 0));
		assertThat(flux.publishOn(Schedulers.immediate()).map((each) -> each + 1).count().block()).isEqualTo(333);
		assertThat(Scannable.from(flux).parents().count()).isPositive();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> flux(() -> Flux.just(1, 2)).single()
			.onErrorMap(IndexOutOfBoundsException.class, IllegalStateException::new)
			.block());
	}

	private <T> Mono<T> mono(LazyCall<Mono<T>> call) {
		return mono("handler", call);
	}

	@SuppressWarnings("unchecked")
	private <T> Mono<T> mono(String handler, LazyCall<Mono<T>> call) {
		return (Mono<T>) call(handler, call::call);
	}

	@SuppressWarnings("unchecked")
	private <T> Flux<T> flux(LazyCall<Flux<T>> call) {
		return (Flux<T>) call("handler", call::call);
	}

	private Object call(String handler, ColdPublishers.Call call) {
		try {
			return this.results.call((invocations) -> invocations.start(handler), call);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private static void assertOwn(InvocationRecord record, long cpuNanos, long allocatedBytes) {
		assertThat(record.own().cpuNanos()).isEqualTo(cpuNanos);
		assertThat(record.own().allocatedBytes()).isEqualTo(allocatedBytes);
	}

	@FunctionalInterface
	private interface LazyCall<T> {

		T call();

	}

}
