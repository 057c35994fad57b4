package io.github.resourcemonitor.outlet;

import java.io.PrintStream;
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
		this.json.writeLine(record, target::write);
		target.flush();
	}

}
