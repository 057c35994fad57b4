package io.github.resourcemonitor.history;

import java.lang.ref.WeakReference;
import java.util.List;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.history.HandlerSummary.Bucket;
import io.github.resourcemonitor.history.HandlerSummary.Durations;
import io.github.resourcemonitor.history.HandlerSummary.Figures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TestRecords;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HandlerSummariesTests {

	private final HandlerSummaries summaries = new HandlerSummaries(2);

	@Test
	void summarizesByHandlerSortedByName() {
		this.summaries.add(TestRecords.sequence(1).handler("b").build());
		this.summaries.add(TestRecords.sequence(2).handler("a").outcome(Outcome.ERROR).build());
		this.summaries.add(TestRecords.sequence(3).handler("b").outcome(Outcome.CANCELLED).build());
		this.summaries.add(TestRecords.sequence(4).handler("b").build());
		assertThat(this.summaries.findAll()).extracting(HandlerSummary::handler).containsExactly("a", "b");
		assertThat(this.summaries.findAll()).extracting(HandlerSummary::count).containsExactly(1L, 3L);
		assertThat(this.summaries.findAll()).extracting(HandlerSummary::errors).containsExactly(1L, 0L);
		assertThat(this.summaries.findAll()).extracting(HandlerSummary::cancelled).containsExactly(0L, 1L);
	}

	@Test
	void hasStatisticsOfKnownValues() {
		ServiceCallUsage download = new ServiceCallUsage("s", "get", CallDirection.DOWNLOAD, 1, 0, 70L, 0, 0, 1L, 1L);
		ServiceCallUsage upload = new ServiceCallUsage("s", "put", CallDirection.UPLOAD, 2, 0, 9L, 0, 0, 1L, 1L);
		this.summaries.add(TestRecords.sequence(1)
			.durationNanos(100)
			.cpuNanos(11L)
			.process(1003, 1, 1)
			.serviceCalls(download, upload)
			.build());
		this.summaries.add(TestRecords.sequence(2).durationNanos(5).cpuNanos(null).build());
		assertThat(this.summaries.findAll()).singleElement()
			.isEqualTo(new HandlerSummary("handler", 2, 0, 0, new Figures(5, 100, 100, 105),
					new Figures(11, 11, 11, 11), new Figures(1003, 1003, 1003, 1003), new Figures(0, 70, 70, 70),
					new Figures(0, 9, 9, 9), new Figures(600, 600, 600, 1200),
					new Durations(1, new Figures(5, 5, 5, 5), List.of(new Bucket(4, 8, 1))),
					new Durations(1, new Figures(100, 100, 100, 100), List.of(new Bucket(96, 112, 1)))));
	}

	@Test
	void keepsColdStartsApart() {
		this.summaries.add(TestRecords.sequence(1).durationNanos(1_000_000).build());
		for (int i = 2; i <= 5; i++) {
			this.summaries.add(TestRecords.sequence(i).durationNanos(1_000).build());
		}
		HandlerSummary summary = this.summaries.findAll().get(0);
		assertThat(summary.durationNanos().max()).isEqualTo(1_000_000);
		assertThat(summary.warm().count()).isEqualTo(4);
		assertThat(summary.warm().durationNanos().max()).isEqualTo(1_000);
		assertThat(summary.cold().count()).isOne();
		assertThat(summary.cold().durationNanos().max()).isEqualTo(1_000_000);
	}

	@Test
	void hasNoColdStartsIfThereWasNone() {
		this.summaries.add(TestRecords.sequence(2).build());
		assertThat(this.summaries.findAll().get(0).cold()).isNull();
	}

	@Test
	void countsWhatVirtualThreadsAllocated() {
		this.summaries.add(TestRecords.sequence(1)
			.own(new OwnUsage(1L, 600L, new OwnUsage.Estimate(1, 2, 70), 1, null, 0))
			.build());
		this.summaries.add(TestRecords.sequence(2)
			.own(new OwnUsage(null, null, new OwnUsage.Estimate(1, 2, 50), 1, null, 0))
			.build());
		assertThat(this.summaries.findAll().get(0).allocatedBytes().total()).isEqualTo(720);
	}

	@Test
	void keepsNoSamplesInMemory() {
		WeakReference<InvocationRecord> added = addWithSamples();
		await().untilAsserted(() -> {
			System.gc();
			assertThat(added.get()).isNull();
		});
		assertThat(this.summaries.findAll()).extracting(HandlerSummary::count).containsExactly(1L);
	}

	private WeakReference<InvocationRecord> addWithSamples() {
		InvocationRecord record = TestRecords.sequence(1).samples(2).build();
		this.summaries.add(record);
		return new WeakReference<>(record);
	}

	@Test
	void omitsUnknownValues() {
		this.summaries.add(TestRecords.sequence(1).cpuNanos(null).build());
		assertThat(this.summaries.findAll().get(0).cpuNanos()).isNull();
		assertThat(this.summaries.findAll().get(0).peakMemoryBytes()).isNull();
	}

	@Test
	void summarizesFurtherHandlersTogether() {
		for (int i = 1; i <= 100; i++) {
			this.summaries.add(TestRecords.sequence(i).handler("handler" + i).build());
		}
		this.summaries.add(TestRecords.sequence(101).handler("handler1").build());
		assertThat(this.summaries.findAll()).extracting(HandlerSummary::handler)
			.containsExactly("(other)", "handler1", "handler2");
		assertThat(this.summaries.findAll()).extracting(HandlerSummary::count).containsExactly(98L, 2L, 1L);
	}

}
