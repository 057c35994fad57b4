package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.jspecify.annotations.Nullable;

/**
 * Reader of a control group that follows the process into another one.
 */
final class GroupReader implements ResourceReader {

	private final GroupWatch watch;

	private final Opening opening;

	private final Map<Column, ColumnStatus> columns;

	private final Tier tier;

	private final String name;

	private @Nullable ResourceReader current;

	private int generation;

	/**
	 * Create a new reader.
	 * @param watch notices when the process is moved
	 * @param opening opens the reader of a group
	 * @throws IOException if the present group cannot be read; the message states why
	 */
	GroupReader(GroupWatch watch, Opening opening) throws IOException {
		this.watch = watch;
		this.opening = opening;
		this.generation = watch.generation();
		ResourceReader first = opening.open(watch.groups());
		this.current = first;
		this.columns = first.columns();
		this.tier = first.tier();
		this.name = first.name();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		return this.columns;
	}

	@Override
	public Tier tier() {
		return this.tier;
	}

	@Override
	public int generation() {
		return this.generation;
	}

	@Override
	public void read(long[] row) throws IOException {
		if (this.generation != this.watch.generation()) {
			this.generation = this.watch.generation();
			close();
			this.current = null;
			// If it fails, this is reported once, and the columns are absent.
			this.current = this.opening.open(this.watch.groups());
		}
		if (this.current != null) {
			this.current.read(row);
		}
	}

	@Override
	public void close() {
		if (this.current != null) {
			this.current.close();
		}
	}

	/**
	 * Opens the reader of a group.
	 */
	@FunctionalInterface
	interface Opening {

		ResourceReader open(ControlGroups groups) throws IOException;

	}

}
