package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is known of how an instance is billed: what was found out, and what the user says.
 * Immutable; a {@link Builder} is not thread-safe.
 */
public final class CostOptions {

	private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

	private final Builder builder;

	private CostOptions(Builder builder) {
		this.builder = builder;
	}

	/**
	 * Return a builder of options.
	 * @param platform where the function runs
	 * @return the builder
	 */
	public static Builder on(Platform platform) {
		return new Builder(platform);
	}

	Platform platform() {
		return this.builder.platform;
	}

	/**
	 * Return the region, {@code null} if it is not known.
	 */
	@Nullable String region() {
		return this.builder.region;
	}

	/**
	 * Return whether the user has named the region, so that it must be a known one.
	 */
	boolean isRegionConfigured() {
		return this.builder.regionConfigured;
	}

	/**
	 * Return the name of the billing mode, {@code null} if that is to be assumed.
	 */
	@Nullable String mode() {
		return this.builder.mode;
	}

	String architecture() {
		return this.builder.architecture;
	}

	@Nullable Long cpuThousandths() {
		return this.builder.cpuThousandths;
	}

	@Nullable Long memoryBytes() {
		return this.builder.memoryBytes;
	}

	/**
	 * Return whether the instance is a minimum instance, {@code null} if that is to be
	 * assumed not.
	 */
	@Nullable Boolean minimumInstance() {
		return this.builder.minimumInstance;
	}

	/**
	 * Return the discount by its name or as a part of 1, {@code null} for none.
	 */
	@Nullable String commitment() {
		return this.builder.commitment;
	}

	/**
	 * Return the price of a GiB that is sent, by its name or as a number, {@code null} if
	 * that is not to be part of the cost.
	 */
	@Nullable String egress() {
		return this.builder.egress;
	}

	/**
	 * Return the price of a GiB of log, by its name or as a number, {@code null} if the
	 * log is not paid for.
	 */
	@Nullable String log() {
		return this.builder.log;
	}

	/**
	 * Builder of {@link CostOptions}.
	 */
	public static final class Builder {

		private static final Set<String> OFF = Set.of("", "off", "none", "false");

		private final Platform platform;

		private @Nullable String region;

		private boolean regionConfigured;

		private @Nullable String mode;

		private String architecture = normal(System.getProperty("os.arch", ""));

		private @Nullable Long cpuThousandths;

		private @Nullable Long memoryBytes;

		private @Nullable Boolean minimumInstance;

		private @Nullable String commitment;

		private @Nullable String egress;

		private @Nullable String log;

		private Builder(Platform platform) {
			this.platform = platform;
		}

		private static String normal(String architecture) {
			return switch (architecture) {
				case "x86_64" -> "amd64";
				case "arm64" -> "aarch64";
				default -> architecture;
			};
		}

		private static @Nullable String unlessOff(@Nullable String value) {
			return (value != null && !OFF.contains(value.strip())) ? value.strip() : null;
		}

		/**
		 * Set the region that the user has named.
		 * @param region the region
		 * @return this builder
		 */
		public Builder region(String region) {
			this.region = region.strip();
			this.regionConfigured = true;
			return this;
		}

		/**
		 * Set the region that was found out. Unlike one that the user has named, it may
		 * be one that there are no prices of.
		 * @param region the region, {@code null} if it was not found out
		 * @return this builder
		 */
		public Builder foundRegion(@Nullable String region) {
			this.region = region;
			this.regionConfigured = false;
			return this;
		}

		/**
		 * Set the billing mode.
		 * @param mode its name, {@code null} to assume the usual one of the platform
		 * @return this builder
		 */
		public Builder mode(@Nullable String mode) {
			this.mode = mode;
			return this;
		}

		/**
		 * Set the architecture of the processor.
		 * @param architecture its name in {@code os.arch}
		 * @return this builder
		 */
		public Builder architecture(String architecture) {
			this.architecture = normal(architecture);
			return this;
		}

		/**
		 * Set the processors of the instance.
		 * @param cpu the number of vCPUs, in steps of 0.001; {@code null} to take what
		 * was found out
		 * @return this builder
		 * @throws InvalidPricesException if it is not positive, or no such step
		 */
		public Builder cpu(@Nullable BigDecimal cpu) {
			try {
				this.cpuThousandths = (cpu != null) ? Long.valueOf(cpu.multiply(THOUSAND).longValueExact()) : null;
			}
			catch (ArithmeticException ex) {
				throw new InvalidPricesException("cpu", String.valueOf(cpu),
						"The vCPUs of an instance are given in steps of 0.001, but are " + cpu);
			}
			if (cpu != null && cpu.signum() <= 0) {
				throw new InvalidPricesException("cpu", cpu.toString(),
						"An instance has more than 0 vCPUs, but has " + cpu);
			}
			return this;
		}

		/**
		 * Set the memory of the instance.
		 * @param bytes the memory in bytes; {@code null} to take what was found out
		 * @return this builder
		 * @throws InvalidPricesException if it is not positive
		 */
		public Builder memory(@Nullable Long bytes) {
			if (bytes != null && bytes <= 0) {
				throw new InvalidPricesException("memory", bytes.toString(),
						"An instance has more than 0 bytes of memory, but has " + bytes);
			}
			this.memoryBytes = bytes;
			return this;
		}

		/**
		 * Set whether the instance is a minimum instance, which is paid for while it is
		 * idle.
		 * @param minimumInstance whether it is; {@code null} to assume that it is not
		 * @return this builder
		 */
		public Builder minimumInstance(@Nullable Boolean minimumInstance) {
			this.minimumInstance = minimumInstance;
			return this;
		}

		/**
		 * Set the discount for a commitment.
		 * @param commitment its name in the table of prices, or the discount as a part of
		 * 1; {@code null} to assume none
		 * @return this builder
		 */
		public Builder commitment(@Nullable String commitment) {
			this.commitment = unlessOff(commitment);
			return this;
		}

		/**
		 * Set what a GiB that is sent costs.
		 * @param egress the name of the price in a table, or the price; {@code null} or
		 * {@code off} to leave it out
		 * @return this builder
		 */
		public Builder egress(@Nullable String egress) {
			this.egress = unlessOff(egress);
			return this;
		}

		/**
		 * Set what a GiB of log costs.
		 * @param log the name of the price in a table, or the price; {@code null} or
		 * {@code off} to leave it out
		 * @return this builder
		 */
		public Builder log(@Nullable String log) {
			this.log = unlessOff(log);
			return this;
		}

		/**
		 * Return the options.
		 * @return the options
		 */
		public CostOptions build() {
			Builder copy = new Builder(this.platform);
			copy.region = this.region;
			copy.regionConfigured = this.regionConfigured;
			copy.mode = this.mode;
			copy.architecture = this.architecture;
			copy.cpuThousandths = this.cpuThousandths;
			copy.memoryBytes = this.memoryBytes;
			copy.minimumInstance = this.minimumInstance;
			copy.commitment = this.commitment;
			copy.egress = this.egress;
			copy.log = this.log;
			return new CostOptions(copy);
		}

	}

}
