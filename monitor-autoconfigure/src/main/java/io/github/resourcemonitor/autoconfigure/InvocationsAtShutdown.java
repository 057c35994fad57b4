package io.github.resourcemonitor.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.metrics.CostMeters;
import io.github.resourcemonitor.metrics.InvocationMeters;
import io.github.resourcemonitor.metrics.SpanAttributes;
import io.github.resourcemonitor.outlet.StandardOutputListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.util.ClassUtils;

/**
 * Ends the invocations that are still running when the application context closes, so
 * that each has a record, exports what waits, and closes what measures them. It does so
 * as late as possible, because servers and executors wait for running work: before the
 * first of the beans is destroyed that receive records and may have something to close,
 * and otherwise as one of the last beans, because post-processors are created first.
 */
final class InvocationsAtShutdown extends OwnContextListener<ContextClosedEvent>
		implements DestructionAwareBeanPostProcessor, DisposableBean {

	/**
	 * Whether Micrometer is present, without which the class of the meters cannot be
	 * loaded.
	 */
	private static final boolean METERS = ClassUtils.isPresent("io.micrometer.core.instrument.binder.MeterBinder",
			InvocationsAtShutdown.class.getClassLoader());

	private volatile @Nullable LastExport lastExport;

	private final List<AutoCloseable> closed = new CopyOnWriteArrayList<>();

	private final Failures failures;

	InvocationsAtShutdown(Failures failures) {
		this.failures = failures;
	}

	/**
	 * Close something after the last invocation has ended.
	 */
	void closeAfterwards(AutoCloseable measuring) {
		this.closed.add(measuring);
	}

	void watch(LastExport lastExport) {
		this.lastExport = lastExport;
	}

	@Override
	void onOwnEvent(ContextClosedEvent event) {
		LastExport present = this.lastExport;
		if (present != null) {
			present.begin();
		}
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		if (!(bean instanceof InvocationListener || bean instanceof InvocationRepository
				|| bean instanceof RecordExporter)) {
			return false;
		}
		boolean nothingToClose = bean instanceof InMemoryInvocationRepository || bean instanceof StandardOutputListener
				|| bean instanceof SpanAttributes || (METERS && Meters.isInstance(bean));
		return !nothingToClose;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		interruptAndFlush();
		LastExport present = this.lastExport;
		if (present != null && bean instanceof RecordExporter exporter) {
			present.close(exporter);
		}
	}

	@Override
	public void destroy() {
		interruptAndFlush();
		LastExport present = this.lastExport;
		if (present != null) {
			present.close();
		}
		this.closed.forEach(this::close);
	}

	private void close(AutoCloseable each) {
		try {
			each.close();
		}
		catch (Exception ex) {
			this.failures.record("stop of the monitor", ex);
		}
	}

	private void interruptAndFlush() {
		LastExport present = this.lastExport;
		if (present != null) {
			present.interruptAndFlush();
		}
	}

	private static final class Meters {

		static boolean isInstance(Object bean) {
			return bean instanceof InvocationMeters || bean instanceof CostMeters;
		}

	}

}
