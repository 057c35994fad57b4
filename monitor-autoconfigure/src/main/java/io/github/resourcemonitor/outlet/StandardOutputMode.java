package io.github.resourcemonitor.outlet;

import io.github.resourcemonitor.record.FunctionIdentity;

/**
 * When records are written to standard output.
 */
public enum StandardOutputMode {

	/**
	 * When the platform says that it is one for functions.
	 */
	AUTO,

	/**
	 * Always.
	 */
	ON,

	/**
	 * Never.
	 */
	OFF;

	/**
	 * Return whether records are written.
	 * @param function which function this process is an instance of
	 * @return whether they are
	 */
	public boolean isActive(FunctionIdentity function) {
		return this == ON || (this == AUTO && function.platform());
	}

}
