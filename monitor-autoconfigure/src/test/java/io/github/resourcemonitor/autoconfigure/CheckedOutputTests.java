package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.line.LineOptions;
import io.github.resourcemonitor.line.LineRule;
import io.github.resourcemonitor.outlet.StandardOutputListener;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.schema.RecordFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CheckedOutput}, and for the lines of an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class CheckedOutputTests {

	private static final String STDOUT = "resource-monitor.output.stdout";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void linesAreCompactAndAllOfThemByDefault() {
		this.runner.run((context) -> {
			LineOptions options = options(context);
			assertThat(options.format()).isEqualTo(RecordFormat.COMPACT);
			assertThat(options.instance()).isTrue();
			assertThat(options.cloudLogging()).isNull();
			assertThat(options.rule()).isEqualTo(LineRule.ALL);
			assertThat(options.handlers()).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "on, full, FULL, true", "on, COMPACT, COMPACT, true", "off, full, FULL, false",
			"auto, full, FULL, false", "true, full, FULL, true" })
	void propertyAndItsChildrenAreBoundTogether(String mode, String format, RecordFormat expected, boolean written) {
		this.runner.withPropertyValues(STDOUT + "=" + mode, STDOUT + ".format=" + format)
			.run((context) -> assertBound(context, expected, written));
		this.runner.withPropertyValues(STDOUT + ".format=" + format, STDOUT + "=" + mode)
			.run((context) -> assertBound(context, expected, written));
		Map<String, Object> variables = Map.of("RESOURCEMONITOR_OUTPUT_STDOUT", mode,
				"RESOURCEMONITOR_OUTPUT_STDOUT_FORMAT", format);
		this.runner.withInitializer(environment(variables)).run((context) -> assertBound(context, expected, written));
		this.runner
			.withInitializer(environment(
					Map.of("RESOURCE_MONITOR_OUTPUT_STDOUT", mode, "RESOURCE_MONITOR_OUTPUT_STDOUT_FORMAT", format)))
			.run((context) -> assertBound(context, expected, written));
		this.runner
			.withInitializer(yaml(
					"resource-monitor.output.stdout: " + mode + "\nresource-monitor.output.stdout.format: " + format))
			.run((context) -> assertBound(context, expected, written));
	}

	@ParameterizedTest
	@CsvSource({ "on, full, FULL, true", "off, compact, COMPACT, false" })
	void sourcesMayBeMixed(String mode, String format, RecordFormat expected, boolean written) {
		String children = "resource-monitor:\n  output:\n    stdout:\n      format: " + format + "\n";
		String scalar = "resource-monitor:\n  output:\n    stdout: " + mode + "\n";
		this.runner.withInitializer(yaml(children))
			.withPropertyValues(STDOUT + "=" + mode)
			.run((context) -> assertBound(context, expected, written));
		this.runner.withInitializer(yaml(children))
			.withInitializer(environment(Map.of("RESOURCEMONITOR_OUTPUT_STDOUT", mode)))
			.run((context) -> assertBound(context, expected, written));
		this.runner.withInitializer(yaml(scalar))
			.withInitializer(environment(Map.of("RESOURCEMONITOR_OUTPUT_STDOUT_FORMAT", format)))
			.run((context) -> assertBound(context, expected, written));
		this.runner.withInitializer(yaml(scalar))
			.withPropertyValues(STDOUT + ".format=" + format)
			.run((context) -> assertBound(context, expected, written));
	}

	@Test
	void childrenAloneLeaveTheModeAsItIs() {
		this.runner.withPropertyValues(STDOUT + ".format=full").run((context) -> {
			assertBound(context, RecordFormat.FULL, false);
			assertThat(context.getBean(ResourceMonitorProperties.class).getOutput().getStdout()).hasToString("AUTO");
		});
		this.runner.withPropertyValues(STDOUT + ".format=full", "K_SERVICE=images")
			.run((context) -> assertBound(context, RecordFormat.FULL, true));
	}

	private static void assertBound(AssertableApplicationContext context, RecordFormat format, boolean written) {
		assertThat(context).hasNotFailed();
		assertThat(options(context).format()).isEqualTo(format);
		assertThat(context.getBeansOfType(StandardOutputListener.class)).hasSize(written ? 1 : 0);
	}

	@Test
	void samplesAndDurationsAreBoundFromEachSource() {
		LineRule rule = new LineRule(0.25, 50_000_000);
		LineRule handler = new LineRule(0.5, 50_000_000);
		this.runner
			.withPropertyValues(STDOUT + ".sample=0.25", STDOUT + ".min-duration=50ms",
					STDOUT + ".handlers.resize.sample=0.5", STDOUT + ".handlers[GET /a/{id}].min-duration=2s")
			.run((context) -> {
				assertThat(options(context).rule()).isEqualTo(rule);
				assertThat(options(context).handlers()).containsOnly(Map.entry("resize", handler),
						Map.entry("GET /a/{id}", new LineRule(0.25, Duration.ofSeconds(2).toNanos())));
			});
		this.runner.withInitializer(environment(
				Map.of("RESOURCEMONITOR_OUTPUT_STDOUT_SAMPLE", "0.25", "RESOURCEMONITOR_OUTPUT_STDOUT_MINDURATION",
						"50ms", "RESOURCEMONITOR_OUTPUT_STDOUT_HANDLERS_RESIZE_SAMPLE", "0.5")))
			.run((context) -> {
				assertThat(options(context).rule()).isEqualTo(rule);
				assertThat(options(context).handlers()).containsOnly(Map.entry("resize", handler));
			});
		this.runner.withInitializer(yaml("""
				resource-monitor:
				  output:
				    stdout:
				      sample: 0.25
				      min-duration: 50ms
				      handlers:
				        resize:
				          sample: 0.5
				        "[Orders.find]":
				          sample: 1
				""")).run((context) -> {
			assertThat(options(context).rule()).isEqualTo(rule);
			assertThat(options(context).handlers()).containsOnly(Map.entry("resize", handler),
					Map.entry("Orders.find", new LineRule(1, 50_000_000)));
		});
	}

	@ParameterizedTest
	@CsvSource({ "format, xml, 'compact', 'full'", "sample, 1.5, 'from 0 to 1', '0.1'",
			"sample, -0.1, 'from 0 to 1', '0.1'", "sample, NaN, 'from 0 to 1', '0.1'",
			"sample, ten percent, 'from 0 to 1', '0.1'", "min-duration, -1s, 'from 0 to 1d', '50ms'",
			"min-duration, 2d, 'from 0 to 1d', '50ms'", "min-duration, soon, 'from 0 to 1d', '50ms'",
			"cloud-logging, maybe, 'auto', 'off'", "project-id, My Project, 'id of the project', 'my-project-123'",
			"handlers.resize.sample, 7, 'from 0 to 1', '0.1'", "handlers.resize.min-duration, -1s, '0 to 1d', '50ms'",
			"handlers.resize.sample, some, 'from 0 to 1', '0.1'" })
	void invalidValueStopsTheStart(String property, String value, String cure, String example) {
		for (String mode : List.of("on", "auto")) {
			this.runner.withPropertyValues(STDOUT + "=" + mode, STDOUT + "." + property + "=" + value)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(InvalidConfigurationPropertyValueException.class)
					.hasMessageContaining(property.replace("handlers.resize", ""))
					.hasMessageContaining("resource-monitor.output.stdout")
					.hasMessageContaining(cure)
					.hasMessageContaining(example));
		}
	}

	@Test
	void nameOfAHandlerMayHaveDots() {
		this.runner
			.withPropertyValues(STDOUT + ".handlers.Orders.find.sample=0.1",
					STDOUT + ".handlers.Orders.find.minDuration=1s", STDOUT + ".handlers[Orders.all].min-duration=2s")
			.run((context) -> assertThat(options(context).handlers()).containsOnly(
					Map.entry("Orders.find", new LineRule(0.1, Duration.ofSeconds(1).toNanos())),
					Map.entry("Orders.all", new LineRule(1, Duration.ofSeconds(2).toNanos()))));
	}

	@ParameterizedTest
	@CsvSource({ "handlers.Orders.find.smaple, 0.1, A handler has 'sample'",
			"handlers.resize, 0.1, A handler has 'sample'", "handlers.Orders.find.sample, much, from 0 to 1",
			"handlers.Orders.find.min-duration, soon, from 0 to 1d" })
	void invalidValueOfAHandlerStopsTheStart(String property, String value, String cure) {
		this.runner.withPropertyValues(STDOUT + "." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("resource-monitor.output.stdout.handlers")
				.hasMessageContaining(cure));
	}

	@ParameterizedTest
	@CsvSource({ "sample, ten percent", "sample, 1.50", "min-duration, soon", "min-duration, 50h",
			"handlers.resize.sample, some", "handlers.resize.sample, 1.50", "handlers.Orders.find.sample, NaNo",
			"handlers.resize.min-duration, soon", "handlers.resize.min-duration, -1s",
			"handlers.resize.min-duration, 50h" })
	void invalidValueIsReportedAsItIsWritten(String property, String value) {
		this.runner.withPropertyValues(STDOUT + "." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getValue()).isEqualTo(value)));
	}

	@Test
	void invalidValueStopsALazyStart() {
		this.runner.withPropertyValues(STDOUT + ".sample=7")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class));
	}

	@Test
	void emptyValuesAreNone() {
		this.runner
			.withPropertyValues(STDOUT + ".format=", STDOUT + ".min-duration=", STDOUT + ".project-id=",
					STDOUT + ".cloud-logging=", STDOUT + ".handlers.resize.sample=",
					STDOUT + ".handlers.resize.min-duration=")
			.run((context) -> assertThat(options(context)).isEqualTo(LineOptions.of(RecordFormat.COMPACT)));
	}

	@Test
	void fieldsOfCloudLoggingAreThereOnCloudRunOrIfAskedFor() {
		this.runner.withPropertyValues("K_SERVICE=images")
			.run((context) -> assertThat(options(context).cloudLogging()).isNotNull());
		this.runner.withPropertyValues("FUNCTION_TARGET=images")
			.run((context) -> assertThat(options(context).cloudLogging()).isNull());
		this.runner.withPropertyValues("K_SERVICE=images", STDOUT + ".cloud-logging=off")
			.run((context) -> assertThat(options(context).cloudLogging()).isNull());
		this.runner.withInitializer(yaml("resource-monitor.output.stdout.cloud-logging: on"))
			.run((context) -> assertThat(options(context).cloudLogging()).isNotNull());
	}

	@ParameterizedTest
	@CsvSource({ "resource-monitor.output.stdout.project-id, example.com:my-project",
			"spring.cloud.gcp.project-id, my-project", "GOOGLE_CLOUD_PROJECT, my-project", "GCP_PROJECT, my-project" })
	void traceHasTheProject(String property, String project, CapturedOutput output) {
		this.runner.withPropertyValues("K_SERVICE=images", "GCLOUD_PROJECT=another", property + "=" + project)
			.withBean(TraceContext.Source.class, () -> () -> new TraceContext("4bf92f", "00f067", true))
			.run((context) -> {
				context.getBean(ResourceMonitor.class).run("resize", () -> {
				});
				List<JsonNode> lines = lines(output);
				assertThat(lines).hasSize(2);
				assertThat(lines.get(0).get("message").stringValue()).startsWith("instance ").contains(" of images: ");
				JsonNode line = lines.get(1);
				assertThat(line.get("message").stringValue()).startsWith("resize ");
				assertThat(line.get("severity").stringValue()).isEqualTo("INFO");
				assertThat(line.get("logging.googleapis.com/trace").stringValue())
					.isEqualTo("projects/" + project + "/traces/4bf92f");
				assertThat(line.get("logging.googleapis.com/trace_sampled").booleanValue()).isTrue();
			});
	}

	@Test
	void restartedInstanceHasItsLineAgain(CapturedOutput output) {
		this.runner.withPropertyValues(STDOUT + "=on").run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.run("resize", () -> {
			});
			ConfigurableApplicationContext source = context
				.getSourceApplicationContext(ConfigurableApplicationContext.class);
			source.stop();
			source.start();
			monitor.run("resize", () -> {
			});
			monitor.run("resize", () -> {
			});
			List<JsonNode> lines = lines(output);
			assertThat(lines).extracting((line) -> line.get("schema").stringValue())
				.containsExactly("resource-monitor/instance/1", "resource-monitor/invocation/1",
						"resource-monitor/instance/1", "resource-monitor/invocation/1",
						"resource-monitor/invocation/1");
			assertThat(lines.get(0).get("id")).isNotEqualTo(lines.get(2).get("id"));
		});
	}

	@Test
	void sampleOfAHandlerIsWritten(CapturedOutput output) {
		this.runner.withPropertyValues(STDOUT + "=on", STDOUT + ".handlers.resize.sample=0").run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			for (int i = 0; i < 4; i++) {
				monitor.run("resize", () -> {
				});
			}
			monitor.run("other", () -> {
			});
			List<JsonNode> records = lines(output).subList(1, 3);
			assertThat(records).extracting((line) -> line.get("sequence").longValue()).containsExactly(1L, 5L);
			assertThat(records.get(1).at("/output/omitted").longValue()).isEqualTo(3);
			assertThat(lines(output)).hasSize(3);
		});
	}

	private static LineOptions options(AssertableApplicationContext context) {
		return context.getBean(LineOptions.class);
	}

	private static List<JsonNode> lines(CapturedOutput output) {
		List<JsonNode> lines = new ArrayList<>();
		output.getOut().lines().filter((line) -> line.startsWith("{")).map(JSON::readTree).forEach(lines::add);
		return lines;
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> environment(
			Map<String, Object> variables) {
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> yaml(String content) {
		return (context) -> {
			try {
				new YamlPropertySourceLoader()
					.load("yaml", new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)))
					.forEach(context.getEnvironment().getPropertySources()::addFirst);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

}
