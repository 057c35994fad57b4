package io.github.resourcemonitor.failure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Captures what {@link Failures} log, at all levels, and keeps it from the console. The
 * platform logger of the JDK is one of {@code java.util.logging}.
 */
public final class CapturedLog implements BeforeEachCallback, AfterEachCallback {

	private final List<LogRecord> records = new CopyOnWriteArrayList<>();

	private final Logger logger = Logger.getLogger(Failures.class.getName());

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord record) {
			CapturedLog.this.records.add(record);
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	@Override
	public void beforeEach(ExtensionContext context) {
		this.logger.addHandler(this.handler);
		this.logger.setLevel(Level.ALL);
		this.logger.setUseParentHandlers(false);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.logger.removeHandler(this.handler);
		this.logger.setLevel(null);
		this.logger.setUseParentHandlers(true);
	}

	/**
	 * Return the log records.
	 * @return the log records, earliest first
	 */
	public List<LogRecord> records() {
		return this.records;
	}

}
