package io.github.resourcemonitor.servicecall;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Calls that later requests may continue or retry, by key. Clients do not report that a
 * failed request will not be retried, or that an upload was abandoned, so the least
 * recently used ones are dropped. Thread-safe.
 *
 * @param <C> the type of the calls
 */
final class RememberedCalls<C> {

	private static final int MAX_REMEMBERED = 512;

	private final Map<String, C> calls = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, C> eldest) {
			return size() > MAX_REMEMBERED;
		}

	};

	synchronized void put(String key, C call) {
		this.calls.put(key, call);
	}

	synchronized void remove(Collection<String> keys) {
		keys.forEach(this.calls::remove);
	}

	/**
	 * Return the call with one of several keys.
	 * @return the call with the first key that is known, {@code null} if none is
	 */
	synchronized @Nullable C get(String... keys) {
		for (String key : keys) {
			C call = this.calls.get(key);
			if (call != null) {
				return call;
			}
		}
		return null;
	}

}
