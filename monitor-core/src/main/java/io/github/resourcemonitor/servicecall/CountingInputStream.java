package io.github.resourcemonitor.servicecall;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Input stream that counts the bytes read, including skipped bytes, because they were
 * transferred as well. Not thread-safe.
 */
final class CountingInputStream extends FilterInputStream {

	private final PayloadFlow flow;

	private long count;

	private long marked;

	private boolean ended;

	CountingInputStream(InputStream in, PayloadFlow flow) {
		super(in);
		this.flow = flow;
	}

	@Override
	public int read() throws IOException {
		int b = (int) this.flow.use(this.in::read);
		counted((b >= 0) ? 1 : -1);
		return b;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int n = (int) this.flow.use(() -> this.in.read(buffer, offset, length));
		counted(n);
		return n;
	}

	@Override
	public long skip(long length) throws IOException {
		long n = this.flow.use(() -> this.in.skip(length));
		counted(Math.max(n, 0));
		return n;
	}

	@Override
	public synchronized void mark(int limit) {
		this.in.mark(limit);
		this.marked = this.count;
	}

	@Override
	public synchronized void reset() throws IOException {
		this.in.reset();
		this.flow.transferred(this.marked - this.count);
		this.count = this.marked;
	}

	@Override
	public void close() throws IOException {
		Object entered = this.flow.enter();
		try {
			this.in.close();
		}
		finally {
			this.flow.leave(entered);
			end();
		}
	}

	private void counted(long n) {
		if (n < 0) {
			end();
		}
		else if (n > 0) {
			this.count += n;
			this.flow.transferred(n);
		}
	}

	private void end() {
		if (!this.ended) {
			this.ended = true;
			this.flow.ended();
		}
	}

}
