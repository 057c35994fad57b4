package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.file.RecordFileExporter;
import io.github.resourcemonitor.file.RecordFileOptions;
import io.github.resourcemonitor.file.RecordFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ResourceMonitorOutputAutoConfiguration}: files of records.
 */
class FileOutputTests {

	private static final String PREFIX = "resource-monitor.output.file.";

	@TempDir
	private Path temporary;

	private Path folder() {
		return this.temporary.resolve("records");
	}

	private ApplicationContextRunner runner() {
		return MonitorContexts.withoutReadings().withPropertyValues(PREFIX + "folder=" + folder());
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder())) {
			List<String> names = files.map((file) -> file.getFileName().toString()).sorted().toList();
			return names.stream().filter((name) -> !isLockOfOne(name, names)).toList();
		}
	}

	/**
	 * The lock of a growing file is part of that file; one without it is a file.
	 */
	private static boolean isLockOfOne(String name, List<String> names) {
		return names.stream().anyMatch((other) -> other.endsWith(".open") && name.equals("." + other + ".lock"));
	}

	private List<JsonNode> lines() throws IOException {
		List<JsonNode> lines = new ArrayList<>();
		try (RecordFileReader reader = new RecordFileReader(folder())) {
			reader.forEachRemaining((line) -> lines.add(JsonMapper.shared().readTree(line.json())));
			assertThat(reader.skippedCount()).isZero();
		}
		return lines;
	}

	private List<String> handlers() throws IOException {
		return lines().stream().map((line) -> line.at("/handler").asString()).toList();
	}

	private static void run(ApplicationContext context, String handler) {
		context.getBean(ResourceMonitor.class).run(handler, () -> {
		});
	}

	private static void flush(ApplicationContext context) {
		assertThat(context.getBean(RecordExports.class).flush(Duration.ofMinutes(1))).isTrue();
	}

	@Test
	void writesNoFilesWithoutAFolder() {
		for (String folder : new String[] { "", " " }) {
			MonitorContexts.withoutReadings()
				.withPropertyValues(PREFIX + "folder=" + folder, PREFIX + "gzip=true")
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(RecordFileExporter.class)
					.doesNotHaveBean(FileOutputLifecycle.class));
		}
		runner().withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RecordFileExporter.class));
		assertThat(folder()).doesNotExist();
	}

	@Test
	void writesAllRecordsAndCompletesTheFileWhenTheContextCloses() throws Exception {
		runner().withPropertyValues("spring.application.name=thumbnails").run((context) -> {
			run(context, "first");
			flush(context);
			assertThat(names()).singleElement().asString().startsWith("thumbnails-").endsWith("-0001.jsonl.open");
			run(context, "second");
			InvocationScope running = context.getBean(ResourceMonitor.class).start("running");
			((ConfigurableApplicationContext) context.getSourceApplicationContext()).close();
			running.close();
		});
		assertThat(names()).singleElement().asString().startsWith("thumbnails-").endsWith("-0001.jsonl");
		assertThat(handlers()).containsExactly("first", "second", "running");
		assertThat(lines().get(2).at("/outcome").asString()).isEqualTo("INTERRUPTED");
	}

	@Test
	void propertiesReachTheFiles() throws Exception {
		runner()
			.withPropertyValues(PREFIX + "gzip=true", PREFIX + "max-file-size=1KB", PREFIX + "max-total-size=4KB",
					PREFIX + "max-age=30d")
			.run((context) -> {
				for (int i = 0; i < 50; i++) {
					run(context, "handler" + i);
				}
			});
		assertThat(names()).hasSizeBetween(2, 10).allMatch((name) -> name.endsWith(".jsonl.gz"));
		assertThat(handlers()).contains("handler49").doesNotContain("handler0");
	}

	@Test
	void aFileThatIsOldIsCompletedWithoutAnotherRecord() {
		runner().withPropertyValues(PREFIX + "max-age=1ms", "resource-monitor.export.interval=1ms").run((context) -> {
			run(context, "handler");
			await().until(() -> Files.exists(folder()) && names().stream().anyMatch((name) -> name.endsWith(".jsonl")));
		});
	}

	@Test
	void backsOffWhenTheUserProvidesAnExporter() throws Exception {
		Path other = this.temporary.resolve("other");
		runner().withBean(RecordFileExporter.class, () -> exporter(other)).run((context) -> {
			assertThat(context).hasSingleBean(RecordFileExporter.class);
			run(context, "handler");
		});
		assertThat(folder()).doesNotExist();
		assertThat(other).isNotEmptyDirectory();
	}

	private static RecordFileExporter exporter(Path folder) {
		try {
			return new RecordFileExporter(RecordFileOptions.in(folder));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "max-file-size | 0B | from 1KB to 1TB", "max-file-size | -1MB | from 1KB to 1TB",
					"max-file-size | 2TB | from 1KB to 1TB", "max-age | 0 | from 1ms to 365d",
					"max-age | -5s | from 1ms to 365d", "max-age | 400d | from 1ms to 365d",
					"max-total-size | 15MB | at least twice the size of one file",
					"max-total-size | -64MB | at least twice the size of one file" })
	void aValueOutOfRangeStopsTheStartWithItsNameAndTheCure(String name, String value, String cure) {
		runner().withPropertyValues(PREFIX + name + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(PREFIX + name);
					assertThat(ex.getReason()).contains(cure);
				});
		});
		assertThat(folder()).doesNotExist();
	}

	@ParameterizedTest
	@CsvSource({ "max-file-size, many", "max-age, soon", "max-total-size, 5XB", "gzip, perhaps" })
	void aValueThatCannotBeReadStopsTheStartWithItsName(String name, String value) {
		runner().withPropertyValues(PREFIX + name + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(PREFIX + name)
				.hasStackTraceContaining(value));
	}

	@ParameterizedTest
	@CsvSource({ "false, ''", "true, ''", "false, /below", "true, /below" })
	void aFolderThatCannotBeStopsTheStartWithItsNameAndTheCure(boolean lazy, String below) throws Exception {
		Files.writeString(folder(), "a file");
		MonitorContexts.withoutReadings()
			.withPropertyValues(PREFIX + "folder=" + folder() + below, "spring.main.lazy-initialization=" + lazy)
			.withInitializer((context) -> {
				if (lazy) {
					context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
				}
			})
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure())
					.hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName());
				Throwable failure = context.getStartupFailure();
				while (!(failure instanceof InvalidConfigurationPropertyValueException invalid)) {
					failure = failure.getCause();
				}
				assertThat(invalid.getName()).isEqualTo(PREFIX + "folder");
				assertThat(invalid.getValue()).isEqualTo(folder() + below);
				assertThat(invalid.getReason()).contains("cannot be used")
					.contains(folder().toString())
					.contains("Set it to a folder");
			});
	}

	@Test
	void theFileIsCompleteWhileTheContextIsStopped() throws Exception {
		runner().run((context) -> {
			ConfigurableApplicationContext application = context.getSourceApplicationContext();
			run(context, "before");
			application.stop();
			assertThat(names()).hasSize(1).allMatch((name) -> name.endsWith(".jsonl"));
			run(context, "meanwhile");
			flush(context);
			assertThat(names()).hasSize(2).allMatch((name) -> name.endsWith(".jsonl"));
			application.start();
			run(context, "afterwards");
			flush(context);
			assertThat(names()).hasSize(3).filteredOn((name) -> name.endsWith(".open")).hasSize(1);
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
		assertThat(names()).hasSize(3).allMatch((name) -> name.endsWith(".jsonl"));
		assertThat(handlers()).containsExactlyInAnyOrder("before", "meanwhile", "afterwards");
		assertThat(lines().stream().map((line) -> line.at("/function/instance").asString()).distinct()).hasSize(2);
	}

	@Test
	void theFileIsCompleteWhenSpringTakesItsCheckpointBeforeTheFirstStart() {
		runner().run((context) -> {
			run(context, "before");
			flush(context);
			ContextBeans beans = context.getBean(ContextBeans.class);
			new FileOutputLifecycle(beans, false).afterSingletonsInstantiated();
			assertThat(names()).singleElement().asString().endsWith(".open");
			new FileOutputLifecycle(beans, true).afterSingletonsInstantiated();
			assertThat(names()).singleElement().asString().endsWith(".jsonl");
		});
	}

	/**
	 * With Spring AOT the exporter may exist although the property is not set.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void anExporterWithoutAFolderStopsTheStart(String folder) {
		ResourceMonitorProperties.File file = new ResourceMonitorProperties.File();
		file.setFolder(folder);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> CheckedFileOutput.exporter(file))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo(PREFIX + "folder");
				assertThat(ex.getReason()).contains("AOT", "Set it to a folder");
			});
	}

	@Test
	void eachContextOfAHierarchyHasFilesOfItsOwn() throws Exception {
		runner().run((parent) -> runner().withParent(parent).run((child) -> {
			run(parent, "parent");
			run(child, "child");
			((ConfigurableApplicationContext) child.getSourceApplicationContext()).close();
			flush(parent);
			run(parent, "parent");
		}));
		assertThat(names()).hasSize(2).allMatch((name) -> name.endsWith(".jsonl"));
		assertThat(handlers()).containsExactlyInAnyOrder("parent", "child", "parent");
	}

}
