package io.github.resourcemonitor.servicecall;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

class PayloadFlowsTests {

	private final RecordingFlow flow = new RecordingFlow();

	@Test
	void recognizesStreamsAndChannels() {
		assertThat(List.of(InputStream.nullInputStream(), OutputStream.nullOutputStream(),
				Channels.newChannel(InputStream.nullInputStream()),
				Channels.newChannel(OutputStream.nullOutputStream())))
			.allMatch(PayloadFlows::isFlow);
		assertThat(PayloadFlows.isFlow(null)).isFalse();
		assertThat(PayloadFlows.isFlow("text")).isFalse();
	}

	@Test
	void replacesOnlyIfTheWrapperCanHaveTheRequiredType() {
		assertThat(List.of(InputStream.class, OutputStream.class, FilterInputStream.class, FilterOutputStream.class,
				ReadableByteChannel.class, WritableByteChannel.class, ByteChannel.class, SeekableByteChannel.class,
				PublicChannel.class))
			.allMatch(PayloadFlows::isCountable);
		assertThat(List.of(Object.class, Closeable.class, ByteArrayInputStream.class, FileChannel.class, String.class,
				HiddenChannel.class, PublicSubinterfaceOfHidden.class))
			.noneMatch(PayloadFlows::isCountable);
		InputStream in = new ByteArrayInputStream(new byte[3]);
		assertThat(PayloadFlows.count(in, ByteArrayInputStream.class, this.flow)).isNull();
		assertThat(PayloadFlows.count(in, OutputStream.class, this.flow)).isNull();
		assertThat(PayloadFlows.count(in, Object.class, this.flow)).isNull();
		assertThat(PayloadFlows.count(in, Closeable.class, this.flow)).isNull();
		assertThat(PayloadFlows.count(in, InputStream.class, this.flow)).isInstanceOf(InputStream.class);
	}

	@Test
	void doesNotReplaceAChannelWithAnInaccessibleInterface() {
		HiddenChannel channel = new HiddenChannel() {

			@Override
			public String secret() {
				return "secret";
			}

			@Override
			public int read(ByteBuffer into) {
				return -1;
			}

			@Override
			public boolean isOpen() {
				return true;
			}

			@Override
			public void close() {
			}

		};
		assertThat(PayloadFlows.count(channel, HiddenChannel.class, this.flow)).isNull();
	}

	@Test
	void countsAllWaysOfReading() throws IOException {
		InputStream in = counting(new ByteArrayInputStream(new byte[100]));
		assertThat(in.read()).isZero();
		assertThat(in.read(new byte[10])).isEqualTo(10);
		assertThat(in.read(new byte[10], 2, 5)).isEqualTo(5);
		assertThat(in.read(new byte[10], 2, 0)).isZero();
		assertThat(in.skip(20)).isEqualTo(20);
		assertThat(in.skip(-1)).isZero();
		assertThat(in.readNBytes(4)).hasSize(4);
		in.skipNBytes(10);
		assertThat(this.flow.bytes).isEqualTo(50);
		assertThat(in.available()).isEqualTo(50);
		assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(50);
		assertThat(this.flow.bytes).isEqualTo(100);
		assertThat(this.flow.ends).isEqualTo(1);
		assertThat(in.read()).isEqualTo(-1);
		in.close();
		in.close();
		assertThat(this.flow.ends).isEqualTo(1);
		assertThat(this.flow.failures).isZero();
	}

	@Test
	void endsWhenAStreamIsClosedEarly() throws IOException {
		InputStream in = counting(new ByteArrayInputStream(new byte[100]));
		in.readNBytes(30);
		assertThat(this.flow.ends).isZero();
		in.close();
		assertThat(this.flow.bytes).isEqualTo(30);
		assertThat(this.flow.ends).isEqualTo(1);
	}

	@Test
	void countsDataThatIsReadAgainOnce() throws IOException {
		InputStream in = counting(new BufferedInputStream(new ByteArrayInputStream(new byte[100])));
		assertThat(in.markSupported()).isTrue();
		in.readNBytes(10);
		in.mark(50);
		in.readNBytes(20);
		in.reset();
		assertThat(this.flow.bytes).isEqualTo(10);
		in.readNBytes(5);
		in.reset();
		in.readAllBytes();
		assertThat(this.flow.bytes).isEqualTo(100);
	}

