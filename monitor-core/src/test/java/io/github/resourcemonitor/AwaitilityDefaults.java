package io.github.resourcemonitor;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sets a default timeout for Awaitility that is long enough for another thread on a busy
 * machine. JUnit registers it automatically in each module that uses the test classes of
 * this one.
 */
public final class AwaitilityDefaults implements BeforeAllCallback {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(TIMEOUT);
	}

}
