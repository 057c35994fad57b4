package io.github.resourcemonitor.reactor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationContext;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for service calls whose work is done on subscription to the result.
 */
class ReactorServiceCallTests {

	@Test
	void eachSubscriptionIsACall() {
		with((context, service) -> {
			run(context, () -> {
				Mono<byte[]> result = service.download("three");
				result.block();
				result.block();
				service.download("never subscribed to");
			});
			ServiceCallUsage call = onlyServiceCall(context);
			assertThat(call.count()).isEqualTo(2);
			assertThat(call.bytes()).isEqualTo(10);
			assertThat(call.errors()).isZero();
			assertThat(call.open()).isZero();
		});
	}

	@Test
	void theElementsOfAFluxAreThePayload() {
		with((context, service) -> {
			run(context, () -> assertThat(service.lines("a", "bb", "ccc").collectList().block()).hasSize(3));
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(6);
			assertThat(onlyServiceCall(context).count()).isOne();
		});
	}

	@Test
	void uploadedPayloadIsMeasuredBeforeTheCall() {
		with((context, service) -> {
			run(context, () -> service.upload(new byte[7]).block());
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(7);
		});
	}

	@Test
	void failuresAreErrorsAndRethrownUnchanged() {
		with((context, service) -> {
			IllegalStateException failure = new IllegalStateException("failed");
			run(context, () -> {
				assertThatThrownBy(() -> service.failing(failure).block()).isSameAs(failure);
				assertThatThrownBy(() -> service.throwing(failure)).isSameAs(failure);
			});
			assertThat(onlyRecord(context).serviceCalls()).extracting(ServiceCallUsage::count, ServiceCallUsage::errors)
				.containsOnly(tuple(1L, 1L));
		});
	}

	@Test
	void aCallEndsWithItsOnlyElement() {
		with((context, service) -> {
			run(context, () -> assertThat(service.notCompleted().block(Duration.ofSeconds(60))).isEqualTo("element"));
			assertThat(onlyServiceCall(context).count()).isOne();
			assertThat(onlyServiceCall(context).open()).isZero();
		});
	}

	@Test
	void aCancelledCallEnds() {
		with((context, service) -> {
			run(context, () -> {
				Disposable subscription = service.never().subscribe();
				subscription.dispose();
			});
			assertThat(onlyServiceCall(context).count()).isOne();
			assertThat(onlyServiceCall(context).open()).isZero();
		});
	}

	@Test
	void upstreamRequestsArePartOfTheCall() {
		with((context, service) -> {
			run(context, () -> {
				service.sending(context.getBean(ServiceRequests.class)).block(Duration.ofSeconds(60));
				service.sending(context.getBean(ServiceRequests.class))
					.map((element) -> send(context.getBean(ServiceRequests.class)))
					.block(Duration.ofSeconds(60));
			});
			List<ServiceCallUsage> calls = onlyRecord(context).serviceCalls();
			assertThat(calls).hasSize(2);
			assertThat(calls.get(0).operation()).isEqualTo("sending");
			assertThat(calls.get(0).count()).isEqualTo(2);
			assertThat(calls.get(0).requests().attempts()).isEqualTo(4);
			// Work after the result is not part of the call.
			assertThat(calls.get(1).operation()).isEqualTo("request");
			assertThat(calls.get(1).count()).isOne();
		});
	}

	@Test
	void callsOutsideAnyInvocationAreKeptSeparately() {
		with((context, service) -> {
			service.sending(context.getBean(ServiceRequests.class)).block(Duration.ofSeconds(60));
			assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).isNotEmpty()
				.extracting(ServiceCallUsage::operation)
				.contains("sending");
		});
	}

	@Test
	void callsInsideAReactiveHandlerAreNotOpen() {
		MonitorContexts.withoutReadings().withBean(Service.class).withBean(Handlers.class).run((context) -> {
			Handlers handlers = context.getBean(Handlers.class);
			Map<String, Mono<byte[]>> results = Map.of("Handlers.direct", handlers.direct(), "Handlers.later",
					handlers.later(), "Handlers.composed", handlers.composed(), "Handlers.fromFuture",
					handlers.fromFuture(), "Handlers.last", handlers.last());
			results.forEach((handler, result) -> {
				assertThat(result.block(Duration.ofSeconds(60))).hasSize(5);
				List<ServiceCallUsage> calls = onlyRecord(context, handler).serviceCalls();
				assertThat(calls).as(handler).hasSize(1).allSatisfy((call) -> {
					assertThat(call.open()).isZero();
					assertThat(call.count()).isOne();
					assertThat(call.bytes()).isEqualTo(5);
				});
			});
			assertThat(context.getBean(OutsideServiceCalls.class).late().usages()).isEmpty();
		});
	}

	private static String send(ServiceRequests requests) {
		ServiceRequest request = requests.start(new ServiceOperation("service", "request", CallDirection.NONE), null);
		request.answered("200", false);
		request.end();
		return "answer";
	}

	private static void run(ApplicationContext context, Runnable work) {
		context.getBean(ResourceMonitor.class).run("handler", work);
	}

	private static void with(Check check) {
		MonitorContexts.withoutReadings().withBean(Service.class).run((context) -> {
			check.check(context, context.getBean(Service.class));
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	interface Check {

		void check(ApplicationContext context, Service service) throws Exception;

	}

	static class Handlers {

		private final Service service;

		Handlers(Service service) {
			this.service = service;
		}

		@MonitoredHandler
		public Mono<byte[]> direct() {
			return this.service.download("three");
		}

		@MonitoredHandler
		public Mono<byte[]> later() {
			return this.service.download("three").subscribeOn(Schedulers.boundedElastic());
		}

		@MonitoredHandler
		public Mono<byte[]> composed() {
			return Mono.just("three").flatMap(this.service::download).map(byte[]::clone);
		}

		@MonitoredHandler
		public Mono<byte[]> fromFuture() {
			return Mono.fromFuture(() -> this.service.future("three"));
		}

		@MonitoredHandler
		public Mono<byte[]> last() {
			return this.service.lines("th", "ree").reduce(String::concat).map(String::getBytes);
		}

	}

	static class Service {

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public CompletableFuture<byte[]> future(String content) {
			return CompletableFuture.supplyAsync(() -> content.getBytes(StandardCharsets.UTF_8));
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public Mono<byte[]> download(String content) {
			return Mono.fromSupplier(() -> content.getBytes(StandardCharsets.UTF_8));
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public Flux<String> lines(String... lines) {
			return Flux.just(lines);
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public Mono<Void> upload(byte[] content) {
			return Mono.empty();
		}

		@CloudServiceCall
		public Mono<String> failing(RuntimeException failure) {
			return Mono.error(failure);
		}

		@CloudServiceCall
		public Mono<String> throwing(RuntimeException failure) {
			throw failure;
		}

		@CloudServiceCall
		public Mono<String> never() {
			return Mono.never();
		}

		/**
		 * The element may be available before the completion.
		 */
		@CloudServiceCall
		public Mono<String> notCompleted() {
			return Mono.fromDirect(Flux.concat(Mono.just("element"), Mono.never()));
		}

		@CloudServiceCall
		public Mono<String> sending(ServiceRequests requests) {
			return Mono.fromSupplier(() -> send(requests))
				.publishOn(Schedulers.parallel())
				.map((answer) -> send(requests))
				.subscribeOn(Schedulers.boundedElastic());
		}

	}

}
