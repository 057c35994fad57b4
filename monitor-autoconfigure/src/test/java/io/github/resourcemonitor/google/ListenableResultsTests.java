package io.github.resourcemonitor.google;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.core.SettableApiFuture;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for results that are futures of Google's libraries.
 */
class ListenableResultsTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private void burn() {
		this.test.clock.advance(100);
	}

	@Test
	void invocationEndsWithAnApiFuture() throws Exception {
		SettableApiFuture<String> future = SettableApiFuture.create();
		ApiFuture<String> handedOn = this.monitor.call("handler", () -> future);
		assertThat(handedOn).isSameAs(future);
		handedOn.addListener(this::burn, MoreExecutors.directExecutor());
		assertThat(this.monitor.current()).isEmpty();
		this.test.clock.advance(50);
		future.set("value");
		assertThat(this.test.record().durationNanos()).isEqualTo(50);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@Test
	void invocationEndsWithAListenableFuture() throws Exception {
		SettableFuture<String> future = SettableFuture.create();
		ListenableFuture<Integer> mapped = Futures.transform(future, String::length, MoreExecutors.directExecutor());
		this.monitor.call("handler", () -> mapped).addListener(this::burn, MoreExecutors.directExecutor());
		this.test.clock.advance(50);
		future.set("value");
		assertThat(this.test.record().durationNanos()).isEqualTo(50);
	}

	@Test
	void failuresAndCancellationsAreOutcomes() throws Exception {
		List<Consumer<SettableApiFuture<String>>> endings = List.of((future) -> future.setException(new IOException()),
				(future) -> future.cancel(true));
		for (Consumer<SettableApiFuture<String>> ending : endings) {
			SettableApiFuture<String> early = SettableApiFuture.create();
			ending.accept(early);
			this.monitor.call("early", () -> early);
			SettableApiFuture<String> late = SettableApiFuture.create();
			this.monitor.call("late", () -> ApiFutures.transform(late, String::length, Runnable::run));
			ending.accept(late);
		}
		assertThat(this.test.records()).extracting(InvocationRecord::error)
			.containsExactly(IOException.class.getName(), IOException.class.getName(),
					CancellationException.class.getName(), CancellationException.class.getName());
		assertThat(this.test.records()).extracting(InvocationRecord::outcome)
			.containsExactly(Outcome.ERROR, Outcome.ERROR, Outcome.CANCELLED, Outcome.CANCELLED);
	}

	@Test
	void serviceCallEndsWithAnApiFuture() throws Exception {
		SettableApiFuture<byte[]> future = SettableApiFuture.create();
		this.monitor.call("handler", () -> {
			Future<byte[]> result = this.monitor.callService("storage", "get", CallDirection.DOWNLOAD, () -> future);
			this.test.clock.advance(50);
			future.set(new byte[8]);
			burn();
			return result.get();
		});
		assertThat(this.test.record().serviceCalls()).hasSize(1).allSatisfy((call) -> {
			assertThat(call.bytes()).isEqualTo(8);
			assertThat(call.durationNanos()).isEqualTo(50);
			assertThat(call.open()).isZero();
		});
	}

}
