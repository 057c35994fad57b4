package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.metrics.InvocationMeters;
import io.github.resourcemonitor.outlet.StandardOutputListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Ends the invocations that are still running when the application context closes, so
 * that each has a record, exports what waits, and closes what measures them. It does so
 * as late as possible, because servers and executors wait for running work: before the
 * first of the beans is destroyed that receive records and may have something to close,
 * and otherwise as one of the last beans, because post-processors are created first.
 */
final class InvocationsAtShutdown implements DestructionAwareBeanPostProcessor, DisposableBean {

	/**
	 * Whether Micrometer is present, without which the class of the meters cannot be
	 * loaded.
	 */
	private static final boolean METERS = ClassUtils.isPresent("io.micrometer.core.instrument.binder.MeterBinder",
			InvocationsAtShutdown.class.getClassLoader());

	/**
	 * How long exporters may take for what waits. Cloud Run kills a process 10 seconds
	 * after it has asked it to end.
	 */
	private static final Duration EXPORT = Duration.ofSeconds(8);

	private volatile @Nullable Invocations invocations;

	private volatile @Nullable RecordExports exports;

	private volatile @Nullable Long exportEnd;

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

	void watch(Invocations invocations, RecordExports exports) {
		this.invocations = invocations;
		this.exports = exports;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		if (!(bean instanceof InvocationListener || bean instanceof InvocationRepository
				|| bean instanceof RecordExporter)) {
			return false;
		}
		boolean nothingToClose = bean instanceof InMemoryInvocationRepository || bean instanceof StandardOutputListener
				|| (METERS && Meters.isInstance(bean));
		return !nothingToClose;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		interruptAll();
		flush();
	}

	@Override
	public void destroy() {
		interruptAll();
		flush();
		RecordExports present = this.exports;
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

	private void interruptAll() {
		Invocations invocations = this.invocations;
		if (invocations != null) {
			invocations.interruptAll();
		}
	}

	/**
	 * Export what waits. All calls together take no longer than the limit.
	 */
	private void flush() {
		RecordExports present = this.exports;
		if (present == null) {
			return;
		}
		Long end = this.exportEnd;
		if (end == null) {
			end = System.nanoTime() + EXPORT.toNanos();
			this.exportEnd = end;
		}
		present.flush(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
	}

	private static final class Meters {

		static boolean isInstance(Object bean) {
			return bean instanceof InvocationMeters;
		}

	}

}
