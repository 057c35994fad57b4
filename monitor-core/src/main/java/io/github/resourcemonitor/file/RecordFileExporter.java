package io.github.resourcemonitor.file;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Writes records with their samples to files, as JSON, one record on each line. The file
 * that grows ends in {@code .open}; it is renamed when it is complete, because it is
 * large or old enough, because the process is another instance after a checkpoint, or
 * because the exporter is closed. Each line is written by one call, so that a process
 * that is killed leaves whole lines, except perhaps the last; {@link RecordFileReader}
 * reads what it has left.
 * <p>
 * Nothing is synchronized with the device: records survive the end of the process, not
 * that of the machine. A line that could be written only in part, for instance on a full
 * disk, is cut off again, and the batch goes on with the same record when it is tried
 * again. If files are deleted meanwhile, records that were in another file may be written
 * twice, with the same id.
 * <p>
 * Thread-safe.
 */
public final class RecordFileExporter implements RecordExporter, AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final RecordFolder folder;

	private final RecordFileWriter writer;

	private final AgeTimer timer;

	private final RecordJson json = new RecordJson();

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * The batch that failed, and how many of its records are written.
	 */
	private List<InvocationRecord> unfinished = List.of();

	private int written;

	/**
	 * The file whose age is watched.
	 */
	private @Nullable GrowingFile watched;

	private Runnable cancelTimer = () -> {
	};

	private volatile boolean closed;

	/**
	 * Create a new exporter. The first record creates the first file.
	 * @param options where files are, and how large they become
	 * @throws IOException if the folder cannot be created, or is none, or cannot be
	 * written
	 */
	public RecordFileExporter(RecordFileOptions options) throws IOException {
		this(options, Clock.systemUTC(), AgeTimer.OF_THE_JDK, DiskFile::open);
	}

	RecordFileExporter(RecordFileOptions options, Clock clock, AgeTimer timer, DiskFile.Opener opener)
			throws IOException {
		this.folder = new RecordFolder(options.folder().toAbsolutePath(), options.maxTotalBytes());
		this.writer = new RecordFileWriter(this.folder, options, clock, opener);
		this.timer = timer;
		try {
			this.folder.create();
		}
		catch (IOException ex) {
			throw new IOException("The folder '" + this.folder.path() + "' for files of records cannot be used: "
					+ RecordFolder.describe(ex), ex);
		}
	}

	@Override
	public String name() {
		return "file";
	}

	@Override
	public boolean needsSamples() {
		return true;
	}

	@Override
	public void export(List<InvocationRecord> records) throws IOException {
		this.lock.lock();
		try {
			if (this.unfinished != records) {
				this.unfinished = records;
				this.written = 0;
			}
			checkIntact();
			while (this.written < records.size()) {
				InvocationRecord record = records.get(this.written);
				this.writer.write(RecordFileName.origin(record.function()), line(record));
				this.written++;
			}
			checkIntact();
			completeIfDue();
			this.unfinished = List.of();
			this.written = 0;
		}
		catch (IOException ex) {
			throw explained(ex);
		}
		finally {
			watchAgeAndUnlock();
		}
	}

	private byte[] line(InvocationRecord record) {
		byte[] object = this.json.toBytes(record, true);
		byte[] line = Arrays.copyOf(object, object.length + 1);
		line[object.length] = '\n';
		return line;
	}

	/**
	 * If somebody has deleted or changed the file, all records of the batch have to be
	 * written again.
	 */
	private void checkIntact() throws IOException {
		if (!this.writer.isIntact() && this.written > 0) {
			this.written = 0;
			throw new IOException("A file was deleted or changed while it grew");
		}
	}

	private void completeIfDue() throws IOException {
		if (this.closed || this.writer.isOld()) {
			this.writer.complete();
		}
	}

	/**
	 * Complete the file if it is old enough. There is nothing else to do: what was
	 * exported is in the file.
	 */
	@Override
	public void flush() throws IOException {
		this.lock.lock();
		try {
			completeIfDue();
		}
		catch (IOException ex) {
			throw explained(ex);
		}
		finally {
			watchAgeAndUnlock();
		}
	}

	/**
	 * Complete the file, so that none is open. What is exported afterwards has a complete
	 * file for each batch. Closing twice does nothing.
	 * @throws IOException if that fails or is not possible within a second, because a
	 * record is being written
	 */
	@Override
	public void close() throws IOException {
		this.closed = true;
		if (!lockForClose()) {
			throw new IOException("A record is still being written to the folder '" + this.folder.path()
					+ "', so its file cannot be completed");
		}
		try {
			this.writer.complete();
		}
		catch (IOException ex) {
			throw explained(ex);
		}
		finally {
			watchAgeAndUnlock();
		}
	}

	private boolean lockForClose() {
		// Also on a thread that was interrupted, as those that stop something often are.
		boolean interrupted = Thread.interrupted();
		try {
			return this.lock.tryLock(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return this.lock.tryLock();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Let files grow again after a {@link #close()}, for instance after the checkpoint of
	 * a process.
	 */
	public void reopen() {
		this.closed = false;
	}

	private void watchAgeAndUnlock() {
		try {
			watchAge();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Complete the file when it is old enough, even if there is no further record.
	 */
	private void watchAge() {
		GrowingFile file = this.writer.current();
		if (file == this.watched) {
			return;
		}
		this.cancelTimer.run();
		this.watched = file;
		if (file != null) {
			this.cancelTimer = this.timer.after(this.writer.remaining(file), this::ageIsReached);
		}
	}

	private void ageIsReached() {
		if (!this.lock.tryLock()) {
			// It is being written. No thread of the JDK waits for a disk that hangs.
			this.timer.after(RETRY, this::ageIsReached);
			return;
		}
		try {
			completeIfDue();
		}
		catch (IOException ex) {
			// The next export tries again, and has someone to report it to.
		}
		finally {
			watchAgainAndUnlock();
		}
	}

	private void watchAgainAndUnlock() {
		try {
			GrowingFile file = this.writer.current();
			// The timer does not know the wall clock, by which a file is old.
			if (file != null && !this.writer.isOld()) {
				this.cancelTimer = this.timer.after(this.writer.remaining(file).plusMillis(1), this::ageIsReached);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private IOException explained(IOException ex) {
		return new IOException("Records cannot be written to the folder '" + this.folder.path() + "' ("
				+ RecordFolder.describe(ex) + "). Make sure that it is a folder that this process may write, on a disk "
				+ "with room for 'resource-monitor.output.file.max-total-size', or set "
				+ "'resource-monitor.output.file.folder' to another one. Until then records wait, and those that find "
				+ "the queue full are dropped", ex);
	}

}
