package io.github.resourcemonitor.woven;

/**
 * Implements an interface with the annotation on the type. Not a bean.
 */
class Store implements Loading {

	@Override
	public String load() {
		return check() + ready();
	}

	/**
	 * Not declared by the interface, so a pointcut does not match the annotation.
	 * @return an empty string
	 */
	String check() {
		return "";
	}

}
