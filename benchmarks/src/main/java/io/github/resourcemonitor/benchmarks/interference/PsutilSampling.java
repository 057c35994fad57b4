package io.github.resourcemonitor.benchmarks.interference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * A Python process in which psutil reads this process. It starts to sample at the first
 * line of input, reports its totals at each further one, and ends with its input.
 */
final class PsutilSampling implements Sampling {

	private final Process process;

	private final OutputStream input;

	private final BufferedReader output;

	PsutilSampling(String python, String script, String keys, int intervalMillis) throws IOException {
		this.process = new ProcessBuilder(python, script, Long.toString(ProcessHandle.current().pid()), keys,
				Integer.toString(intervalMillis))
			.redirectError(Redirect.INHERIT)
			.start();
		this.input = this.process.getOutputStream();
		this.output = this.process.inputReader(StandardCharsets.US_ASCII);
		if (!"ready".equals(this.output.readLine())) {
			throw new IOException("psutil did not start");
		}
	}

	private void sendLine() throws IOException {
		this.input.write('\n');
		this.input.flush();
	}

	@Override
	public void start() throws IOException {
		sendLine();
	}

	@Override
	public Totals totals() throws IOException {
		sendLine();
		String answer = this.output.readLine();
		if (answer == null) {
			throw new IOException("psutil did not respond");
		}
		String[] numbers = answer.split(" ");
		return new Totals(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
	}

	@Override
	public void close() throws IOException {
		this.input.close();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
