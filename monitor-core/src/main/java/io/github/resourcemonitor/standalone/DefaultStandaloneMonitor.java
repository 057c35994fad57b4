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

	private final InvocationRepository repository;

	private final Invocations invocations;

	DefaultStandaloneMonitor(Invocations invocations, InvocationRepository repository) {
		super(invocations);
		this.invocations = invocations;
		this.repository = repository;
	}

	@Override
	public List<InvocationRecord> records() {
		return this.repository.findAll();
	}

	@Override
	public void close() {
		this.invocations.stop();
	}

}
