package io.github.resourcemonitor.correlation;

import io.github.resourcemonitor.invocation.CorrelationContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The id of the invocation in SLF4J's {@link MDC}.
 */
public final class MdcCorrelation implements CorrelationContext {

	private final String key;

	/**
	 * Create a new correlation.
	 * @param key the key in the MDC
	 */
	public MdcCorrelation(String key) {
		this.key = key;
	}

	@Override
	public @Nullable String get() {
		return MDC.get(this.key);
	}

	@Override
	public void set(@Nullable String id) {
		if (id != null) {
			MDC.put(this.key, id);
		}
		else {
			MDC.remove(this.key);
		}
	}

}
