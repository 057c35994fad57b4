package io.github.resourcemonitor.invocation;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.Transfers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for programmatic service calls, from {@link DefaultResourceMonitor} to the
 * record.
 */
class ServiceCallTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	@Test
	void recordsACompletedCall() {
		this.monitor.run("handler", () -> {
			this.monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 100);
			this.monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 11);
			this.monitor.recordServiceCall("storage", "put", CallDirection.UPLOAD, -5);
		});
		assertThat(this.test.record().serviceCalls()).containsExactly(
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 2, 0, 111L, 0, 0, null, null),
				new ServiceCallUsage("storage", "put", CallDirection.UPLOAD, 1, 0, null, 1, 0, null, null));
		assertThat(this.test.record().transfers()).isEqualTo(new Transfers(3, 111L, null, 1));
	}

	@Test
	void timesACallAndMeasuresItsResult() throws Exception {
		byte[] result = new byte[12];
		this.monitor.call("handler",
				() -> assertThat(this.monitor.<byte[]>callService("storage", "get", CallDirection.DOWNLOAD, () -> {
					this.test.clock.advance(30);
					return result;
				})).isSameAs(result));
		assertThat(usage())
			.isEqualTo(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 12L, 0, 0, 30L, 30L));
	}

	@Test
	void doesNotMeasureAResultThatIsNotADownload() throws Exception {
		this.monitor.call("handler", () -> {
			this.monitor.callService("storage", "put", CallDirection.UPLOAD, () -> "uploaded");
			this.monitor.callService("storage", "list", CallDirection.NONE, () -> "listed");
			return null;
		});
		assertThat(this.test.record().serviceCalls()).extracting(ServiceCallUsage::bytes).containsOnlyNulls();
		assertThat(this.test.record().serviceCalls()).extracting(ServiceCallUsage::unmeasured).containsExactly(1L, 0L);
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void rethrowsTheSameExceptionInstanceOfTheCall(Throwable thrown) throws Exception {
		this.monitor.call("handler", () -> {
			assertThat(catchThrowable(() -> this.monitor.callService("storage", "get", CallDirection.DOWNLOAD,
					() -> sneakyThrow(thrown))))
				.isSameAs(thrown);
			return null;
		});
		assertThat(usage())
			.isEqualTo(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 1, null, 0, 0, 0L, 0L));
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.SUCCESS);
	}

	static List<Throwable> throwables() {
		return List.of(new IllegalStateException(), new FileNotFoundException(), new StackOverflowError(),
				new Throwable());
	}

	@Test
	void endsACallWhenItsStageCompletes() throws Exception {
		CompletableFuture<byte[]> stage = new CompletableFuture<>();
		InvocationScope scope = this.monitor.start("handler");
		assertThat(this.monitor.<Object>callService("storage", "get", CallDirection.DOWNLOAD, () -> stage))
			.isInstanceOf(CompletableFuture.class);
		this.test.clock.advance(9);
		stage.complete(new byte[4]);
		CompletableFuture<byte[]> failing = new CompletableFuture<>();
		this.monitor.callService("storage", "failing", CallDirection.DOWNLOAD, () -> failing);
		failing.completeExceptionally(new IOException());
		scope.close();
		assertThat(this.test.record().serviceCalls()).containsExactly(
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 4L, 0, 0, 9L, 9L),
				new ServiceCallUsage("storage", "failing", CallDirection.DOWNLOAD, 1, 1, null, 0, 0, 0L, 0L));
	}

	@Test
	void addsUpPayloadsOfOneCall() {
		this.monitor.run("handler", () -> {
			try (ServiceCallScope call = put()) {
				call.bytes(5);
				call.bytes(-1);
				call.payload("abc");
				call.payload(null);
				this.test.clock.advance(2);
			}
		});
		assertThat(usage())
			.isEqualTo(new ServiceCallUsage("storage", "put", CallDirection.UPLOAD, 1, 0, 8L, 0, 0, 2L, 2L));
	}

	@Test
	void isUnmeasuredIfPartOfThePayloadIsUnknown() {
		this.monitor.run("handler", () -> {
			try (ServiceCallScope call = put()) {
				call.payload("abc");
				call.payload(new Object());
			}
		});
		assertThat(usage().bytes()).isNull();
		assertThat(usage().unmeasured()).isEqualTo(1);
	}

	@Test
	void closesACallOnce() {
		this.monitor.run("handler", () -> {
			ServiceCallScope call = put();
			call.failed(new IOException());
			call.close();
			call.close();
			call.bytes(7);
			call.close();
		});
		assertThat(usage())
			.isEqualTo(new ServiceCallUsage("storage", "put", CallDirection.UPLOAD, 1, 1, null, 0, 0, 0L, 0L));
	}

	@Test
	void belongsToTheInvocationThatWasCurrentAtItsStart() throws Exception {
		try (InvocationScope scope = this.monitor.start("handler")) {
			ServiceCallScope call = put();
			Thread thread = new Thread(() -> {
				call.bytes(3);
				call.close();
			});
			thread.start();
			thread.join();
			assertThat(scope.handler()).isEqualTo("handler");
		}
		assertThat(usage().bytes()).isEqualTo(3);
		assertThat(this.test.outside.withoutInvocation().usages()).isEmpty();
	}

	@Test
	void isPartOfAllEnclosingInvocations() {
		this.monitor.run("outer", () -> {
			this.monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 1);
			this.monitor.run("inner", () -> {
				this.monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 20);
				try (ServiceCallScope call = put()) {
					call.bytes(300);
				}
			});
		});
		assertThat(this.test.record("inner").transfers()).isEqualTo(new Transfers(2, 20L, 300L, 0));
		assertThat(this.test.record("outer").transfers()).isEqualTo(new Transfers(3, 21L, 300L, 0));
	}

	@Test
	void countsAStreamToItsEnd() throws Exception {
		this.monitor.call("handler", () -> {
			InputStream in;
			try (ServiceCallScope call = get()) {
				in = call.countToEnd(new ByteArrayInputStream(new byte[100]), InputStream.class);
			}
			this.test.clock.advance(50);
			assertThat(in.readAllBytes()).hasSize(100);
			this.test.clock.advance(50);
			in.close();
			return null;
		});
		assertThat(usage())
			.isEqualTo(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 100L, 0, 0, 50L, 50L));
	}

	@Test
	void countsAStreamThatIsClosedEarly() throws Exception {
		this.monitor.call("handler", () -> {
			ServiceCallScope call = get();
			try (InputStream in = call.countToEnd(new ByteArrayInputStream(new byte[100]), InputStream.class)) {
				call.close();
				in.readNBytes(30);
			}
			return null;
		});
		assertThat(usage().bytes()).isEqualTo(30);
		assertThat(usage().count()).isEqualTo(1);
	}

	@Test
	void treatsAnExceptionWhileReadingAsAnErrorWithPartOfTheBytes() throws Exception {
		this.monitor.call("handler", () -> {
			ServiceCallScope call = get();
			InputStream in = call.countToEnd(new FailingStream(7), InputStream.class);
			call.close();
			assertThatIOException().isThrownBy(in::readAllBytes);
			in.close();
			return null;
		});
		assertThat(usage())
			.isEqualTo(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 1, 7L, 0, 0, 0L, 0L));
	}

	@Test
	void waitsForAllStreamsThatAreCountedToTheirEnds() throws Exception {
		this.monitor.call("handler", () -> {
			ServiceCallScope call = get();
			InputStream first = call.countToEnd(new ByteArrayInputStream(new byte[10]), InputStream.class);
			InputStream second = call.countToEnd(new ByteArrayInputStream(new byte[5]), InputStream.class);
			first.readAllBytes();
			call.close();
			this.test.clock.advance(3);
			second.readAllBytes();
			second.close();
			return null;
		});
		assertThat(usage())
			.isEqualTo(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 15L, 0, 0, 3L, 3L));
	}

	@Test
	void countsAStreamWhileTheCallIsOpen() throws Exception {
		this.monitor.call("handler", () -> {
			try (ServiceCallScope call = put()) {
				InputStream in = call.count(new ByteArrayInputStream(new byte[40]), InputStream.class);
				in.mark(40);
				in.readNBytes(25);
				in.reset();
				in.skip(10);
				in.readNBytes(10);
			}
			return null;
		});
		assertThat(usage().bytes()).isEqualTo(20);
	}

	@Test
	void countsOutputsAndChannels() throws Exception {
		this.monitor.call("handler", () -> {
			try (ServiceCallScope call = put()) {
				call.count(OutputStream.nullOutputStream(), OutputStream.class).write(new byte[6]);
				ReadableByteChannel channel = call.count(Channels.newChannel(new ByteArrayInputStream(new byte[40])),
						ReadableByteChannel.class);
				channel.read(ByteBuffer.allocate(30));
			}
			return null;
		});
		assertThat(usage().bytes()).isEqualTo(36);
	}

	@Test
	void doesNotReplaceAStreamOfAnUnsupportedType() {
		ByteArrayInputStream in = new ByteArrayInputStream(new byte[40]);
		this.monitor.run("handler", () -> {
			try (ServiceCallScope call = get()) {
				assertThat(call.countToEnd(in, ByteArrayInputStream.class)).isSameAs(in);
				assertThat(call.<Object>countToEnd(in, Object.class)).isSameAs(in);
				in.readAllBytes();
			}
		});
		assertThat(usage())
			.isEqualTo(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, null, 1, 0, 0L, 0L));
	}

	@Test
	void isOpenInTheRecordAndLateAfterwards() throws Exception {
		ServiceCallScope[] call = new ServiceCallScope[1];
		this.monitor.run("outer", () -> this.monitor.run("handler", () -> {
			call[0] = get();
			this.test.clock.advance(5);
		}));
		InputStream in = call[0].countToEnd(new ByteArrayInputStream(new byte[10]), InputStream.class);
		call[0].close();
		this.test.clock.advance(5);
		in.readAllBytes();
		assertThat(this.test.record("handler").serviceCalls()).containsExactly(
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 0, 0, null, 0, 1, null, null));
		assertThat(this.test.record("outer").serviceCalls()).isEqualTo(this.test.record("handler").serviceCalls());
		assertThat(this.test.outside.late().usages())
			.containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 10L, 0, 0, 10L, 10L));
		assertThat(this.test.outside.withoutInvocation().usages()).isEmpty();
	}

	@Test
	void isLateForTheInnerInvocationAndInTimeForTheOuterOne() {
		this.monitor.run("outer", () -> {
			ServiceCallScope[] call = new ServiceCallScope[1];
			this.monitor.run("inner", () -> call[0] = get());
			call[0].bytes(8);
			call[0].close();
		});
		assertThat(this.test.record("inner").serviceCalls()).extracting(ServiceCallUsage::open).containsExactly(1L);
		assertThat(this.test.record("outer").serviceCalls())
			.containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 8L, 0, 0, 0L, 0L));
		assertThat(this.test.outside.late().usages()).hasSize(1);
	}

	@Test
	void isKeptSeparatelyOutsideAnyInvocation() throws Exception {
		this.monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, 10);
		this.monitor.callService("storage", "get", CallDirection.DOWNLOAD, () -> "abc");
		try (ServiceCallScope call = put()) {
			call.bytes(7);
		}
		assertThat(this.test.outside.withoutInvocation().usages()).containsExactly(
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 2, 0, 13L, 0, 0, 0L, 0L),
				new ServiceCallUsage("storage", "put", CallDirection.UPLOAD, 1, 0, 7L, 0, 0, 0L, 0L));
		this.monitor.run("handler", () -> {
		});
		assertThat(this.test.record().serviceCalls()).isEmpty();
		assertThat(this.test.outside.late().usages()).isEmpty();
	}

	@Test
	void keepsTotalsExactIfNamesExceedTheCapacity() {
		this.monitor.run("handler", () -> {
			for (int i = 0; i < 10; i++) {
				this.monitor.recordServiceCall("service" + i, "get", CallDirection.DOWNLOAD, 1);
			}
			try (ServiceCallScope call = put()) {
				call.bytes(50);
			}
		});
		assertThat(this.test.record().serviceCalls()).extracting(ServiceCallUsage::service)
			.containsExactly("service0", "service1", "service2", "(other)", "(other)");
		assertThat(this.test.record().transfers()).isEqualTo(new Transfers(11, 10L, 50L, 0));
		assertThat(this.test.record().monitor().dropped()).isEqualTo(8);
	}

	private ServiceCallScope get() {
		return this.monitor.startServiceCall("storage", "get", CallDirection.DOWNLOAD);
	}

	private ServiceCallScope put() {
		return this.monitor.startServiceCall("storage", "put", CallDirection.UPLOAD);
	}

	private ServiceCallUsage usage() {
		assertThat(this.test.record().serviceCalls()).hasSize(1);
		return this.test.record().serviceCalls().get(0);
	}

	@SuppressWarnings("unchecked")
	private static <T, E extends Throwable> T sneakyThrow(Throwable ex) throws E {
		throw (E) ex;
	}

	/**
	 * A stream that returns some bytes and then fails.
	 */
	private static final class FailingStream extends InputStream {

		private int left;

		FailingStream(int left) {
			this.left = left;
		}

		@Override
		public int read() throws IOException {
			if (this.left-- <= 0) {
				throw new IOException("connection lost");
			}
			return 0;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			if (this.left <= 0) {
				throw new IOException("connection lost");
			}
			int n = Math.min(length, this.left);
			this.left -= n;
			return n;
		}

	}

}
