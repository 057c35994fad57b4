package io.github.resourcemonitor.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class SentBodyStreamTests {

	private final List<Long> counted = new ArrayList<>();

	@Test
	void countsWrittenBytes() throws IOException {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		try (SentBodyStream stream = new SentBodyStream(target, this.counted::add)) {
			stream.write(1);
			stream.write(new byte[10]);
			stream.write(new byte[10], 3, 4);
			stream.countPending();
		}
		assertThat(this.counted).containsExactly(1L, 10L, 4L);
		assertThat(target.size()).isEqualTo(15);
	}

	@Test
	void countsOnceAResponseThatIsStillBeingWritten() throws IOException {
		SentBodyStream[] stream = new SentBodyStream[1];
		stream[0] = new SentBodyStream(new OutputStream() {

			@Override
			public void write(int b) {
				throw new AssertionError("bytes are written at once");
			}

			@Override
			public void write(byte[] buffer, int offset, int length) {
				stream[0].countPending();
				assertThat(SentBodyStreamTests.this.counted).containsExactly((long) length);
			}

		}, this.counted::add);
		stream[0].write(new byte[50]);
		stream[0].countPending();
		assertThat(this.counted).containsExactly(50L);
	}

	@Test
	void doesNotCountFailedWrites() {
		IOException broken = new IOException("reset");
		SentBodyStream stream = new SentBodyStream(new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				throw broken;
			}

		}, this.counted::add);
		assertThat(catchThrowable(() -> stream.write(1))).isSameAs(broken);
		assertThat(catchThrowable(() -> stream.write(new byte[3]))).isSameAs(broken);
		stream.countPending();
		assertThat(this.counted).isEmpty();
	}

}
