package io.github.resourcemonitor.record;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Identity of the function that this process is an instance of.
 *
 * @param name the name of the function or service; {@code null} if nothing provides it
 * @param revision the revision; {@code null} if the platform does not provide it
 * @param instance the id of this instance, a random value chosen at startup, and again if
 * the process is restored from a checkpoint
 * @param platform whether the environment is that of a function platform
 */
public record FunctionIdentity(@Nullable String name, @Nullable String revision, String instance, boolean platform) {

	/**
	 * Detect the identity from the environment variables {@code K_SERVICE},
	 * {@code K_REVISION} and {@code FUNCTION_TARGET}. The name of the deployed service is
	 * the most specific one: several services can run the same application. The target
	 * comes last, because it names code, such as the launcher of a framework, which is
	 * the same for all functions. Blank names count as missing.
	 * @param environment looks up a variable
	 * @param applicationName the name of the application, used if the platform has no
	 * name for the service
	 * @return the identity
	 */
	public static FunctionIdentity detect(UnaryOperator<@Nullable String> environment,
			@Nullable String applicationName) {
		String service = text(environment.apply("K_SERVICE"));
		String target = text(environment.apply("FUNCTION_TARGET"));
		String application = text(applicationName);
		String name = (service != null) ? service : (application != null) ? application : target;
		String instance = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
		return new FunctionIdentity(name, text(environment.apply("K_REVISION")), instance,
				service != null || target != null);
	}

	private static @Nullable String text(@Nullable String value) {
		return (value != null && !value.isBlank()) ? value : null;
	}

	/**
	 * Return this identity with a name that the user chose.
	 * @param name the name, {@code null} for the detected one
	 * @return the identity
	 */
	public FunctionIdentity named(@Nullable String name) {
		String chosen = text(name);
		return (chosen != null) ? new FunctionIdentity(chosen, this.revision, this.instance, this.platform) : this;
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
