package io.github.resourcemonitor.standalone;

import java.util.List;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;

/**
 * A monitor with what it has to close.
 */
final class DefaultStandaloneMonitor extends DefaultResourceMonitor implements ResourceMonitor.Standalone {

	private final Invocations invocations;

	private final InvocationRepository repository;

	private final ExitHook exitHook;

	DefaultStandaloneMonitor(Invocations invocations, InvocationRepository repository) {
		super(invocations);
		this.invocations = invocations;
		this.repository = repository;
		this.exitHook = ExitHook.install(invocations);
	}

	@Override
	public List<InvocationRecord> records() {
		return this.repository.findAll();
	}

	@Override
	public void close() {
		this.exitHook.remove();
		this.invocations.interruptAll();
		this.invocations.stop();
	}

}
