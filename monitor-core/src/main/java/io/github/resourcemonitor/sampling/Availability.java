package io.github.resourcemonitor.sampling;

/**
 * What a column's values are worth on this platform.
 */
public enum Availability {

	/**
	 * Read from the platform, which counts it.
	 */
	MEASURED,

	/**
	 * The platform always answers the same; not put into records.
	 */
	CONSTANT,

	/**
	 * Derived, or known to miss something.
	 */
	ESTIMATED,

	/**
	 * Cannot be read here.
	 */
	UNAVAILABLE;

	/**
	 * Return whether values of such a column belong into records.
	 * @return whether they do
	 */
	public boolean isRecorded() {
		return this == MEASURED || this == ESTIMATED;
	}

}
