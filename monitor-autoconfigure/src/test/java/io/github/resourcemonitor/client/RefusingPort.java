package io.github.resourcemonitor.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port that refuses connections. It is bound but does not listen, so no other process
 * can bind it meanwhile.
 */
public final class RefusingPort implements AutoCloseable {

	private final Socket socket = new Socket();

	/**
	 * Bind a free port.
	 * @throws IOException if there is none
	 */
	public RefusingPort() throws IOException {
		this.socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
	}

	/**
	 * Return the address of the unreachable server.
	 * @return the address, without a slash at the end
	 */
	public URI uri() {
		return URI.create("http://127.0.0.1:" + this.socket.getLocalPort());
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
