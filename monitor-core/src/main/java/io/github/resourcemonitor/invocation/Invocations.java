package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.EarlyWork;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.completion.CompletionFollower;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.servicecall.CallContext;
import io.github.resourcemonitor.share.InvocationLedger;
import io.github.resourcemonitor.share.LedgerUpdater;
import io.github.resourcemonitor.share.UnsharedUsage;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of one monitor: combines the three steps of an invocation and is the
 * entry point for instrumentation. There is no static state, so monitors are independent
 * of each other. Thread-safe.
 */
public final class Invocations {

	private final MonitorComponents components;

	private final InvocationLedger ledger;

	private final InstanceLife instance;

	private final ActiveInvocations active = new ActiveInvocations();

	private final ProcessReadings readings;

	private final InvocationStart start;

	private final CurrentContext current;

	private final InvocationEnd end;

	private final AsyncCompletion completion;

	/**
	 * Create new invocations without asynchronous results other than completion stages.
	 * @param components the collaborators
	 * @param publisher publishes the records
	 */
	public Invocations(MonitorComponents components, RecordPublisher publisher) {
		this(components, publisher, List::of);
	}

	/**
	 * Create new invocations.
	 * @param components the collaborators
	 * @param publisher publishes the records
	 * @param strategies supplies the strategies for asynchronous results; called when
	 * there is a first result
	 */
	public Invocations(MonitorComponents components, RecordPublisher publisher,
			Supplier<List<AsyncEndStrategy>> strategies) {
		this.components = components;
		this.ledger = InstanceLife.ledger(components.costs());
		this.instance = new InstanceLife(components, this.ledger);
		MonitoredThreads threads = new MonitoredThreads(components);
		this.readings = new ProcessReadings(components, new LedgerUpdater(this.ledger, components.catalog(),
				components.nanoTime(), threads::cpuNanos, threads::readOwnedCpu));
		CompletionFollower follower = new CompletionFollower(components.failures());
		this.current = new CurrentContext(components, threads, follower);
		this.end = new InvocationEnd(components, threads, this.active, this.ledger, this.readings, publisher);
		this.completion = new AsyncCompletion(this.current, this.end, strategies, follower);
		this.start = new InvocationStart(components, threads, this.active, this.ledger, this.readings, publisher,
				this.completion);
	}

	/**
	 * Start an invocation and make it current on the calling thread. Does not throw.
	 * @param handler the name of the handler
	 * @return the invocation, {@code null} if it could not be started
	 */
	public @Nullable InvocationScope start(String handler) {
		return this.start.start(handler, null, null);
	}

	/**
	 * Start an invocation whose origin is known, and make it current on the calling
	 * thread. Does not throw.
	 * @param handler the name of the handler, unless it answers a request, whose name it
	 * then has
	 * @param trigger what caused it
	 * @param details knows the request that it answers; {@code null} if there is none
	 * @return the invocation, {@code null} if it could not be started
	 */
	public @Nullable InvocationScope start(String handler, Trigger trigger, @Nullable RequestDetails details) {
		return this.start.start(handler, trigger, details);
	}

	/**
	 * Start an invocation of a method that a framework calls, such as a listener, and
	 * make it current on the calling thread. Does not throw. Within another invocation,
	 * code has called the method itself: the trigger is then not what caused it.
	 * @param handler the name of the handler
	 * @param trigger what causes the calls of the framework
	 * @return the invocation, {@code null} if it could not be started
	 */
	public @Nullable InvocationScope startTriggered(String handler, Trigger trigger) {
		return this.start.start(handler, (current() == null) ? trigger : null, null);
	}

	/**
	 * Return the current invocation of the calling thread.
	 */
	@Nullable Invocation current() {
		return this.current.current();
	}

	/**
	 * Capture the context of the calling thread, to {@link #attach} it to another thread:
	 * the invocation that it is attached to, even if that has ended, and its current
	 * service call.
	 * @return the context, {@code null} if the thread is not attached to an invocation
	 */
	public @Nullable Invocation capture() {
		return this.current.capture();
	}

	/**
	 * Attach a context to the calling thread until the scope is closed. An invocation
	 * that is already current is not counted twice.
	 * @param context an invocation or a {@linkplain #capture captured} context;
	 * {@code null}, or one of another monitor, for none
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attach(@Nullable Invocation context) {
		return this.current.attach(context);
	}

	/**
	 * Make the service call of another thread, or none if that thread had none, current
	 * on the calling thread until the scope is closed. The current invocation does not
	 * change.
	 * @param context the context {@linkplain #capture captured} on the other thread
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attachServiceCall(@Nullable Invocation context) {
		return this.current.attachServiceCall(context);
	}

	/**
	 * Make a context current again that was current on the calling thread before, closing
	 * the scopes that were opened since.
	 * @param context the context, {@code null} for none
	 */
	public void restore(@Nullable Invocation context) {
		this.current.restore(context);
	}

	/**
	 * Return the context in which requests find their service calls.
	 * @return the context
	 */
	public CallContext serviceCalls() {
		return this.current;
	}

