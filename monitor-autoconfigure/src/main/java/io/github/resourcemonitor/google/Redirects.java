package io.github.resourcemonitor.google;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.client.RequestUrl;
import org.jspecify.annotations.Nullable;

/**
 * The calls that were redirected. Google's HTTP client follows a redirect at once, on the
 * same thread, by a request that nothing else connects with the first one; so only the
 * next request of the thread can follow it. Bounded; safe for use by any thread.
 */
final class Redirects {

	private static final int MAX_REDIRECTS = 100;

	private final AtomicLong numbers = new AtomicLong();

	/**
	 * The redirect that each thread, by its id, has received last.
	 */
	private final Map<Long, Redirect> pending = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Long, Redirect> eldest) {
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
		Redirect redirect = new Redirect("redirect " + this.numbers.incrementAndGet(), url.host(), path(url),
				id(context));
		synchronized (this.pending) {
			this.pending.put(Thread.currentThread().getId(), redirect);
			this.any = true;
		}
		return redirect.key();
	}

	/**
	 * Remove the redirect of the calling thread, and return it if a request follows it.
	 * @param url the URL of the request
	 * @param context supplies the invocation of the request, {@code null} for none;
	 * called only if there may be a redirect
	 * @return the key of the redirect, {@code null} if the request follows none
	 */
	@Nullable String take(RequestUrl url, Supplier<@Nullable Invocation> context) {
		if (!this.any) {
			return null;
		}
		Redirect redirect;
		synchronized (this.pending) {
			redirect = this.pending.remove(Thread.currentThread().getId());
			this.any = !this.pending.isEmpty();
		}
		return (redirect != null && redirect.host().equals(url.host()) && redirect.path().equals(path(url))
				&& Objects.equals(redirect.invocation(), id(context.get()))) ? redirect.key() : null;
	}

	/**
	 * The client writes the escapes of a path in its own way, so they do not compare.
	 */
	private static String path(RequestUrl url) {
		return url.path().replaceAll("%\\p{XDigit}{2}|[^\\p{Alnum}/]", "");
	}

	private static @Nullable String id(@Nullable Invocation context) {
		return (context != null) ? context.id() : null;
	}

	/**
	 * A redirect that a request may follow.
	 */
	private record Redirect(String key, String host, String path, @Nullable String invocation) {

	}

}
