package io.github.resourcemonitor.weaving;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.resourcemonitor.woven.Scenario;
import io.github.resourcemonitor.woven.Scenario.Recorded;
import io.github.resourcemonitor.woven.WovenApplication;
import org.aspectj.weaver.loadtime.Agent;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The result of running {@link WovenApplication} in a JVM with AspectJ's weaver as its
 * agent. The weaver is not on the class path otherwise.
 *
 * @param scenarios the records by scenario
 * @param output the output on its standard streams
 */
record WovenProcess(Map<String, List<Recorded>> scenarios, String output) {

	private static final int TIMEOUT_SECONDS = 120;

	/**
	 * Run the application to its end.
	 * @param folder the folder for its files
	 * @param scenarios the scenarios: {@code all} or {@code few}
	 * @param options options of the JVM
	 */
	static WovenProcess run(Path folder, String scenarios, String... options) throws Exception {
		Path results = Files.createTempFile(folder, "results", ".jsonl");
		Path output = Files.createTempFile(folder, "output", ".txt");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-javaagent:" + weaver()));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", classPath(), WovenApplication.class.getName(), results.toString(), scenarios));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			assertThat(ended).as("ended in time, having written\n" + Files.readString(output)).isTrue();
			assertThat(process.exitValue()).as("exit after having written\n" + Files.readString(output)).isZero();
		}
		finally {
			process.destroyForcibly();
		}
		return new WovenProcess(read(results), Files.readString(output));
	}

	private static Map<String, List<Recorded>> read(Path results) throws IOException {
		JsonMapper json = JsonMapper.builder().build();
		Map<String, List<Recorded>> result = new LinkedHashMap<>();
		for (String line : Files.readAllLines(results)) {
			Scenario scenario = json.readValue(line, Scenario.class);
			assertThat(result.put(scenario.name(), scenario.records())).as(scenario.name()).isNull();
		}
		return result;
	}

	private static Path weaver() throws URISyntaxException {
		return Path.of(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	private static String classPath() throws URISyntaxException {
		String weaver = weaver().toString();
		String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(all.split(File.pathSeparator))
			.filter((entry) -> !entry.equals(weaver))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Return the records of a scenario.
	 * @param scenario the name of the scenario
	 */
	List<Recorded> records(String scenario) {
		assertThat(this.scenarios).containsKey(scenario);
		return this.scenarios.get(scenario);
	}

	/**
	 * Return the recorded handlers of a scenario.
	 * @param scenario the name of the scenario
	 */
	List<String> handlers(String scenario) {
		return records(scenario).stream().map(Recorded::handler).toList();
	}

}
