package io.github.resourcemonitor.outlet;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.RecordDocument;

import org.springframework.boot.json.JsonWriter;

/**
 * Writes each record to standard output as one line of JSON, without its samples. It does
 * so on the thread that ends the invocation: on a platform that takes the CPU away after
 * the answer, a line that is written later may never be.
 */
public final class StandardOutputListener implements InvocationListener {

	private final JsonWriter<Map<String, Object>> writer = JsonWriter.standard();

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
		String line = this.writer.writeToString(RecordDocument.of(record, false)) + "\n";
		byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
		PrintStream target = this.stream.get();
		// One call, so that lines of several threads do not mix.
		target.write(bytes, 0, bytes.length);
		target.flush();
	}

}
