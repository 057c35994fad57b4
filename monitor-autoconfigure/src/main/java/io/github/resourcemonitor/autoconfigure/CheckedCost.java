package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resourcemonitor.cost.CostModel;
import io.github.resourcemonitor.cost.CostOptions;
import io.github.resourcemonitor.cost.InstanceSize;
import io.github.resourcemonitor.cost.InvalidPricesException;
import io.github.resourcemonitor.cost.Platform;
import io.github.resourcemonitor.cost.PlatformDetection;
import io.github.resourcemonitor.cost.PriceTables;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * The properties for costs. An invalid value stops the start: if it were ignored, the
 * amounts would be those of something else.
 */
final class CheckedCost {

	static final String PLATFORM = "resource-monitor.cost.platform";

	static final String AUTO = "auto";

	private static final String PREFIX = "resource-monitor.cost.";

	private final ResourceMonitorProperties.Cost properties;

	private final PlatformDetection detection;

	private final Platform platform;

	CheckedCost(ResourceMonitorProperties.Cost properties, PlatformDetection detection) {
		this.properties = properties;
		this.detection = detection;
		this.platform = platform();
	}

	static boolean isAuto(String value) {
		return value.isBlank() || value.strip().equalsIgnoreCase(AUTO);
	}

	static boolean isOff(String value) {
		// YAML reads off as a boolean.
		return List.of("off", "false", "none").contains(value.strip().toLowerCase(Locale.ROOT));
	}

	private Platform platform() {
		String name = this.properties.getPlatform();
		return isAuto(name) ? Objects.requireNonNull(this.detection.platform(), "The condition has found a platform")
				: checked("platform", name, () -> Platform.of(name));
	}

	/**
	 * Return the prices of the instance.
	 * @param metadata asks the metadata server of Google Cloud for the region
	 * @param loader loads further tables
	 * @param size the size of the instance as it was found out
	 * @param lineBytes the mean length of the lines of records; {@code null} if they are
	 * not written
	 */
	CostModel model(Supplier<@Nullable String> metadata, ResourceLoader loader, Supplier<InstanceSize> size,
			@Nullable LongSupplier lineBytes) {
		PriceTables tables = tables(loader);
		CostOptions options = options(metadata, lineBytes != null);
		try {
			return CostModel.of(tables, options, size, (lineBytes != null) ? lineBytes : () -> 0);
		}
		catch (InvalidPricesException ex) {
			throw invalid(ex.subject(), ex.value(), ex);
		}
	}

	private PriceTables tables(ResourceLoader loader) {
		PriceTables tables = PriceTables.builtIn();
		for (String location : this.properties.getPrices()) {
			Resource resource = loader.getResource(location);
			try {
				PriceTables more = PriceTables.parse(resource.getContentAsString(StandardCharsets.UTF_8), location);
				tables = tables.with(more);
			}
			catch (IOException ex) {
				throw new InvalidConfigurationPropertyValueException(PREFIX + "prices", location,
						"The table of prices cannot be read: " + ex.getMessage());
			}
			catch (InvalidPricesException ex) {
				throw invalid("prices", location, ex);
			}
		}
		return tables;
	}

	private CostOptions options(Supplier<@Nullable String> metadata, boolean written) {
		CostOptions.Builder options = CostOptions.on(this.platform);
		String region = this.properties.getRegion();
		if (StringUtils.hasText(region)) {
			options.region(region);
		}
		else {
			// Elsewhere the address of the metadata server may be anybody's.
			Platform present = this.detection.platform();
			options.foundRegion(this.detection.region(this.platform,
					(present != null && present.isGoogle()) ? metadata : () -> null));
		}
		options.mode(text(this.properties.getBilling()))
			.commitment(text(this.properties.getCommitment()))
			.egress(text(this.properties.getEgress()))
			.log(log(written));
		String cpu = text(this.properties.getCpu());
		if (cpu != null) {
			checked("cpu", cpu, () -> options.cpu(new BigDecimal(cpu)));
		}
		String memory = text(this.properties.getMemory());
		if (memory != null) {
			checked("memory", memory, () -> options.memory(DataSize.parse(memory).toBytes()));
		}
		else {
			options.memory(this.detection.memoryBytes(this.platform));
		}
		return options.minimumInstance(minimumInstance()).build();
	}

	private @Nullable String log(boolean written) {
		String log = this.properties.getLog();
		if (!isAuto(log)) {
			return log;
		}
		return (written && this.platform.isGoogle()) ? "log" : null;
	}

	private @Nullable Boolean minimumInstance() {
		String value = text(this.properties.getMinimumInstance());
		if (value == null) {
			return null;
		}
		if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "minimum-instance", value,
					"It is 'true', 'false' or not set");
		}
		return Boolean.valueOf(value);
	}

	private static @Nullable String text(String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	private static <T> T checked(String name, String value, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(name, value, ex);
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, @Nullable String value,
			IllegalArgumentException ex) {
		return new InvalidConfigurationPropertyValueException(PREFIX + name, value, String.valueOf(ex.getMessage()));
	}

}
