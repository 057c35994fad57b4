package io.github.resourcemonitor.google;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.github.resourcemonitor.servicecall.PayloadFlows;

/**
 * The content of a response, counted while it is read.
 */
final class ResponseContentStream extends FilterInputStream {

	private final ContentProgress progress;

	ResponseContentStream(InputStream in, ContentProgress progress) {
		super(PayloadFlows.count(in, progress));
		this.progress = progress;
	}

	@Override
	public boolean markSupported() {
		// Content that is read again must not be counted again. The client wraps this
		// stream in a buffer.
		return false;
	}

	@Override
	public void close() throws IOException {
		this.progress.closing(available(this.in));
		super.close();
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
