package io.github.resourcemonitor.accuracy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A script that responds to each line with a line.
 */
final class PythonScript implements AutoCloseable {

	/**
	 * Only Debian's Python finds Debian's psutil.
	 */
	private static final File INTERPRETER = new File("/usr/bin/python3");

	private static final Path FOLDER = Path.of("src/test/resources/accuracy");

	private final Process process;

	private final BufferedReader answers;

	private final Writer requests;

	PythonScript(String name, List<String> launcher) throws IOException {
		List<String> command = new ArrayList<>(launcher);
		command.add(INTERPRETER.toString());
		command.add(FOLDER.resolve(name).toString());
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
		this.requests = this.process.outputWriter(StandardCharsets.UTF_8);
		answer();
	}

	static boolean isPossible() {
		return INTERPRETER.canExecute();
	}

	String ask(String request) throws IOException {
		this.requests.write(request + "\n");
		this.requests.flush();
		return answer();
	}

	private String answer() throws IOException {
		String answer = this.answers.readLine();
		if (answer == null) {
			throw new IOException("The script has ended");
		}
		return answer;
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		this.requests.close();
		this.answers.close();
	}

}
