package io.github.resourcemonitor.woven;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * A bean whose class has a composed annotation.
 */
@Typed.Entry
class Typed {

	String outer() {
		return inner() + Typed.common();
	}

	String inner() {
		return hidden();
	}

	private String hidden() {
		return "";
	}

	static String common() {
		return "";
	}

	@Retention(RetentionPolicy.RUNTIME)
	@MonitoredHandler
	@interface Door {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Door
	@interface Entry {

	}

	/**
	 * Overrides a method and calls the one it overrides.
	 */
	static class Subtype extends Typed {

		@Override
		@MonitoredHandler
		String inner() {
			return super.inner();
		}

	}

	/**
	 * A class without annotations.
	 */
	static class Template {

		String handle() {
			return callStep();
		}

		String callStep() {
			return step();
		}

		String step() {
			return "";
		}

	}

	/**
	 * An annotated class whose methods come from another one, but for one.
	 */
	@MonitoredHandler
	static class Order extends Template {

		@Override
		String step() {
			return "order";
		}

	}

	/**
	 * Has the annotation only on the method that is overridden.
	 */
	static class Parent {

		@MonitoredHandler
		String work() {
			return "";
		}

	}

	/**
	 * Overrides without the annotation.
	 */
	static class Child extends Parent {

		@Override
		String work() {
			return super.work();
		}

	}

}
