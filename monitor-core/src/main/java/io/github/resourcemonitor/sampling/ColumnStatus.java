package io.github.resourcemonitor.sampling;

import org.jspecify.annotations.Nullable;

/**
 * Status of a column on this platform.
 *
 * @param availability the availability
 * @param source the file and field, or the interface, that is read; {@code null} if none
 * @param reason the reason why it is not {@link Availability#MEASURED}; {@code null} if
 * it is
 * @param resolutionNanos the resolution of a time in nanoseconds; 0 if finer than 1 ms or
 * not a time
 */
public record ColumnStatus(Availability availability, @Nullable String source, @Nullable String reason,
		long resolutionNanos) {

	/**
	 * Create the status of a column that is measured.
	 * @param source the file and field, or the interface, that is read
	 * @return the status
	 */
	public static ColumnStatus measured(String source) {
		return new ColumnStatus(Availability.MEASURED, source, null, 0);
	}

	/**
	 * Create the status of a column that cannot be read.
	 * @param reason the reason
	 * @return the status
	 */
	public static ColumnStatus unavailable(String reason) {
		return new ColumnStatus(Availability.UNAVAILABLE, null, reason, 0);
	}

	/**
	 * Return this status with another availability.
	 * @param availability the availability
	 * @param reason the reason
	 * @return the new status
	 */
	public ColumnStatus as(Availability availability, String reason) {
		return new ColumnStatus(availability, this.source, reason, this.resolutionNanos);
	}

	/**
	 * Return this status with a resolution.
	 * @param nanos the resolution in nanoseconds
	 * @return the new status
	 */
	public ColumnStatus withResolution(long nanos) {
		return new ColumnStatus(this.availability, this.source, this.reason, nanos);
	}

}
