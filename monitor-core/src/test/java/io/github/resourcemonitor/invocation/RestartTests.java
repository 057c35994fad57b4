package io.github.resourcemonitor.invocation;

import java.util.List;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.FakeSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Invocations#stop()} and {@link Invocations#restart}.
 */
class RestartTests {

	private static final FunctionIdentity RESTORED = new FunctionIdentity("thumbnails", "thumbnails-00001", "xyz",
			true);

	private final TestMonitor monitor = new TestMonitor();

	@Test
	void restoredProcessIsAnotherInstanceWithInvocationsFromOne() {
		Invocations invocations = build();
		run("first");
		run("second");
		invocations.stop();
		invocations.restart(RESTORED);
		this.monitor.clock.advance(7_000);
		run("third");
		run("fourth");
		assertThat(records()).extracting(InvocationRecord::id).containsExactly("abc-1", "abc-2", "xyz-1", "xyz-2");
		assertThat(records()).extracting(InvocationRecord::coldStart).containsExactly(true, false, true, false);
		assertThat(records().get(0).initNanos()).isEqualTo(1_234);
		assertThat(records().get(2).initNanos()).isEqualTo(7_000);
		assertThat(invocations.function()).isEqualTo(RESTORED);
		assertThat(invocations.started()).isEqualTo(4);
	}

	@Test
	void runningInvocationKeepsItsIdOverARestart() {
		Invocations invocations = build();
		InvocationScope running = invocations.start("running");
		assertThat(running).isNotNull();
		String id = running.id();
		invocations.stop();
		invocations.restart(RESTORED);
		run("nested");
		assertThat(running.id()).isEqualTo(id);
		running.close();
		assertThat(records()).extracting(InvocationRecord::id).containsExactly("xyz-1", "abc-1");
		assertThat(records().get(0).parentId()).isEqualTo("abc-1");
	}

	@Test
	void invocationWhileStoppedHasARecordWithoutReadings() {
		FakeSource.Part part = this.monitor.source.edge(Column.DISK_READ_CALLS);
		Invocations invocations = build();
		run("before");
		invocations.stop();
		assertThat(part.open()).isZero();
		int reads = part.reads();
		run("meanwhile");
		assertThat(part.reads()).isEqualTo(reads);
		invocations.restart(RESTORED);
		this.monitor.clock.advance(100_000_000);
		InvocationScope scope = invocations.start("after");
		this.monitor.source.add(Column.DISK_READ_CALLS, 3);
		this.monitor.clock.advance(100_000_000);
		scope.close();
		assertThat(records()).extracting(InvocationRecord::handler).containsExactly("before", "meanwhile", "after");
		assertThat(records().get(1).process().delta(Column.DISK_READ_CALLS)).isNull();
		assertThat(records().get(1).process().reason(Column.DISK_READ_CALLS)).isNotNull();
		assertThat(records().get(2).process().delta(Column.DISK_READ_CALLS)).isEqualTo(3);
		assertThat(this.monitor.failures.summaries()).isEmpty();
	}

	@Test
	void sharesContinueIfTheCountersOfTheRestoredProcessBeginAnew() {
		this.monitor.source.edge(Column.NETWORK_RECEIVED);
		this.monitor.source.set(Column.NETWORK_RECEIVED, 5_000_000_000L);
		Invocations invocations = build();
		run("before");
		invocations.stop();
		this.monitor.source.set(Column.NETWORK_RECEIVED, 10);
		invocations.restart(RESTORED);
		this.monitor.clock.advance(100_000_000);
		InvocationScope scope = invocations.start("after");
		this.monitor.source.add(Column.NETWORK_RECEIVED, 70);
		this.monitor.clock.advance(100_000_000);
		scope.close();
		assertThat(records().get(1).process().delta(Column.NETWORK_RECEIVED)).isEqualTo(70);
		assertThat(records().get(1).share()).isNotNull();
		assertThat(records().get(1).share().value(Column.NETWORK_RECEIVED)).isEqualTo(70);
	}

	private Invocations build() {
		this.monitor.build();
		return this.monitor.invocations();
	}

	private void run(String handler) {
		InvocationScope scope = this.monitor.invocations().start(handler);
		assertThat(scope).isNotNull();
		scope.close();
	}

	private List<InvocationRecord> records() {
		return this.monitor.records();
	}

}
