package io.github.resourcemonitor.sampling.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;

/**
 * Reads the number of open files. Since Linux 6.2 that is the size of the folder
 * {@code /proc/self/fd}; elsewhere the folder has to be listed, which is slow.
 */
final class OpenFilesReader implements ResourceReader {

	private final File folder;

	private final boolean sized;

	OpenFilesReader(Path folder) throws IOException {
		this.folder = folder.toFile();
		this.sized = this.folder.length() > 0 && isSizeTheCount(this.folder);
		if (!this.sized && this.folder.list() == null) {
			throw new IOException("cannot be listed");
		}
	}

	private static boolean isSizeTheCount(File folder) {
		String[] files = folder.list();
		// Other threads may open files meanwhile; a folder's size in bytes is far off.
		return files != null && Math.abs(files.length - folder.length()) <= 16;
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		return Map.of(Column.FILES_OPEN,
				ColumnStatus.measured(this.sized ? "size of /proc/self/fd" : "list of /proc/self/fd"));
	}

	@Override
	public Tier tier() {
		return this.sized ? Tier.FAST : Tier.SLOW;
	}

	@Override
	public void read(long[] row) {
		if (this.sized) {
			row[Column.FILES_OPEN.ordinal()] = this.folder.length();
			return;
		}
		String[] files = this.folder.list();
		if (files != null) {
			// The listing itself holds the folder open.
			row[Column.FILES_OPEN.ordinal()] = files.length - 1;
		}
	}

}
