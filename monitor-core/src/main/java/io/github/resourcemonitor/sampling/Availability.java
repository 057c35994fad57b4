package io.github.resourcemonitor.sampling;

/**
 * Availability of a column on this platform.
 */
public enum Availability {

	/**
	 * The platform counts the value and it is read from there.
	 */
	MEASURED,

	/**
	 * The platform always returns the same value; not part of records.
	 */
	CONSTANT,

	/**
	 * The value is derived, or known to be inexact or incomplete.
	 */
	ESTIMATED,

	/**
	 * The value cannot be read on this platform.
	 */
	UNAVAILABLE;

	/**
	 * Return whether values of such a column are part of records.
	 * @return whether they are
	 */
	public boolean isRecorded() {
		return this == MEASURED || this == ESTIMATED;
	}

}