	/**
	 * Detach the calling thread from an invocation that it started. The invocation
	 * continues. Does nothing if the thread did not start it.
	 * @param scope the scope of the invocation
	 */
	public void detach(InvocationScope scope) {
		ActiveInvocation invocation = this.current.invocationOf(scope);
		if (invocation != null) {
			this.current.detach(invocation);
		}
	}

	/**
	 * Return the handle of an invocation for code that tracks its result.
	 * @param scope the scope of the invocation
	 * @return the handle, {@code null} if the invocation could not be started or belongs
	 * to another monitor
	 */
	public @Nullable OngoingInvocation ongoing(InvocationScope scope) {
		ActiveInvocation invocation = this.current.invocationOf(scope);
		return (invocation != null) ? this.completion.ongoing(invocation) : null;
	}

	/**
	 * Begin work of the calling thread for an invocation that has not started. It is not
	 * part of any share until it {@linkplain OngoingInvocation#chargeEarlyWork is
	 * charged}.
	 * @return the work, {@code null} if the thread already works for another invocation,
	 * which is then charged for everything the thread uses
	 */
	public @Nullable EarlyWork beginEarlyWork() {
		return this.current.beginEarlyWork();
	}

	/**
	 * End work of the calling thread for an invocation that has not started.
	 * @param work the value that {@link #beginEarlyWork} returned on the same thread,
	 * {@code null} does nothing
	 * @return the same value
	 */
	public @Nullable EarlyWork endEarlyWork(@Nullable EarlyWork work) {
		if (work != null) {
			this.current.endEarlyWork(work);
		}
		return work;
	}

	/**
	 * End all running invocations with the outcome
	 * {@link io.github.resourcemonitor.record.Outcome#INTERRUPTED}, because the
	 * application stops. Their work may go on, as late work. Invocations that start later
	 * are measured as before. Can be called again. Does not throw.
	 */
	public void interruptAll() {
		this.end.interruptAll();
	}

	/**
	 * Return the resolution of the CPU clock of threads.
	 * @return the resolution in nanoseconds; 0 if finer than 1 ms
	 */
	public long cpuResolutionNanos() {
		return this.end.cpuResolutionNanos();
	}

	MonitorComponents components() {
		return this.components;
	}

	/**
	 * Return the running invocations, including nested ones.
	 * @param limit the maximum number to return
	 * @return the invocations, oldest first
	 */
	public List<RunningInvocation> running(int limit) {
		return this.active.oldest(limit).stream().map(ActiveInvocation::running).toList();
	}

	/**
	 * Return the usage of the process that is not part of any share: usage while no
	 * invocation was active, and the remainder of the split. Usage after the end of an
	 * invocation is {@link #lateWork() late work}.
	 * @return the usage
	 */
	public UnsharedUsage unshared() {
		long now = this.components.nanoTime().getAsLong();
		// Without invocations the process is not read.
		this.readings.readEdge(null, now);
		return this.ledger.unshared(now);
	}

	/**
	 * Return the life of the instance, and what it costs.
	 * @return the life
	 */
	public InstanceLife instance() {
		return this.instance;
	}

	/**
	 * Return the work for invocations after their end.
	 * @return the late work
	 */
	public LateWork lateWork() {
		return this.components.lateWork();
	}

	/**
	 * Return which function this process is an instance of.
	 * @return the identity of the present instance
	 */
	public FunctionIdentity function() {
		return this.start.function();
	}

	/**
	 * End the sampler's thread and close all files. Invocations that start or end from
	 * now on have no readings of the process.
	 */
	public void stop() {
		this.readings.close();
	}

	/**
	 * Open the files again, and continue as another instance of the function, because the
	 * process may have been restored from a checkpoint. Invocations that start from now
	 * on are numbered from 1, and the first of them is a cold start. Running ones keep
	 * their ids; what the process used while this was stopped is not part of any record.
	 * @param identity the identity of the new instance
	 */
	public void restart(FunctionIdentity identity) {
		this.start.renew(identity);
		this.readings.reopen();
	}

	/**
	 * Return the number of active invocations, without nested ones.
	 * @return the number
	 */
	public int active() {
		return this.ledger.active();
	}

	/**
	 * Return the number of invocations that have started.
	 * @return the number
	 */
	public long started() {
		return this.start.started();
	}

	/**
	 * Return the number of invocations that could not be measured and have no record.
	 * @return the number
	 */
	public long lost() {
		return this.end.lost();
	}

	/**
	 * Return the elapsed time of the hooks at the start and end of all invocations,
	 * without publishing their records. It includes the time that threads waited for a
	 * processor.
	 * @return the time in nanoseconds
	 */
	public long hookNanos() {
		return this.end.hookNanos();
	}

	/**
	 * Return the CPU time of the monitor's work for nested invocations, as far as they
	 * have ended. That for outermost ones is not known: it would take two more readings
	 * of the CPU clock for each.
	 * @return the time in nanoseconds
	 */
	public long monitorCpuNanos() {
		return this.end.monitorCpuNanos();
	}

}
