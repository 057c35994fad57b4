package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.time.Duration;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.file.RecordFileExporter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Completes the file of records while the context is stopped, because a checkpoint of the
 * process (CRaC) requires that no file is open, and because each process that is restored
 * from it has files of its own. If the context is closed, this is left to the destruction
 * of the exporter, which follows the last record.
 */
final class FileOutputLifecycle
		implements SmartLifecycle, ApplicationListener<ContextClosedEvent>, ApplicationContextAware {

	private static final Log logger = LogFactory.getLog(FileOutputLifecycle.class);

	private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(8);

	private final ContextBeans beans;

	private volatile @Nullable ApplicationContext context;

	private volatile boolean running;

	private volatile boolean closing;

	FileOutputLifecycle(ContextBeans beans) {
		this.beans = beans;
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.context = applicationContext;
	}

	@Override
	public void start() {
		this.running = true;
		this.beans.get(RecordFileExporter.class).reopen();
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.closing) {
			return;
		}
		this.beans.get(RecordExports.class).flush(FLUSH_TIMEOUT);
		try {
			this.beans.get(RecordFileExporter.class).close();
		}
		catch (IOException ex) {
			logger.warn(ex.getMessage(), ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		// Stops when all others have stopped whose work makes records.
		return Integer.MIN_VALUE + 1;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// Events of child contexts arrive here too.
		if (event.getApplicationContext() == this.context) {
			this.closing = true;
		}
	}

}
