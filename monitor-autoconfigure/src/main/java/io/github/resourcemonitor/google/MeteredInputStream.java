package io.github.resourcemonitor.google;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of an answer, counted while it is read.
 */
final class MeteredInputStream extends FilterInputStream {

	private final ContentProgress progress;

	MeteredInputStream(InputStream in, ContentProgress progress) {
		super(in);
		this.progress = progress;
	}

	@Override
	public int read() throws IOException {
		try {
			int b = this.in.read();
			counted((b >= 0) ? 1 : -1);
			return b;
		}
		catch (Throwable ex) {
			this.progress.failed(ex);
			throw ex;
		}
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		try {
			int n = this.in.read(buffer, offset, length);
			counted(n);
			return n;
		}
		catch (Throwable ex) {
			this.progress.failed(ex);
			throw ex;
		}
	}

	@Override
	public long skip(long length) throws IOException {
		try {
			long n = this.in.skip(length);
			counted(Math.max(n, 0));
			return n;
		}
		catch (Throwable ex) {
			this.progress.failed(ex);
			throw ex;
		}
	}

	private void counted(long n) {
		if (n < 0) {
			this.progress.ended();
		}
		else {
			this.progress.received(n);
		}
	}

	@Override
	public boolean markSupported() {
		// What is read again must not count again. The client puts a buffer round this.
		return false;
	}

	@Override
	public void close() throws IOException {
		long available = available(this.in);
		try {
			this.in.close();
		}
		finally {
			this.progress.closed(available);
		}
	}

	private static long available(InputStream in) {
		try {
			return in.available();
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
