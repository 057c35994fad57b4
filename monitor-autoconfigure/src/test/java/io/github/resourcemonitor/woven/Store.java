package io.github.resourcemonitor.woven;

/**
 * Implements an interface whose type bears the annotation. Not a bean.
 */
class Store implements Loading {

	@Override
	public String load() {
		return check() + ready();
	}

	/**
	 * Not declared by the interface: a pointcut does not see the annotation from here.
	 * @return nothing
	 */
	String check() {
		return "";
	}

}
