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
		Object entered = this.flow.enter();
		try {
			this.out.write(b);
			this.flow.transferred(1);
		}
		catch (Throwable ex) {
			this.flow.failed(ex);
			throw ex;
		}
		finally {
			this.flow.leave(entered);
		}
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		Object entered = this.flow.enter();
		try {
			this.out.write(buffer, offset, length);
			this.flow.transferred(length);
		}
		catch (Throwable ex) {
			this.flow.failed(ex);
			throw ex;
		}
		finally {
			this.flow.leave(entered);
		}
	}

	@Override
	public void flush() throws IOException {
		Object entered = this.flow.enter();
		try {
			this.out.flush();
		}
		catch (Throwable ex) {
			this.flow.failed(ex);
			throw ex;
		}
		finally {
			this.flow.leave(entered);
		}
	}

	@Override
	public void close() throws IOException {
		Object entered = this.flow.enter();
		try {
			// Not super.close(): it flushes first, which the stream itself may not do.
			this.out.close();
		}
		catch (Throwable ex) {
			this.flow.failed(ex);
			throw ex;
		}
		finally {
			this.flow.leave(entered);
			if (!this.ended) {
				this.ended = true;
				this.flow.ended();
			}
		}
	}

}
