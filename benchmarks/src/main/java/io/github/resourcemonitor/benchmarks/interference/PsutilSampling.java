package io.github.resourcemonitor.benchmarks.interference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * A Python process in which psutil looks at this process from outside. It starts at the
 * first line that it is sent, tells at each further one what it did, and ends with its
 * input.
 */
final class PsutilSampling implements Sampling {

	private final Process process;

	private final OutputStream to;

	private final BufferedReader from;

	PsutilSampling(String python, String script, String keys, int intervalMillis) throws IOException {
		this.process = new ProcessBuilder(python, script, Long.toString(ProcessHandle.current().pid()), keys,
				Integer.toString(intervalMillis))
			.redirectError(Redirect.INHERIT)
			.start();
		this.to = this.process.getOutputStream();
		this.from = this.process.inputReader(StandardCharsets.US_ASCII);
		if (!"ready".equals(this.from.readLine())) {
			throw new IOException("psutil did not start");
		}
	}

	private void tell() throws IOException {
		this.to.write('\n');
		this.to.flush();
	}

	@Override
	public void start() throws IOException {
		tell();
	}

	@Override
	public Sampled soFar() throws IOException {
		tell();
		String answer = this.from.readLine();
		if (answer == null) {
			throw new IOException("psutil said nothing");
		}
		String[] numbers = answer.split(" ");
		return new Sampled(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
	}

	@Override
	public void close() throws IOException {
		this.to.close();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
