package io.github.resourcemonitor.outlet;

import java.io.PrintStream;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.RecordJson;

/**
 * Writes each record to standard output as one line of JSON, without its samples. It does
 * so on the thread that ends the invocation: on a platform that takes the CPU away after
 * the answer, a line that is written later may never be.
 */
public final class StandardOutputListener implements InvocationListener {

	private final RecordJson json = new RecordJson();

	private final Supplier<PrintStream> stream;

	private final LongAdder lines = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	/**
	 * Create a new listener.
	 * @param stream supplies the stream to write to
	 */
	public StandardOutputListener(Supplier<PrintStream> stream) {
		this.stream = stream;
	}

	@Override
	public void onEnd(InvocationRecord record) {
		PrintStream target = this.stream.get();
		// One call, so that lines of several threads do not mix.
		this.json.writeLine(record, (line, offset, length) -> {
			target.write(line, offset, length);
			this.bytes.add(length);
		});
		this.lines.increment();
		target.flush();
	}

	/**
	 * Return the mean length of the lines so far.
	 * @return the length in bytes, with the end of the line; 0 if there was none
	 */
	public long meanLineBytes() {
		long count = this.lines.sum();
		return (count > 0) ? this.bytes.sum() / count : 0;
	}

}
