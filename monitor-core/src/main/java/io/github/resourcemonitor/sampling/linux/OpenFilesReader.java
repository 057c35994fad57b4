package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;

/**
 * Reader of the number of open files. Since Linux 6.2 that is the size of the directory
 * {@code /proc/self/fd}, which is kept open; elsewhere the directory has to be listed,
 * which is slow.
 */
final class OpenFilesReader implements ResourceReader {

	private final Path path;

	private final ProcFile folder;

	private final boolean sized;

	OpenFilesReader(Path path) throws IOException {
		this.path = path;
		this.folder = new ProcFile(path, 0);
		try {
			this.sized = isSizeTheCount(this.folder.size(), list());
			if (!this.sized) {
				// Not required for listing.
				close();
			}
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Return whether the size of the directory is the number of files, within a tolerance
	 * for files that other threads open concurrently; a size in bytes is far off.
	 */
	private static boolean isSizeTheCount(long size, int listed) {
		return size > 0 && Math.abs(listed - size) <= 16;
	}

	private int list() throws IOException {
		String[] files = this.path.toFile().list();
		if (files == null) {
			throw new IOException(this.path + " cannot be listed");
		}
		return files.length;
	}

	@Override
	public String name() {
		return this.path.toString();
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		return Map.of(Column.FILES_OPEN,
				ColumnStatus.measured(this.sized ? "size of /proc/self/fd" : "list of /proc/self/fd"));
	}

	@Override
	public Tier tier() {
		return this.sized ? Tier.EDGE : Tier.SLOW;
	}

	@Override
	public void read(long[] row) throws IOException {
		// The listing itself opens the directory, which adds one file.
		row[Column.FILES_OPEN.ordinal()] = this.sized ? this.folder.size() : list() - 1;
	}

	@Override
	public void close() {
		this.folder.close();
	}

}