	@Test
	void toleratesAStreamWithoutReset() throws IOException {
		InputStream in = counting(new InputStream() {

			@Override
			public int read() {
				return 1;
			}

		});
		in.read();
		in.mark(10);
		assertThatIOException().isThrownBy(in::reset);
		assertThat(this.flow.bytes).isEqualTo(1);
	}

	@Test
	void reportsAStreamThatFailsHalfway() throws IOException {
		IOException broken = new IOException("connection lost");
		InputStream in = counting(new InputStream() {

			private int left = 7;

			@Override
			public int read() throws IOException {
				if (this.left-- == 0) {
					throw broken;
				}
				return 0;
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				if (this.left == 0) {
					throw broken;
				}
				int n = Math.min(length, this.left);
				this.left -= n;
				return n;
			}

			@Override
			public long skip(long n) throws IOException {
				throw broken;
			}

		});
		assertThat(catchThrowable(in::readAllBytes)).isSameAs(broken);
		assertThat(this.flow.bytes).isEqualTo(7);
		assertThat(this.flow.failures).isEqualTo(1);
		assertThat(catchThrowable(() -> in.skip(1))).isSameAs(broken);
		assertThat(catchThrowable(in::read)).isSameAs(broken);
		assertThat(this.flow.failures).isEqualTo(3);
		assertThat(this.flow.ends).isZero();
		in.close();
		assertThat(this.flow.ends).isEqualTo(1);
	}

	@Test
	void countsWrittenBytes() throws IOException {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		OutputStream out = (OutputStream) PayloadFlows.count(target, OutputStream.class, this.flow);
		out.write(1);
		out.write(new byte[10]);
		out.write(new byte[10], 3, 4);
		out.flush();
		assertThat(this.flow.bytes).isEqualTo(15);
		assertThat(this.flow.ends).isZero();
		out.close();
		out.close();
		assertThat(this.flow.ends).isEqualTo(1);
		assertThat(target.size()).isEqualTo(15);
	}

