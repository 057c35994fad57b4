package io.github.resourcemonitor.google;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.client.RequestUrl;
import org.jspecify.annotations.Nullable;

/**
 * The calls that were redirected. Google's HTTP client follows a redirect at once, on the
 * same thread, by a request that nothing else connects with the first one. Bounded; safe
 * for use by any thread.
 */
final class Redirects {

	private static final int MAX_REDIRECTS = 100;

	private final AtomicLong numbers = new AtomicLong();

	private final Map<Target, String> keys = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Target, String> eldest) {
			return size() > MAX_REDIRECTS;
		}

	};

	private volatile boolean any;

	/**
	 * Add a redirect that the calling thread has received.
	 * @param url the URL that it refers to
	 * @param context the invocation of the call, {@code null} for none
	 * @return the key that the next request has in common with the first one
	 */
	String add(RequestUrl url, @Nullable Invocation context) {
		String key = "redirect " + this.numbers.incrementAndGet();
		synchronized (this.keys) {
			this.keys.put(Target.of(url, context), key);
			this.any = true;
		}
		return key;
	}

	/**
	 * Find and remove the redirect that a request of the calling thread follows.
	 * @param url the URL of the request
	 * @param context the invocation of the request, {@code null} for none
	 * @return the key of the redirect, {@code null} if it follows none
	 */
	@Nullable String take(RequestUrl url, @Nullable Invocation context) {
		if (!this.any) {
			return null;
		}
		synchronized (this.keys) {
			String key = this.keys.remove(Target.of(url, context));
			this.any = !this.keys.isEmpty();
			return key;
		}
	}

	/**
	 * What a request that follows a redirect has in common with it. The client writes the
	 * escapes of a path in its own way, so they do not compare.
	 */
	private record Target(String host, String path, long thread, @Nullable String invocation) {

		static Target of(RequestUrl url, @Nullable Invocation context) {
			return new Target(url.host(), url.path().replaceAll("%\\p{XDigit}{2}|[^\\p{Alnum}/]", ""),
					Thread.currentThread().getId(), (context != null) ? context.id() : null);
		}

	}

}
