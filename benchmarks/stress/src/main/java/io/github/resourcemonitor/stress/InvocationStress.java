package io.github.resourcemonitor.stress;

import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.annotation.CallDirection;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIJ_Result;

/**
 * The end of an invocation against what other threads do with it: there is one record,
 * and what they use is charged once, to the record or as late work. The results are the
 * number of records, of invocations that have not ended, and the usage that is charged.
 */
public final class InvocationStress {

	private static final int MANY = 100;

	private InvocationStress() {
	}

	private static void result(IIJ_Result r, StressMonitor monitor) {
		r.r1 = monitor.records();
		r.r2 = monitor.active();
		r.r3 = monitor.charged();
	}

	/**
	 * Two threads end an invocation that another thread has started.
	 */
	@JCStressTest
	@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "One record")
	@State
	public static class EndAgainstEnd {

		private final StressMonitor monitor = new StressMonitor(MANY);

		private final InvocationScope scope = this.monitor.api().start("handler");

		public EndAgainstEnd() {
			this.monitor.detach(this.scope);
		}

		@Actor
		public void first() {
			this.scope.close();
		}

		@Actor
		public void second() {
			this.scope.close();
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
		}

	}

	/**
	 * The thread that has started the invocation ends it, or another one does first.
	 */
	@JCStressTest
	@Outcome(id = "1, 0, 100", expect = Expect.ACCEPTABLE, desc = "One record, all usage is charged")
	@State
	public static class OwnEndAgainstEnd {

		private final StressMonitor monitor = new StressMonitor(MANY);

		private volatile @Nullable InvocationScope scope;

		@Actor
		public void starter() {
			InvocationScope scope = this.monitor.api().start("handler");
			this.scope = scope;
			this.monitor.use(100);
			scope.close();
			// If the other thread has ended it, this one is only now detached.
			this.monitor.api().current();
		}

		@Actor
		public void other() {
			InvocationScope scope = this.scope;
			if (scope != null) {
				scope.close();
			}
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
		}

	}

	/**
	 * A task leaves an invocation while another thread ends it.
	 */
	@JCStressTest
	@Outcome(id = "1, 0, 100", expect = Expect.ACCEPTABLE, desc = "One record, all usage is charged")
	@State
	public static class EndAgainstTask {

		private final StressMonitor monitor = new StressMonitor(MANY);

		private final InvocationScope scope = this.monitor.api().start("handler");

		private final Runnable task = this.monitor.api().propagate(() -> this.monitor.use(100));

		public EndAgainstTask() {
			this.monitor.detach(this.scope);
		}

		@Actor
		public void task() {
			this.task.run();
		}

		@Actor
		public void end() {
			this.scope.close();
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
		}

	}

	/**
	 * Two tasks, one after the other on one thread and another one on a second thread,
	 * while a third thread ends their invocation.
	 */
	@JCStressTest
	@Outcome(id = "1, 0, 300", expect = Expect.ACCEPTABLE, desc = "One record, all usage is charged")
	@State
	public static class EndAgainstTasks {

		private final StressMonitor monitor = new StressMonitor(MANY);

		private final InvocationScope scope = this.monitor.api().start("handler");

		private final Runnable task = this.monitor.api().propagate(() -> this.monitor.use(100));

		public EndAgainstTasks() {
			this.monitor.detach(this.scope);
		}

		@Actor
		public void twoTasks() {
			this.task.run();
			this.task.run();
		}

		@Actor
		public void oneTask() {
			this.task.run();
		}

		@Actor
		public void end() {
			this.scope.close();
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
		}

	}

	/**
	 * The thread that has started an invocation ends it, while a task runs for it on
	 * another thread.
	 */
	@JCStressTest
	@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "All usage is charged; the task came too early to run")
	@Outcome(id = "1, 0, 101", expect = Expect.ACCEPTABLE, desc = "All usage is charged, also that of the task")
	@State
	public static class OwnEndAgainstTask {

		private final StressMonitor monitor = new StressMonitor(MANY);

		private volatile @Nullable Runnable task;

		private boolean ran;

		@Actor
		public void starter() {
			InvocationScope scope = this.monitor.api().start("handler");
			this.task = this.monitor.api().propagate(() -> this.monitor.use(100));
			this.monitor.use(1);
			scope.close();
		}

		@Actor
		public void other() {
			Runnable task = this.task;
			if (task != null) {
				task.run();
				this.ran = true;
			}
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
			if (this.ran != (r.r3 > 100)) {
				throw new IllegalStateException("The task " + (this.ran ? "ran" : "did not run"));
			}
		}

	}

	/**
	 * A task that starts a nested invocation, while another thread ends the outer one.
	 */
	@JCStressTest
	@Outcome(id = "2, 0, 0", expect = Expect.ACCEPTABLE, desc = "Two records")
	@State
	public static class EndAgainstNested {

		private final StressMonitor monitor = new StressMonitor(MANY);

		private final InvocationScope scope = this.monitor.api().start("handler");

		private final Runnable task = this.monitor.api().propagate(() -> this.monitor.api().run("handler", () -> {
		}));

		public EndAgainstNested() {
			this.monitor.detach(this.scope);
		}

		@Actor
		public void nested() {
			this.task.run();
		}

		@Actor
		public void end() {
			this.scope.close();
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
		}

	}

	/**
	 * A task records a service call while another thread ends its invocation. The third
	 * result is the number of calls.
	 */
	@JCStressTest
	@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "The call is counted once")
	@State
	public static class EndAgainstServiceCall {

		private final StressMonitor monitor = new StressMonitor(MANY);

		private final InvocationScope scope = this.monitor.api().start("handler");

		private final Runnable task = this.monitor.api()
			.propagate(() -> this.monitor.api().recordServiceCall("store", "get", CallDirection.NONE, 1));

		public EndAgainstServiceCall() {
			this.monitor.detach(this.scope);
		}

		@Actor
		public void call() {
			this.task.run();
		}

		@Actor
		public void end() {
			this.scope.close();
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
			r.r3 = this.monitor.serviceCalls();
		}

	}

	/**
	 * The start of an invocation ends the oldest one, because too many are running, while
	 * another thread ends that as well.
	 */
	@JCStressTest
	@Outcome(id = "2, 0, 100", expect = Expect.ACCEPTABLE, desc = "Two records")
	@State
	public static class EndAgainstAbandon {

		private final StressMonitor monitor = new StressMonitor(1);

		private final InvocationScope oldest = this.monitor.api().start("handler");

		public EndAgainstAbandon() {
			this.monitor.detach(this.oldest);
		}

		@Actor
		public void start() {
			InvocationScope scope = this.monitor.api().start("handler");
			this.monitor.use(100);
			scope.close();
		}

		@Actor
		public void end() {
			this.oldest.close();
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
		}

	}

	/**
	 * Two threads start and end invocations while no more than one may run. One may end
	 * the invocation of the other.
	 */
	@JCStressTest
	@Outcome(id = "2, 0, 200", expect = Expect.ACCEPTABLE, desc = "Two records, all usage is charged")
	@State
	public static class StartAgainstStart {

		private final StressMonitor monitor = new StressMonitor(1);

		private void work() {
			InvocationScope scope = this.monitor.api().start("handler");
			this.monitor.use(100);
			scope.close();
			// If the other thread has ended it, this one is only now detached.
			this.monitor.api().current();
		}

		@Actor
		public void first() {
			work();
		}

		@Actor
		public void second() {
			work();
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
		}

	}

	/**
	 * The result of an invocation completes while its thread leaves it.
	 */
	@JCStressTest
	@Outcome(id = "1, 0, 100", expect = Expect.ACCEPTABLE, desc = "One record, all usage is charged")
	@State
	public static class LeaveAgainstCompletion {

		private final StressMonitor monitor = new StressMonitor(MANY);

		private final CompletableFuture<String> future = new CompletableFuture<>();

		@Actor
		public void starter() {
			InvocationScope scope = this.monitor.api().start("handler");
			this.monitor.use(100);
			scope.closeWith(this.future);
		}

		@Actor
		public void completion() {
			this.future.complete("done");
		}

		@Arbiter
		public void arbiter(IIJ_Result r) {
			result(r, this.monitor);
		}

	}

}
