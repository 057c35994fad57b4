package io.github.resourcemonitor.benchmarks.interference;

import java.nio.file.Path;
import java.util.List;

import io.github.resourcemonitor.autoconfigure.ResourceMonitorAutoConfiguration;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.sampling.ResourceSource;
import io.github.resourcemonitor.sampling.SampleWindow;
import io.github.resourcemonitor.sampling.linux.LinuxSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The library's sampler, auto-configured as in an application, with an open window.
 */
final class MonitorSampling implements Sampling {

	private final ConfigurableApplicationContext context;

	private final ResourceSampler sampler;

	private @Nullable SampleWindow window;

	MonitorSampling(int intervalMillis, boolean fastOnly) {
		this.context = new SpringApplicationBuilder(fastOnly ? FastOnly.class : Defaults.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn",
					"resource-monitor.sampling.interval=" + intervalMillis + "ms")
			.run();
		this.sampler = this.context.getBean(ResourceSampler.class);
	}

	@Override
	public void start() {
		this.window = this.sampler.open();
	}

	@Override
	public Totals totals() {
		return new Totals(this.sampler.samples(), this.sampler.cpuNanos(), System.nanoTime());
	}

	@Override
	public void close() {
		if (this.window != null) {
			this.sampler.close(this.window);
		}
		this.context.close();
	}

	/**
	 * The library with its defaults: slow sources within the CPU budget.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ResourceMonitorAutoConfiguration.class)
	static class Defaults {

	}

	/**
	 * The library without its slow sources.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ResourceMonitorAutoConfiguration.class)
	static class FastOnly {

		@Bean
		ResourceSource fastSources() {
			LinuxSource linux = LinuxSource.detect(Path.of("/"));
			if (linux == null) {
				throw new IllegalStateException("This benchmark needs Linux");
			}
			return new FastSource(linux);
		}

	}

	/**
	 * The fast readers of a source.
	 *
	 * @param source the source
	 */
	private record FastSource(ResourceSource source) implements ResourceSource {

		@Override
		public List<ResourceReader> open() {
			List<ResourceReader> all = this.source.open();
			all.stream().filter((reader) -> reader.tier() == Tier.SLOW).forEach(ResourceReader::close);
			return all.stream().filter((reader) -> reader.tier() != Tier.SLOW).toList();
		}

		@Override
		public String reasonForMissing(Column column) {
			return this.source.reasonForMissing(column);
		}

	}

}
