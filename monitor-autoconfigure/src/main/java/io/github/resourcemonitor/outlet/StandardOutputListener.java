package io.github.resourcemonitor.outlet;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.line.InvocationLines;
import io.github.resourcemonitor.line.LineOptions;
import io.github.resourcemonitor.record.InvocationRecord;

/**
 * Writes records to standard output, each as one line of JSON without its samples. It
 * does so on the thread that ends the invocation: on a platform that takes the CPU away
 * after the answer, a line that is written later may never be. The thread waits as long
 * as the stream does, and for nothing else.
 */
public final class StandardOutputListener implements InvocationListener {

	private final InvocationLines lines;

	private final Supplier<PrintStream> stream;

	private final Failures failures;

	private final boolean silent;

	private final AtomicBoolean failed = new AtomicBoolean();

	private final LongAdder seenRecords = new LongAdder();

	private final LongAdder writtenBytes = new LongAdder();

	/**
	 * Create a new listener that writes each record in full, and nothing else.
	 * @param stream supplies the stream to write to
	 */
	public StandardOutputListener(Supplier<PrintStream> stream) {
		this(stream, LineOptions.recordsOnly(), new Failures());
	}

	/**
	 * Create a new listener.
	 * @param stream supplies the stream to write to
	 * @param options what is written
	 * @param failures where is recorded that the stream failed
	 */
	public StandardOutputListener(Supplier<PrintStream> stream, LineOptions options, Failures failures) {
		this(stream, options, failures, false);
	}

	private StandardOutputListener(Supplier<PrintStream> stream, LineOptions options, Failures failures,
			boolean silent) {
		this.stream = stream;
		this.lines = new InvocationLines(options);
		this.failures = failures;
		this.silent = silent;
	}

	/**
	 * Return a listener that writes nothing, for an application that was built ahead of
	 * time and does not run on a function platform.
	 * @return the listener
	 */
	public static StandardOutputListener silent() {
		return new StandardOutputListener(() -> System.out, LineOptions.recordsOnly(), new Failures(), true);
	}

	@Override
	public void onEnd(InvocationRecord record) {
		if (this.silent) {
			return;
		}
		PrintStream target = this.stream.get();
		// One call for each line, so that lines of several threads do not mix.
		boolean written = this.lines.write(record, (line, offset, length) -> {
			target.write(line, offset, length);
			this.writtenBytes.add(length);
		});
		this.seenRecords.increment();
		// Flushes. A stream that has failed once says so ever after, so it is counted
		// once.
		if (written && target.checkError() && this.failed.compareAndSet(false, true)) {
			this.failures.record("standard output", new IOException(
					"Standard output could not be written; from record " + record.id() + " on, lines may be missing"));
		}
	}

	/**
	 * Return how many bytes were written for a record so far, on average over all
	 * records, those that were left out included.
	 * @return the mean in bytes, with the ends of lines; 0 if nothing was written
	 */
	public long meanLineBytes() {
		long count = this.seenRecords.sum();
		return (count > 0) ? this.writtenBytes.sum() / count : 0;
	}

}
