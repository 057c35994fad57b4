package io.github.resourcemonitor.accuracy;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Does known amounts of work, and holds resources until the process ends so that they can
 * be read.
 */
final class Work {

	private static final int MIB = 1024 * 1024;

	private static final int PAGE = 4096;

	private final Path folder;

	private final List<Object> held = new ArrayList<>();

	private WorkerThreads workers = new WorkerThreads();

	Work(Path folder) {
		this.folder = folder;
	}

	void perform(String request, int[] numbers, Map<String, Object> answer) throws Exception {
		switch (request) {
			case "burn" -> answer.put("cpu", spin(numbers[0] * 1_000_000L, 20_000));
			case "burn-in-kernel" -> answer.put("cpu", spin(numbers[0] * 1_000_000L, 0));
			case "children" -> children(numbers[0], answer);
			case "write" -> write(numbers[0], numbers[1], answer);
			case "readback" -> readBack(numbers[0], numbers[1], answer);
			case "map" -> this.held.add(map(numbers[0]));
			case "exchange" -> exchange(numbers[0]);
			case "send" -> send(numbers[0], numbers[1]);
			case "collect" -> System.gc();
			case "touch" -> this.held.add(touch(numbers[0]));
			case "heap" -> this.held.add(new byte[numbers[0]][MIB]);
			case "files" -> files(numbers[0]);
			case "parkers" -> this.workers.start(numbers[0], () -> park(numbers[1]));
			case "burners" -> this.workers.start(numbers[0], () -> spin(numbers[1] * 1_000_000L, 20_000));
			case "disperse" -> {
				this.workers.release();
				this.workers = new WorkerThreads();
			}
			case "idle" -> new WorkerThreads().start(numbers[0], () -> {
			});
			case "listen" -> listen(numbers[0]);
			case "establish" -> establish(numbers[0]);
			case "half-close" -> halfClose(numbers[0]);
			case "close" -> closeBoth(numbers[0]);
			case "connect-to-silent-peer" -> connectToSilentPeer(numbers[0]);
			case "close-unanswered" -> closeUnanswered(numbers[0], numbers[1]);
			case "close-last" -> closeLast(numbers[0], numbers[1]);
			case "wait-to-close" -> waitToClose(numbers[0], numbers[1]);
			case "listen-outside" -> this.held.add(new ServerSocket(numbers[0], 50, RealNetwork.OWN));
			default -> throw new IllegalArgumentException(request);
		}
	}

	/**
	 * Use CPU time according to the clock of this thread. Reading the clock takes time in
	 * the kernel, the rounds between two readings take user time.
	 */
	static long spin(long nanos, int rounds) {
		long start = LibC.threadCpuNanos();
		long used = 0;
		long state = start;
		while (used < nanos) {
			for (int i = 0; i < rounds; i++) {
				state = state * 6364136223846793005L + 1442695040888963407L;
			}
			// The state is used, so the JIT compiler cannot remove the rounds.
			used = LibC.threadCpuNanos() - start + ((state != 0) ? 0 : 1);
		}
		return used;
	}

	/**
	 * Run other programs, in user mode and in the kernel, until the ended ones have used
	 * the given time in each.
	 */
	private static void children(int millis, Map<String, Object> answer) throws Exception {
		LibC.Usage start = LibC.ofItsChildren();
		long nanos = millis * 1_000_000L;
		LibC.Usage end = start;
		while (end.userNanos() - start.userNanos() < nanos || end.systemNanos() - start.systemNanos() < nanos) {
			if (end.userNanos() - start.userNanos() < nanos) {
				run("sh", "-c", "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done");
			}
			else {
				run("dd", "if=/dev/zero", "of=/dev/null", "bs=1M", "count=1000", "status=none");
			}
			end = LibC.ofItsChildren();
		}
		answer.put("user", end.userNanos() - start.userNanos());
		answer.put("system", end.systemNanos() - start.systemNanos());
	}

