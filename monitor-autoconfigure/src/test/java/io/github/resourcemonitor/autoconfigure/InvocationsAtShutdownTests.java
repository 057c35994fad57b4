package io.github.resourcemonitor.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvocationsAtShutdown}.
 */
class InvocationsAtShutdownTests {

	private final List<InvocationRecord> received = new ArrayList<>();

	private final ApplicationContextRunner runner = MonitorContexts.runner();

	@Test
	@EnabledOnOs(OS.LINUX)
	void invocationThatIsRunningWhenTheContextClosesHasARecord() {
		this.runner.run((context) -> {
			InvocationRepository repository = context.getBean(InvocationRepository.class);
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			InvocationScope scope = monitor.start("handler");
			close(context);
			scope.close();
			assertThat(repository.findAll()).hasSize(1).allSatisfy((record) -> {
				assertThat(record.outcome()).isEqualTo(Outcome.INTERRUPTED);
				assertThat(record.process().peak(Column.MEMORY_RSS)).isNotNull();
			});
		});
	}

	private static void close(Object context) {
		((ConfigurableApplicationContext) context).close();
	}

	@Test
	void outletsReceiveTheRecordBeforeTheyAreClosed() {
		this.runner.withBean(Connection.class, () -> new Connection(this.received))
			.withBean(Outlet.class)
			.run((context) -> {
				context.getBean(ResourceMonitor.class).start("handler");
				close(context);
			});
		assertThat(this.received).extracting(InvocationRecord::outcome).containsExactly(Outcome.INTERRUPTED);
	}

	@Test
	void repositoryReceivesTheRecordBeforeItIsClosed() {
		this.runner.withBean(ClosingRepository.class, () -> new ClosingRepository(this.received)).run((context) -> {
			context.getBean(ResourceMonitor.class).start("handler");
			close(context);
		});
		assertThat(this.received).extracting(InvocationRecord::outcome).containsExactly(Outcome.INTERRUPTED);
	}

	@Test
	void workThatAnExecutorWaitsForHasItsOrdinaryRecord() {
		for (boolean atTheEnd : new boolean[] { false, true }) {
			this.received.clear();
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setWaitForTasksToCompleteOnShutdown(atTheEnd);
			executor.setAwaitTerminationSeconds(60);
			this.runner.withBean(Connection.class, () -> new Connection(this.received))
				.withBean(Outlet.class)
				.withBean("executor", ThreadPoolTaskExecutor.class, () -> executor)
				.run((context) -> {
					ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
					CountDownLatch started = new CountDownLatch(1);
					CountDownLatch closing = new CountDownLatch(1);
					executor.execute(() -> monitor.run("handler", () -> {
						started.countDown();
						await(closing);
					}));
					started.await();
					context.addApplicationListener((event) -> closing.countDown());
					close(context);
				});
			assertThat(this.received).extracting(InvocationRecord::outcome).containsExactly(Outcome.SUCCESS);
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

	@Test
	void closesQuietlyWithoutInvocations() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true").run((context) -> {
			close(context);
			assertThat(context.isActive()).isFalse();
		});
	}

	/**
	 * What an outlet needs.
	 */
	static final class Connection implements AutoCloseable {

		private final List<InvocationRecord> received;

		private boolean closed;

		Connection(List<InvocationRecord> received) {
			this.received = received;
		}

		void send(InvocationRecord record) {
			if (this.closed) {
				throw new IllegalStateException("closed");
			}
			this.received.add(record);
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	static final class Outlet implements InvocationListener {

		private final Connection connection;

		Outlet(Connection connection) {
			this.connection = connection;
		}

		@Override
		public void onEnd(InvocationRecord record) {
			this.connection.send(record);
		}

	}

	static final class ClosingRepository implements InvocationRepository, AutoCloseable {

		private final InMemoryInvocationRepository kept = new InMemoryInvocationRepository(10, 1000);

		private final Connection connection;

		ClosingRepository(List<InvocationRecord> received) {
			this.connection = new Connection(received);
		}

		@Override
		public void add(InvocationRecord record) {
			this.kept.add(record);
			this.connection.send(record);
		}

		@Override
		public List<InvocationRecord> findAll() {
			return this.kept.findAll();
		}

		@Override
		public InvocationRecord findById(String id) {
			return this.kept.findById(id);
		}

		@Override
		public void close() {
			this.connection.close();
		}

	}

}
