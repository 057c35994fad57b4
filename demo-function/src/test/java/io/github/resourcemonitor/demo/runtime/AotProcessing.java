package io.github.resourcemonitor.demo.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.github.resourcemonitor.demo.DemoApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the goal {@code process-aot} of Spring Boot's plugin does.
 */
final class AotProcessing {

	private final UnpackedDemo demo;

	AotProcessing(UnpackedDemo demo) {
		this.demo = demo;
	}

	/**
	 * Process the application and compile the result.
	 * @param folder the folder for all that is generated
	 * @param arguments the arguments of the application
	 * @return the folder of the generated classes and resources
	 */
	Path run(Path folder, String... arguments) throws IOException, InterruptedException {
		Path sources = folder.resolve("sources");
		Path classes = folder.resolve("classes");
		List<String> command = new ArrayList<>(
				List.of("-cp", this.demo.classPath(), "org.springframework.boot.SpringApplicationAotProcessor",
						DemoApplication.class.getName(), sources.toString(), classes.toString(), classes.toString(),
						"io.github.resourcemonitor", "demo-function"));
		command.addAll(List.of(arguments));
		Path output = Files.createDirectories(folder).resolve("process-aot.log");
		int status = DemoProcess.java(command)
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start()
			.waitFor();
		assertThat(status).as(Files.readString(output)).isZero();
		compile(sources, classes);
		return classes;
	}

	private void compile(Path sources, Path classes) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", this.demo.classPath(classes)));
		try (Stream<Path> files = Files.walk(sources)) {
			files.filter((file) -> file.toString().endsWith(".java")).forEach((file) -> command.add(file.toString()));
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new))).isZero();
	}

}
