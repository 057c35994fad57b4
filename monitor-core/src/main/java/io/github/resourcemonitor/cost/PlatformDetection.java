package io.github.resourcemonitor.cost;

import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Finds out where a function runs, from the variables that platforms set.
 */
public final class PlatformDetection {

	private final UnaryOperator<@Nullable String> environment;

	/**
	 * Create a new detection.
	 * @param environment looks up a variable
	 */
	public PlatformDetection(UnaryOperator<@Nullable String> environment) {
		this.environment = environment;
	}

	/**
	 * Return the platform.
	 * @return the platform, {@code null} if it is none of those that are known
	 */
	public @Nullable Platform platform() {
		if (has("CLOUD_RUN_JOB")) {
			return Platform.CLOUD_RUN_JOBS;
		}
		if (has("CLOUD_RUN_WORKER_POOL")) {
			return Platform.CLOUD_RUN_WORKER_POOLS;
		}
		if (has("K_SERVICE") && has("K_CONFIGURATION")) {
			return Platform.CLOUD_RUN;
		}
		if (has("K_SERVICE") && has("FUNCTION_TARGET")) {
			return Platform.CLOUD_FUNCTIONS_1;
		}
		if (has("AWS_LAMBDA_FUNCTION_NAME")) {
			return Platform.AWS_LAMBDA;
		}
		return (has("FUNCTIONS_WORKER_RUNTIME") && has("WEBSITE_SITE_NAME")) ? Platform.AZURE_FUNCTIONS : null;
	}

	/**
	 * Return the platform, if Google Cloud confirms it where others set the same
	 * variables: those of Cloud Run services and functions are also set by Knative.
	 * @param metadata asks whether there is the metadata server of Google Cloud; called
	 * if that decides
	 * @return the platform, {@code null} if it is not known
	 */
	public @Nullable Platform platform(BooleanSupplier metadata) {
		Platform platform = platform();
		boolean ambiguous = platform == Platform.CLOUD_RUN || platform == Platform.CLOUD_FUNCTIONS_1;
		return (ambiguous && !metadata.getAsBoolean()) ? null : platform;
	}

	/**
	 * Return the region.
	 * @param platform the platform
	 * @param metadata asks the metadata server of Google Cloud for the region; called on
	 * that platform alone
	 * @return the region, {@code null} if it is not known
	 */
	public @Nullable String region(Platform platform, Supplier<@Nullable String> metadata) {
		return switch (platform) {
			case CLOUD_RUN, CLOUD_RUN_JOBS, CLOUD_RUN_WORKER_POOLS, CLOUD_FUNCTIONS_1 -> metadata.get();
			case AWS_LAMBDA -> text("AWS_REGION");
			case AZURE_FUNCTIONS -> azureRegion(text("REGION_NAME"));
			case CUSTOM -> null;
		};
	}

	/**
	 * Azure gives the display name, such as {@code East US}.
	 */
	private static @Nullable String azureRegion(@Nullable String name) {
		return (name != null) ? name.replace(" ", "").toLowerCase(Locale.ROOT) : null;
	}

	/**
	 * Return the memory of the instance, where the platform says it.
	 * @param platform the platform
	 * @return the memory in bytes, {@code null} if it does not
	 */
	public @Nullable Long memoryBytes(Platform platform) {
		String megabytes = (platform == Platform.AWS_LAMBDA) ? text("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") : null;
		try {
			return (megabytes != null) ? Long.valueOf(Math.multiplyExact(Long.parseLong(megabytes), 1L << 20)) : null;
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

	private boolean has(String name) {
		return text(name) != null;
	}

	private @Nullable String text(String name) {
		String value = this.environment.apply(name);
		return (value != null && !value.isBlank()) ? value.strip() : null;
	}

}
