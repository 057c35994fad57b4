package io.github.resourcemonitor.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.cost.CostModel;
import io.github.resourcemonitor.cost.CostOptions;
import io.github.resourcemonitor.cost.InstanceBill.Line;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.cost.Platform;
import io.github.resourcemonitor.cost.PriceTables;
import io.github.resourcemonitor.failure.CapturedLog;
import io.github.resourcemonitor.file.RecordFileReader;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.sampling.OpenKernelFiles;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.schema.RecordFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class StandaloneMonitorBuilderTests {

	@RegisterExtension
	private final CapturedLog log = new CapturedLog();

	@Test
	void keepsRecordsAndGivesThemToAllConsumers() {
		List<InvocationRecord> first = new ArrayList<>();
		List<InvocationRecord> second = new ArrayList<>();
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder()
			.function("import")
			.withoutSampling()
			.onRecord(first::add)
			.onRecord(second::add)
			.build()) {
			monitor.run("one", () -> {
			});
			monitor.run("two", () -> {
			});
			assertThat(monitor.records()).extracting(InvocationRecord::handler).containsExactly("two", "one");
			assertThat(first).extracting(InvocationRecord::handler).containsExactly("one", "two");
			assertThat(second).isEqualTo(first);
			assertThat(first.get(0).function().name()).isEqualTo("import");
			assertThat(first.get(0).samples()).isNull();
		}
	}

	@Test
	void calculatesWhatInvocationsCost() {
		CostModel model = CostModel.of(PriceTables.builtIn(),
				CostOptions.on(Platform.CLOUD_RUN).region("us-central1").cpu(BigDecimal.ONE).memory(1L << 30).build());
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder()
			.withoutSampling()
			.costs(new InstanceCosts(model, 10))
			.build()) {
			monitor.run("one", () -> {
			});
			assertThat(monitor.records().get(0).cost().amount()).isPositive();
			assertThat(monitor.bill().line(Line.START_UP).nanos()).isPositive();
			assertThat(monitor.bill().handlers()).hasSize(1);
		}
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder().withoutSampling().build()) {
			assertThat(monitor.bill()).isNull();
		}
	}

	@Test
	void endsRunningInvocationsWhenClosed() {
		List<InvocationRecord> records = new ArrayList<>();
		ResourceMonitor.Standalone monitor = ResourceMonitor.builder().onRecord(records::add).build();
		InvocationScope outer = monitor.start("outer");
		InvocationScope inner = monitor.start("inner");
		monitor.close();
		monitor.close();
		inner.failed(new IOException());
		inner.close();
		outer.close();
		assertThat(records).extracting(InvocationRecord::handler).containsExactly("inner", "outer");
		assertThat(records).allSatisfy((record) -> {
			assertThat(record.outcome()).isEqualTo(Outcome.INTERRUPTED);
			assertThat(record.error()).isNull();
		});
		assertThat(records.get(0).parentId()).isEqualTo(records.get(1).id());
		assertThat(records.get(1).nested().count()).isEqualTo(1);
		assertThat(monitor.current()).isEmpty();
	}

	@Test
	void writesALineForEachRecord() {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder().withoutSampling().writeTo(stream).build()) {
			monitor.run("one", () -> {
			});
			monitor.run("two", () -> {
			});
		}
		assertThat(stream.toString(StandardCharsets.UTF_8).lines()).hasSize(2)
			.allMatch((line) -> line.startsWith("{\"schema\":\"resource-monitor/invocation/1\"") && line.endsWith("}"));
	}

	@Test
	void writesCompactLinesAfterThatOfTheInstance() {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder()
			.withoutSampling()
			.writeTo(stream, RecordFormat.COMPACT)
			.build()) {
			monitor.run("one", () -> {
			});
			monitor.run("two", () -> {
			});
		}
		List<String> lines = stream.toString(StandardCharsets.UTF_8).lines().toList();
		assertThat(lines).hasSize(3);
		assertThat(lines.get(0)).startsWith("{\"schema\":\"resource-monitor/instance/1\"").contains("\"columns\":[");
		assertThat(lines.subList(1, 3))
			.allMatch((line) -> line.startsWith("{\"schema\":\"resource-monitor/invocation/1\"")
					&& !line.contains("\"unavailable\""));
	}

	@Test
	void writesRecordsToFilesThatAreCompleteWhenItIsClosed(@TempDir Path folder) throws IOException {
		Path records = folder.resolve("a").resolve("b");
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder()
			.function("import")
			.withoutSampling()
			.writeTo(records)
			.build()) {
			monitor.run("one", () -> {
			});
			monitor.start("running");
		}
		List<String> lines = new ArrayList<>();
		try (RecordFileReader reader = new RecordFileReader(records)) {
			reader.forEachRemaining((line) -> {
				assertThat(line.file().getFileName().toString()).startsWith("import-").endsWith("-0001.jsonl");
				lines.add(line.text());
			});
		}
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0)).contains("\"handler\":\"one\"");
		assertThat(lines.get(1)).contains("\"handler\":\"running\"", "\"outcome\":\"INTERRUPTED\"");
	}

	@Test
	void refusesAFolderThatCannotBe(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("file"), "");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ResourceMonitor.builder().writeTo(file))
			.withMessageContaining("'" + file + "' is not a folder");
	}

	@Test
	void survivesAStreamThatFails() {
		OutputStream broken = new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				throw new IOException("full");
			}

		};
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder().withoutSampling().writeTo(broken).build()) {
			monitor.run("one", () -> {
			});
			assertThat(monitor.records()).extracting(InvocationRecord::outcome).containsExactly(Outcome.SUCCESS);
		}
		assertThat(this.log.records()).singleElement()
			.satisfies((warning) -> assertThat(warning.getThrown()).hasRootCauseMessage("full"));
	}

	@Test
	void keepsNoMoreThanItsCapacity() {
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder()
			.withoutSampling()
			.historyCapacity(1)
			.build()) {
			monitor.run("one", () -> {
			});
			monitor.run("two", () -> {
			});
			assertThat(monitor.records()).extracting(InvocationRecord::handler).containsExactly("two");
		}
	}

	@Test
	void canBeClosedTwiceAndUsedAfterwards() {
		ResourceMonitor.Standalone monitor = ResourceMonitor.builder().build();
		monitor.close();
		monitor.close();
		monitor.run("late", () -> {
		});
		assertThat(monitor.records()).extracting(InvocationRecord::handler).containsExactly("late");
		assertThat(this.log.records()).isEmpty();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void closingLeavesNoFileAndNoThreadOpen() throws IOException {
		List<String> before = OpenKernelFiles.list();
		ResourceMonitor.Standalone monitor = ResourceMonitor.builder().samplingInterval(Duration.ofMillis(1)).build();
		InvocationScope scope = monitor.start("open");
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals(ResourceSampler.THREAD_NAME)));
		assertThat(OpenKernelFiles.list().size()).isGreaterThan(before.size() + 5);
		monitor.close();
		assertThat(OpenKernelFiles.list()).containsExactlyInAnyOrderElementsOf(before);
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain(ResourceSampler.THREAD_NAME);
		scope.close();
		assertThat(monitor.records()).extracting(InvocationRecord::handler).containsExactly("open");
		assertThat(this.log.records()).isEmpty();
	}

	@Test
	void namesWhatIsOutOfRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> ResourceMonitor.builder().samplingInterval(Duration.ZERO))
			.withMessage("The sampling interval must be from 1 ms to 1 h, but is PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> ResourceMonitor.builder().historyCapacity(-1))
			.withMessage("The history's capacity must be 0 or more, but is -1");
	}

}
