package io.github.resourcemonitor.metrics;

import java.util.List;
import java.util.regex.Pattern;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DurationBuckets}, with registries as Spring Boot configures them.
 */
class DurationBucketsTests {

	private static final String[] CONVENTION = { "0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5",
			"0.75", "1.0", "2.5", "5.0", "7.5", "10.0", "+Inf" };

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class));

	@Test
	void durationsHaveTheBucketsOfTheConventions() {
		this.runner.run((context) -> {
			String scraped = scrape(context);
			for (String name : List.of("faas_invoke_duration", "faas_init_duration", "faas_cpu_usage")) {
				assertThat(buckets(scraped, name)).as(name).containsExactly(CONVENTION);
			}
		});
	}

	@Test
	void theyHaveThemBesideAnotherRegistryThatHasNone() {
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			assertThat(buckets(scrape(context), "faas_invoke_duration")).containsExactly(CONVENTION);
			assertThat(context.getBean(SimpleMeterRegistry.class).getMeters()).extracting(Meter::getId)
				.extracting(Meter.Id::getName)
				.contains("faas.invoke_duration")
				.noneMatch((name) -> name.endsWith(".histogram"));
		});
	}

	@Test
	void thoseOfTheApplicationTakePrecedence() {
		this.runner.withPropertyValues("management.metrics.distribution.slo.faas.invoke_duration=1s,2s")
			.run((context) -> {
				String scraped = scrape(context);
				assertThat(buckets(scraped, "faas_invoke_duration")).containsExactly("1.0", "2.0", "+Inf");
				assertThat(buckets(scraped, "faas_cpu_usage")).containsExactly(CONVENTION);
			});
	}

	@Test
	void theyCanBeSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.metrics.histograms=false").run((context) -> {
			assertThat(context).doesNotHaveBean(DurationBuckets.class);
			assertThat(scrape(context)).contains("faas_invoke_duration_seconds_count").doesNotContain("_bucket");
		});
	}

	@Test
	void metersOfOthersStayAsTheyAre() {
		this.runner.run((context) -> {
			context.getBean(MeterRegistry.class).timer("faas.other").record(() -> {
			});
			assertThat(buckets(scrape(context), "faas_other")).isEmpty();
		});
	}

	private static String scrape(ApplicationContext context) {
		context.getBean(ResourceMonitor.class).run("handler", () -> {
		});
		return context.getBean(PrometheusMeterRegistry.class).scrape();
	}

	private static List<String> buckets(String scraped, String name) {
		return Pattern.compile("^" + name + "_seconds_bucket\\{.*le=\"([^\"]*)\"", Pattern.MULTILINE)
			.matcher(scraped)
			.results()
			.map((result) -> result.group(1))
			.toList();
	}

}