	@Test
	void reportsAnOutputThatFails() {
		IOException broken = new IOException("disk full");
		OutputStream out = (OutputStream) PayloadFlows.count(new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				throw broken;
			}

			@Override
			public void flush() throws IOException {
				throw broken;
			}

			@Override
			public void close() throws IOException {
				throw broken;
			}

		}, OutputStream.class, this.flow);
		assertThat(catchThrowable(() -> out.write(1))).isSameAs(broken);
		assertThat(catchThrowable(() -> out.write(new byte[3]))).isSameAs(broken);
		assertThat(catchThrowable(out::flush)).isSameAs(broken);
		assertThat(catchThrowable(out::close)).isSameAs(broken);
		assertThat(this.flow.failures).isEqualTo(4);
		assertThat(this.flow.bytes).isZero();
		assertThat(this.flow.ends).isEqualTo(1);
	}

	@Test
	void countsBytesReadFromAChannel() throws IOException {
		ReadableByteChannel channel = (ReadableByteChannel) PayloadFlows
			.count(Channels.newChannel(new ByteArrayInputStream(new byte[30])), ReadableByteChannel.class, this.flow);
		ByteBuffer buffer = ByteBuffer.allocate(20);
		assertThat(channel.read(buffer)).isEqualTo(20);
		assertThat(channel.read(buffer)).isZero();
		assertThat(channel.read(buffer.clear())).isEqualTo(10);
		assertThat(this.flow.ends).isZero();
		assertThat(channel.read(buffer.clear())).isEqualTo(-1);
		assertThat(this.flow.bytes).isEqualTo(30);
		assertThat(this.flow.ends).isEqualTo(1);
		assertThat(channel.isOpen()).isTrue();
		channel.close();
		assertThat(channel.isOpen()).isFalse();
		assertThat(this.flow.ends).isEqualTo(1);
	}

	@Test
	void countsBytesOfAFileChannelThroughAllItsInterfaces(@TempDir Path folder) throws IOException {
		Path file = Files.write(folder.resolve("file"), new byte[100]);
		try (FileChannel target = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			SeekableByteChannel seekable = (SeekableByteChannel) PayloadFlows.count(target, SeekableByteChannel.class,
					this.flow);
			assertThat(seekable.read(ByteBuffer.allocate(10))).isEqualTo(10);
			assertThat(seekable.position(50).position()).isEqualTo(50);
			assertThat(seekable.write(ByteBuffer.allocate(5))).isEqualTo(5);
			assertThat(this.flow.bytes).isEqualTo(15);
			ScatteringByteChannel scattering = (ScatteringByteChannel) PayloadFlows.count(target,
					ScatteringByteChannel.class, this.flow);
			assertThat(scattering.read(new ByteBuffer[] { ByteBuffer.allocate(3), ByteBuffer.allocate(4) }))
				.isEqualTo(7);
			assertThat(this.flow.bytes).isEqualTo(22);
			GatheringByteChannel gathering = (GatheringByteChannel) PayloadFlows.count(target,
					GatheringByteChannel.class, this.flow);
			assertThat(gathering.write(new ByteBuffer[] { ByteBuffer.allocate(3), ByteBuffer.allocate(4) }, 1, 1))
				.isEqualTo(4);
			assertThat(this.flow.bytes).isEqualTo(26);
		}
	}

	@Test
	void keepsAdditionalMethodsOfAChannel() throws IOException {
		PublicChannel channel = new FakePublicChannel();
		PublicChannel counted = (PublicChannel) PayloadFlows.count(channel, PublicChannel.class, this.flow);
		assertThat(counted.own("x")).isEqualTo("own x");
		assertThat(counted.byDefault()).isEqualTo("default own y");
		assertThatIllegalStateException().isThrownBy(() -> counted.own(null)).withMessage("no text");
		assertThat(this.flow.failures).isZero();
		assertThat(counted.read(ByteBuffer.allocate(8))).isEqualTo(8);
		assertThat(this.flow.bytes).isEqualTo(8);
		assertThat(counted).isEqualTo(counted).isNotEqualTo(channel).hasToString(channel.toString());
		assertThat(counted.hashCode()).isEqualTo(channel.hashCode());
		assertThatIOException().isThrownBy(counted::close).withMessage("the last part was refused");
		assertThat(this.flow.failures).isEqualTo(1);
		assertThat(this.flow.ends).isEqualTo(1);
	}

	@Test
	void reportsAChannelThatFails() {
		IOException broken = new IOException("connection lost");
		WritableByteChannel channel = (WritableByteChannel) PayloadFlows.count(new WritableByteChannel() {

			@Override
			public int write(ByteBuffer from) throws IOException {
				throw broken;
			}

			@Override
			public boolean isOpen() {
				return true;
			}

			@Override
			public void close() {
			}

		}, WritableByteChannel.class, this.flow);
		assertThat(catchThrowable(() -> channel.write(ByteBuffer.allocate(3)))).isSameAs(broken);
		assertThat(this.flow.failures).isEqualTo(1);
		assertThat(this.flow.bytes).isZero();
	}

	private InputStream counting(InputStream in) {
		return (InputStream) PayloadFlows.count(in, InputStream.class, this.flow);
	}

	/**
	 * An interface like those of storage clients.
	 */
	public interface PublicChannel extends ReadableByteChannel {

		String own(String text);

		default String byDefault() {
			return "default " + own("y");
		}

	}

	interface HiddenChannel extends ReadableByteChannel {

		String secret();

	}

	/**
	 * A public interface that extends a non-public one.
	 */
	public interface PublicSubinterfaceOfHidden extends HiddenChannel {

	}

	private static final class FakePublicChannel implements PublicChannel {

		@Override
		public String own(String text) {
			if (text == null) {
				throw new IllegalStateException("no text");
			}
			return "own " + text;
		}

		@Override
		public int read(ByteBuffer into) {
			int n = into.remaining();
			into.position(into.limit());
			return n;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() throws IOException {
			throw new IOException("the last part was refused");
		}

	}

	private static final class RecordingFlow implements PayloadFlow {

		private long bytes;

		private int failures;

		private int ends;

		@Override
		public void transferred(long size) {
			this.bytes += size;
		}

		@Override
		public void failed(Throwable ex) {
			this.failures++;
		}

		@Override
		public void ended() {
			this.ends++;
		}

	}

}
