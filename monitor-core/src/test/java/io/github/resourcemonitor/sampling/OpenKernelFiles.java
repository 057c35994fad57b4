package io.github.resourcemonitor.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the kernel that this process has open, on Linux.
 */
public final class OpenKernelFiles {

	private OpenKernelFiles() {
	}

	/**
	 * Return the files below {@code /proc} and {@code /sys} that are open.
	 * @return the paths, one for each descriptor
	 * @throws IOException if the descriptors cannot be listed
	 */
	public static List<String> list() throws IOException {
		List<String> result = new ArrayList<>();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				try {
					String target = Files.readSymbolicLink(descriptor).toString();
					boolean kernel = target.startsWith("/proc/") || target.startsWith("/sys/");
					// The listing itself is open too.
					if (kernel && !target.endsWith("/fd")) {
						result.add(target);
					}
				}
				catch (IOException ex) {
					// Closed meanwhile.
				}
			}
		}
		return result;
	}

}
