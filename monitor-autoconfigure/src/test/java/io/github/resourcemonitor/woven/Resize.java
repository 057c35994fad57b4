package io.github.resourcemonitor.woven;

import java.util.function.Function;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * A function, as a bean and not.
 */
class Resize implements Function<String, Integer> {

	@Override
	@MonitoredHandler
	public Integer apply(String text) {
		return text.length();
	}

}
