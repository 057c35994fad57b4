package io.github.resourcemonitor.standalone;

import java.util.List;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ResourceSampler;
import org.jspecify.annotations.Nullable;

/**
 * A monitor with what it has to close.
 */
final class DefaultStandaloneMonitor extends DefaultResourceMonitor implements ResourceMonitor.Standalone {

	private final Invocations invocations;

	private final InvocationRepository repository;

	private final EdgeReader edges;

	private final @Nullable ResourceSampler sampler;

	private final ExitHook exitHook;

	DefaultStandaloneMonitor(Invocations invocations, InvocationRepository repository, EdgeReader edges,
			@Nullable ResourceSampler sampler) {
		super(invocations);
		this.invocations = invocations;
		this.repository = repository;
		this.edges = edges;
		this.sampler = sampler;
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
		if (this.sampler != null) {
			this.sampler.close();
		}
		this.edges.close();
	}

}
