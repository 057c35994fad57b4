package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

import io.github.resourcemonitor.file.RecordFileExporter;
import io.github.resourcemonitor.file.RecordFileOptions;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The properties of the files of records. An invalid value stops the start: if it were
 * replaced, records would be missing, or the disk would be full.
 */
final class CheckedFileOutput {

	static final String FOLDER = "resource-monitor.output.file.folder";

	private static final String PREFIX = "resource-monitor.output.file.";

	private static final DataSize LEAST_SIZE = DataSize.ofKilobytes(1);

	private static final DataSize LARGEST_SIZE = DataSize.ofTerabytes(1);

	private static final Duration LONGEST = Duration.ofDays(365);

	private CheckedFileOutput() {
	}

	static RecordFileExporter exporter(ResourceMonitorProperties.File file) {
		RecordFileOptions options = options(file);
		try {
			return new RecordFileExporter(options);
		}
		catch (IOException ex) {
			throw invalid("folder", file.getFolder(), ex.getMessage()
					+ ". Set it to a folder that this process may create or write, or to nothing for no files");
		}
	}

	private static RecordFileOptions options(ResourceMonitorProperties.File file) {
		DataSize size = CheckedRange.check(PREFIX + "max-file-size", file.getMaxFileSize(), LEAST_SIZE, LARGEST_SIZE,
				"1KB to 1TB, such as '8MB'");
		Duration age = CheckedRange.check(PREFIX + "max-age", file.getMaxAge(), Duration.ofMillis(1), LONGEST,
				"1ms to 365d, such as '1h'");
		DataSize total = file.getMaxTotalSize();
		if (total.toBytes() / 2 < size.toBytes()) {
			throw invalid("max-total-size", total, "It must be at least twice the size of one file, '" + PREFIX
					+ "max-file-size', which is " + size + ". Raise it, or lower the other");
		}
		return new RecordFileOptions(path(file.getFolder()), size.toBytes(), age, total.toBytes(), file.isGzip());
	}

	private static Path path(String folder) {
		if (folder.isBlank()) {
			throw invalid("folder", folder,
					"It is empty, but the application was built (Spring AOT) with files of records. Set it to a folder, "
							+ "or build the application without it");
		}
		try {
			return Path.of(folder.trim());
		}
		catch (InvalidPathException ex) {
			throw invalid("folder", folder, "It is no path: " + ex.getReason());
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
	}

}
