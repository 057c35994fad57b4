package io.github.resourcemonitor.benchmarks.truth;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLongArray;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MeasuredPayload;

/**
 * A service on loopback and its client with a few connections. Acknowledges each message
 * with one byte, and counts the bytes received from each job. Thread-safe.
 */
public class Sink {

	private static final int CONNECTIONS = 8;

	private static final int MAX_JOBS = 1_000_000;

	private static final int HEADER_BYTES = 8;

	private final AtomicLongArray received = new AtomicLongArray(MAX_JOBS);

	private final BlockingQueue<Socket> connections = new ArrayBlockingQueue<>(CONNECTIONS);

	/**
	 * Start the service and connect to it.
	 * @throws IOException if the connections cannot be opened
	 */
	public Sink() throws IOException {
		try (ServerSocket server = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress())) {
			for (int i = 0; i < CONNECTIONS; i++) {
				Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
				client.setTcpNoDelay(true);
				this.connections.add(client);
				Socket other = server.accept();
				other.setTcpNoDelay(true);
				Thread thread = new Thread(() -> serve(other), "sink-" + i);
				thread.setDaemon(true);
				thread.start();
			}
		}
	}

	private void serve(Socket socket) {
		byte[] block = new byte[64 << 10];
		try (socket) {
			DataInputStream in = new DataInputStream(socket.getInputStream());
			while (true) {
				int job = in.readInt();
				int left = in.readInt();
				while (left > 0) {
					int count = in.read(block, 0, Math.min(left, block.length));
					if (count < 0) {
						throw new EOFException("In a message of job " + job);
					}
					left -= count;
					this.received.addAndGet(job, count);
				}
				socket.getOutputStream().write(1);
			}
		}
		catch (EOFException ex) {
			// The client has closed the connection.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a payload.
	 * @param job the number of the job
	 * @param payload the payload
	 */
	@CloudServiceCall(service = "sink", operation = "send", direction = CallDirection.UPLOAD)
	public void send(int job, @MeasuredPayload byte[] payload) {
		transmit(job, payload);
	}

	/**
	 * Send a payload without an intercepted service call.
	 * @param job the number of the job
	 * @param payload the payload
	 */
	public void transmit(int job, byte[] payload) {
		try {
			Socket connection = this.connections.take();
			connection.getOutputStream()
				.write(ByteBuffer.allocate(HEADER_BYTES).putInt(job).putInt(payload.length).array());
			connection.getOutputStream().write(payload);
			if (connection.getInputStream().read() != 1) {
				throw new EOFException("No answer");
			}
			this.connections.add(connection);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the payload received from a job.
	 * @param job the number of the job
	 * @return the number of bytes
	 */
	public long received(int job) {
		return this.received.get(job);
	}

}
