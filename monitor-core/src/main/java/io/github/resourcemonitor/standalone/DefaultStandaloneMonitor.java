package io.github.resourcemonitor.standalone;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.cost.InstanceBill;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * A monitor with what it has to close.
 */
final class DefaultStandaloneMonitor extends DefaultResourceMonitor implements ResourceMonitor.Standalone {

	private final Invocations invocations;

	private final InvocationRepository repository;

	private final MonitorEnd end;

	private final ExitHook exitHook;

	private final AtomicBoolean closed = new AtomicBoolean();

	DefaultStandaloneMonitor(Invocations invocations, InvocationRepository repository, MonitorEnd end) {
		super(invocations);
		this.invocations = invocations;
		this.repository = repository;
		this.end = end;
		this.exitHook = ExitHook.install(end);
	}

	@Override
	public List<InvocationRecord> records() {
		return this.repository.findAll();
	}

	@Override
	public @Nullable InstanceBill bill() {
		return this.invocations.instance().bill();
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.invocations.instance().shutDown();
		this.exitHook.remove();
		this.end.run();
		this.end.close();
		this.invocations.stop();
	}

}
