package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.file.RecordFileExporter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Completes the file of records while the context is stopped. Each process that is
 * restored from a checkpoint then has files of its own.
 */
final class FileOutputLifecycle extends CheckpointLifecycle {

	private static final Log logger = LogFactory.getLog(FileOutputLifecycle.class);

	private final ContextBeans beans;

	FileOutputLifecycle(ContextBeans beans, boolean checkpointOnRefresh) {
		super(() -> beans.get(RecordExports.class), checkpointOnRefresh);
		this.beans = beans;
	}

	@Override
	void reopen() {
		this.beans.all(RecordFileExporter.class).forEach(RecordFileExporter::reopen);
	}

	@Override
	void close() {
		this.beans.all(RecordFileExporter.class).forEach(FileOutputLifecycle::close);
	}

	private static void close(RecordFileExporter exporter) {
		try {
			exporter.close();
		}
		catch (IOException ex) {
			logger.warn(ex.getMessage(), ex);
		}
	}

}
