package io.github.resourcemonitor.record;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Identity of the function that this process is an instance of.
 *
 * @param name the name of the function or service; {@code null} outside a platform and
 * without {@code spring.application.name}
 * @param revision the revision; {@code null} if the platform does not provide it
 * @param instance the id of this instance, a random value chosen at startup, and again if
 * the process is restored from a checkpoint
 * @param platform whether the environment is that of a function platform
 */
public record FunctionIdentity(@Nullable String name, @Nullable String revision, String instance, boolean platform) {

	/**
	 * Detect the identity from the environment variables {@code K_SERVICE},
	 * {@code K_REVISION} and {@code FUNCTION_TARGET}.
	 * @param environment looks up a variable
	 * @param applicationName the name of the application, used if no variable has a name
	 * @return the identity
	 */
	public static FunctionIdentity detect(UnaryOperator<@Nullable String> environment,
			@Nullable String applicationName) {
		String service = environment.apply("K_SERVICE");
		String target = environment.apply("FUNCTION_TARGET");
		String name = (service != null) ? service : (target != null) ? target : applicationName;
		String instance = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
		return new FunctionIdentity(name, environment.apply("K_REVISION"), instance, service != null || target != null);
	}

	/**
	 * Return the identity of another instance of the same function.
	 * @return the identity, with a new random id
	 */
	public FunctionIdentity withNewInstance() {
		// Not from a generator in memory: processes that are restored from one checkpoint
		// have the same memory.
		byte[] random = new byte[Long.BYTES];
		new SecureRandom().nextBytes(random);
		return new FunctionIdentity(this.name, this.revision, HexFormat.of().formatHex(random), this.platform);
	}

}
