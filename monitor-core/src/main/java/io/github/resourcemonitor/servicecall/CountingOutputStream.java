package io.github.resourcemonitor.servicecall;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Output stream that counts the bytes written. Not thread-safe.
 */
final class CountingOutputStream extends FilterOutputStream {

	private final PayloadFlow flow;

	private boolean ended;

	CountingOutputStream(OutputStream out, PayloadFlow flow) {
		super(out);
		this.flow = flow;
	}

	@Override
	public void write(int b) throws IOException {
		use(() -> this.out.write(b), 1);
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		use(() -> this.out.write(buffer, offset, length), length);
	}

	@Override
	public void flush() throws IOException {
		use(this.out::flush, 0);
	}

	@Override
	public void close() throws IOException {
		try {
			// Not super.close(): it flushes first, which the stream itself may not do.
			use(this.out::close, 0);
		}
		finally {
			if (!this.ended) {
				this.ended = true;
				this.flow.ended();
			}
		}
	}

	private void use(Output output, int bytes) throws IOException {
		this.flow.use(() -> {
			output.run();
			return bytes;
		});
		if (bytes > 0) {
			this.flow.transferred(bytes);
		}
	}

	private interface Output {

		void run() throws IOException;

	}

}
