package io.github.resourcemonitor.cost;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where a function runs, and the ways in which it can be billed there. The first is
 * assumed.
 */
public enum Platform {

	CLOUD_RUN("cloud-run", BillingMode.REQUEST_BASED, BillingMode.INSTANCE_BASED),

	CLOUD_RUN_JOBS("cloud-run-jobs", BillingMode.INSTANCE_BASED),

	CLOUD_RUN_WORKER_POOLS("cloud-run-worker-pools", BillingMode.WORKER_POOL),

	/**
	 * Cloud Functions of the first generation; those of the second are on Cloud Run.
	 */
	CLOUD_FUNCTIONS_1("cloud-functions-1", BillingMode.INVOCATION_BASED),

	AWS_LAMBDA("aws-lambda", BillingMode.INVOCATION_BASED),

	/**
	 * The consumption plan of Azure Functions.
	 */
	AZURE_FUNCTIONS("azure-functions", BillingMode.INVOCATION_BASED),

	/**
	 * Any other; its prices are in a table of the user's.
	 */
	CUSTOM("custom", BillingMode.REQUEST_BASED, BillingMode.INSTANCE_BASED, BillingMode.INVOCATION_BASED);

	private final String label;

	private final List<BillingMode> modes;

	Platform(String label, BillingMode... modes) {
		this.label = label;
		this.modes = List.of(modes);
	}

	/**
	 * Return the name in tables and properties.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return whether it is one of Google Cloud.
	 * @return whether it has a metadata server
	 */
	public boolean isGoogle() {
		return this.label.startsWith("cloud-");
	}

	/**
	 * Return the ways in which it bills.
	 * @return the modes, the usual one first
	 */
	public List<BillingMode> modes() {
		return this.modes;
	}

	/**
	 * Return the billing mode of a name, in any case and with any separator.
	 * @param mode the name
	 * @return the mode
	 * @throws InvalidPricesException if the platform does not have it
	 */
	public BillingMode mode(String mode) {
		String name = normal(mode);
		for (BillingMode each : this.modes) {
			if (each.label().equals(name)) {
				return each;
			}
		}
		throw InvalidPricesException.unknown("billing", "billing mode of " + this.label, mode,
				this.modes.stream().map(BillingMode::label).toList());
	}

	private static String normal(String name) {
		return name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the platform of a name, in any case and with any separator.
	 * @param label the name
	 * @return the platform
	 * @throws InvalidPricesException if there is none
	 */
	public static Platform of(String label) {
		String name = normal(label);
		for (Platform platform : values()) {
			if (platform.label.equals(name)) {
				return platform;
			}
		}
		throw InvalidPricesException.unknown("platform", "platform", label,
				Arrays.stream(values()).map(Platform::label).toList());
	}

}