	private static void run(String... command) throws Exception {
		int result = new ProcessBuilder(command).start().waitFor();
		if (result != 0) {
			throw new IOException(command[0] + " ended with " + result);
		}
	}

	/**
	 * Write to a file and force each write to the disk.
	 */
	private void write(int times, int size, Map<String, Object> answer) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(size);
		try (FileChannel file = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			for (int i = 0; i < times; i++) {
				buffer.clear();
				check(file.write(buffer), size);
				file.force(false);
			}
		}
		answer.put("calls", times);
		answer.put("bytes", (long) times * size);
	}

	/**
	 * Read the written file from the disk.
	 */
	private void readBack(int times, int size, Map<String, Object> answer) throws IOException {
		LibC.dropFromPageCache(file());
		ByteBuffer buffer = ByteBuffer.allocateDirect(size);
		try (FileChannel file = FileChannel.open(file(), StandardOpenOption.READ)) {
			for (int i = 0; i < times; i++) {
				buffer.clear();
				check(file.read(buffer), size);
			}
		}
		answer.put("calls", times);
		answer.put("bytes", (long) times * size);
	}

	/**
	 * Map the written file and touch its pages, which are not in the page cache.
	 */
	private MappedByteBuffer map(int mebibytes) throws IOException {
		LibC.dropFromPageCache(file());
		try (FileChannel file = FileChannel.open(file(), StandardOpenOption.READ)) {
			MappedByteBuffer buffer = file.map(FileChannel.MapMode.READ_ONLY, 0, (long) mebibytes * MIB);
			int sum = 0;
			for (int i = 0; i < buffer.capacity(); i += PAGE) {
				sum += buffer.get(i);
			}
			check(sum, 0);
			return buffer;
		}
	}

	private Path file() {
		return this.folder.resolve("data");
	}

	private static void check(int actual, int expected) throws IOException {
		if (actual != expected) {
			throw new IOException(actual + " instead of " + expected);
		}
	}

	/**
	 * Send a number of bytes over a connection on loopback, and the same number back.
	 */
	private static void exchange(int mebibytes) throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket one = new Socket(server.getInetAddress(), server.getLocalPort());
				Socket other = server.accept()) {
			one.setTcpNoDelay(true);
			other.setTcpNoDelay(true);
			Thread echo = new Thread(() -> {
				try {
					other.getInputStream().transferTo(other.getOutputStream());
					other.shutdownOutput();
				}
				catch (IOException ex) {
					ex.printStackTrace();
				}
			});
			echo.start();
			byte[] block = new byte[64 * 1024];
			for (int sent = 0; sent < mebibytes * MIB; sent += block.length) {
				one.getOutputStream().write(block);
				check(one.getInputStream().readNBytes(block, 0, block.length), block.length);
			}
			one.shutdownOutput();
			check(one.getInputStream().read(), -1);
			echo.join();
		}
	}

	/**
	 * Send datagrams through a network interface to an address without a host.
	 */
	private static void send(int times, int size) throws IOException {
		DatagramPacket packet = new DatagramPacket(new byte[size], size, RealNetwork.SILENT_PEER, 9);
		try (DatagramSocket socket = new DatagramSocket()) {
			for (int i = 0; i < times; i++) {
				socket.send(packet);
			}
		}
	}

	/**
	 * Allocate memory outside the heap, and write to every page of it.
	 */
	static ByteBuffer touch(int mebibytes) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(mebibytes * MIB);
		for (int i = 0; i < buffer.capacity(); i += 1024) {
			buffer.put(i, (byte) 1);
		}
		return buffer;
	}

	private void files(int number) throws IOException {
		for (int i = 0; i < number; i++) {
			this.held.add(FileChannel.open(file(), StandardOpenOption.READ));
		}
	}

	/**
	 * Sleep a number of times for half a millisecond.
	 */
	private static void park(int times) {
		for (int i = 0; i < times; i++) {
			LockSupport.parkNanos(500_000);
		}
	}

	private void listen(int number) throws IOException {
		for (int i = 0; i < number; i++) {
			this.held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
		}
	}

	private void establish(int number) throws IOException {
		for (int i = 0; i < number; i++) {
			this.held.add(new Pair());
		}
	}

	/**
	 * Open connections and close one side, which waits for the other (FIN_WAIT2); the
	 * other is still open (CLOSE_WAIT).
	 */
	private void halfClose(int number) throws IOException {
		for (int i = 0; i < number; i++) {
			Pair pair = new Pair();
			pair.one.shutdownOutput();
			check(pair.other.getInputStream().read(), -1);
			this.held.add(pair);
		}
	}

	/**
	 * Open connections and close both sides; the first one to close remains for a while
	 * (TIME_WAIT).
	 */
	private static void closeBoth(int number) throws IOException {
		for (int i = 0; i < number; i++) {
			try (Pair pair = new Pair()) {
				pair.one.shutdownOutput();
				check(pair.other.getInputStream().read(), -1);
				pair.other.shutdownOutput();
				check(pair.one.getInputStream().read(), -1);
			}
		}
	}

	/**
	 * Connect to an address without a host (SYN_SENT).
	 */
	private void connectToSilentPeer(int number) throws IOException {
		for (int i = 0; i < number; i++) {
			SocketChannel channel = SocketChannel.open();
			channel.configureBlocking(false);
			channel.connect(new InetSocketAddress(RealNetwork.SILENT_PEER, 9));
			this.held.add(channel);
		}
	}

	/**
	 * Close connections whose other end does not acknowledge that (FIN_WAIT1, CLOSING).
	 */
	private static void closeUnanswered(int port, int number) throws IOException {
		for (int i = 0; i < number; i++) {
			new Socket(RealNetwork.SILENT_PEER, port).close();
		}
	}

	/**
	 * Keep connections open whose other end has closed (CLOSE_WAIT).
	 */
	private void waitToClose(int port, int number) throws IOException {
		for (int i = 0; i < number; i++) {
			Socket socket = new Socket(RealNetwork.SILENT_PEER, port);
			check(socket.getInputStream().read(), -1);
			this.held.add(socket);
		}
	}

	/**
	 * Close connections whose other end has closed before, and does not acknowledge
	 * (LAST_ACK).
	 */
	private static void closeLast(int port, int number) throws IOException {
		for (int i = 0; i < number; i++) {
			try (Socket socket = new Socket(RealNetwork.SILENT_PEER, port)) {
				check(socket.getInputStream().read(), -1);
			}
		}
	}

	/**
	 * The two ends of a connection on loopback.
	 */
	private static final class Pair implements Closeable {

		private final Socket one;

		private final Socket other;

		Pair() throws IOException {
			try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				this.one = new Socket(server.getInetAddress(), server.getLocalPort());
				this.other = server.accept();
			}
		}

		@Override
		public void close() throws IOException {
			this.one.close();
			this.other.close();
		}

	}

	/**
	 * A group of threads that work and then wait until they are released.
	 */
	private static final class WorkerThreads {

		private final CountDownLatch gate = new CountDownLatch(1);

		private final List<Thread> threads = new ArrayList<>();

		void start(int number, Runnable task) throws InterruptedException {
			CountDownLatch done = new CountDownLatch(number);
			for (int i = 0; i < number; i++) {
				Thread thread = new Thread(() -> {
					task.run();
					done.countDown();
					try {
						this.gate.await();
					}
					catch (InterruptedException ex) {
						// End the thread, as on release.
					}
				});
				thread.setDaemon(true);
				thread.start();
				this.threads.add(thread);
			}
			done.await();
		}

		void release() throws InterruptedException {
			this.gate.countDown();
			for (Thread thread : this.threads) {
				thread.join();
			}
		}

	}

}
