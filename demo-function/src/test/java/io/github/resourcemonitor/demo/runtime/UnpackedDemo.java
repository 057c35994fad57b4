package io.github.resourcemonitor.demo.runtime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The classes and libraries of the demo, taken out of its jar: no test sees what else is
 * on the class path of the tests.
 *
 * @param classes the folder of the classes
 * @param libraries the jars
 */
record UnpackedDemo(Path classes, List<Path> libraries) {

	private static final String CLASSES = "BOOT-INF/classes/";

	private static final String LIBRARIES = "BOOT-INF/lib/";

	/**
	 * Return the jar of the demo.
	 */
	static Path jar() {
		return Path.of(System.getProperty("demo.jar"));
	}

	static UnpackedDemo in(Path folder) throws IOException {
		try (ZipFile jar = new ZipFile(jar().toFile())) {
			for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements();) {
				ZipEntry entry = entries.nextElement();
				String name = entry.getName();
				if (!entry.isDirectory() && (name.startsWith(CLASSES) || name.startsWith(LIBRARIES))) {
					Path target = folder.resolve(name);
					Files.createDirectories(target.getParent());
					try (InputStream content = jar.getInputStream(entry)) {
						Files.copy(content, target);
					}
				}
			}
		}
		try (Stream<Path> libraries = Files.list(folder.resolve(LIBRARIES))) {
			return new UnpackedDemo(folder.resolve(CLASSES), libraries.sorted().toList());
		}
	}

	/**
	 * Return the class path of the application.
	 * @param first what stands in front of it
	 */
	String classPath(Path... first) {
		return join(
				Stream.concat(Arrays.stream(first), Stream.concat(Stream.of(this.classes), this.libraries.stream())));
	}

	/**
	 * Return the class path of the application as a function, with what it needs for that
	 * from the class path of the tests.
	 */
	String functionClassPath() {
		Set<String> own = this.libraries.stream()
			.map((library) -> library.getFileName().toString())
			.collect(Collectors.toSet());
		return classPath() + File.pathSeparator
				+ join(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
					.map(Path::of)
					.filter(UnpackedDemo::isOfFunctions)
					.filter((library) -> !own.contains(library.getFileName().toString())));
	}

	private static boolean isOfFunctions(Path path) {
		return Stream
			.of("spring-cloud-function-", "spring-messaging-", "typetools-", "functions-framework-api-",
					"spring-boot-restclient-", "spring-boot-http-client-", "jackson-datatype-joda-", "joda-time-",
					"gson-", "reactor-core-", "reactive-streams-")
			.anyMatch(path.getFileName().toString()::startsWith);
	}

	private static String join(Stream<Path> paths) {
		return paths.map(UnpackedDemo::real).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

	private static Path real(Path path) {
		try {
			return path.toRealPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
