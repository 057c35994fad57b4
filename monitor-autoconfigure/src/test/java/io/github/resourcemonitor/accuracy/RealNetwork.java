package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace of the measured process only, so that all bytes and sockets in it
 * belong to that process. It has a loopback interface, and a virtual cable to a bridge.
 * Nothing listens at the bridge, except for {@code silent_peer.py}. Bytes are sent once
 * and received twice, by the end of the cable and by the bridge.
 */
final class RealNetwork {

	/**
	 * The address of the measured process.
	 */
	static final InetAddress OWN = address(1);

	/**
	 * The address at the far end of the cable, where no host responds.
	 */
	static final InetAddress SILENT_PEER = address(2);

	private static final String SET_UP = """
			ip link set lo up &&
			ip link add bridge type bridge && ip link set bridge addrgenmode none &&
			ip link set bridge address 02:00:00:00:00:02 &&
			ip link add one type veth peer name other &&
			ip link set one address 02:00:00:00:00:01 &&
			ip link set one addrgenmode none && ip link set other addrgenmode none &&
			ip link set other master bridge &&
			ip address add 192.0.2.1/24 dev one &&
			ip neighbour add 192.0.2.2 lladdr 02:00:00:00:00:02 dev one nud permanent &&
			ip link set bridge up && ip link set one up && ip link set other up &&
			exec "$@"
			""";

	private RealNetwork() {
	}

	private static InetAddress address(int host) {
		try {
			return InetAddress.getByAddress(new byte[] { (byte) 192, 0, 2, (byte) host });
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the command prefix that runs a command in such a namespace.
	 */
	static List<String> launcher() {
		return List.of("unshare", "--net", "sh", "-c", SET_UP, "sh");
	}

	/**
	 * Return the command prefix that runs a command in the namespace of a process.
	 */
	static List<String> inside(long pid) {
		return List.of("nsenter", "--net", "--target", Long.toString(pid));
	}

	/**
	 * Return whether this user may create such a namespace on this machine.
	 */
	static boolean isPossible() {
		List<String> command = new ArrayList<>(launcher());
		command.add("true");
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
