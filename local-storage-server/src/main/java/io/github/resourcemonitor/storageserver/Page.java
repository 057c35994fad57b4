package io.github.resourcemonitor.storageserver;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The part of a sorted list in one response. The token is the name of the last item
 * before the next page.
 *
 * @param <T> the type of the items
 * @param items the items of this page
 * @param nextPageToken the token of the next page, {@code null} on the last one
 */
record Page<T>(List<T> items, @Nullable String nextPageToken) {

	private static final long DEFAULT_SIZE = 1000;

	static <T> Page<T> of(ApiRequest request, List<T> all, Function<T, String> name) {
		Long maxResults = request.number("maxResults");
		long size = (maxResults != null && maxResults > 0) ? Math.min(maxResults, DEFAULT_SIZE) : DEFAULT_SIZE;
		String after = decode(request.parameter("pageToken", ""));
		List<T> rest = all.stream().filter((item) -> name.apply(item).compareTo(after) > 0).toList();
		if (rest.size() <= size) {
			return new Page<>(rest, null);
		}
		List<T> items = rest.subList(0, (int) size);
		return new Page<>(items, encode(name.apply(items.get(items.size() - 1))));
	}

	ApiResponse response(String kind, Function<T, Map<String, Object>> resource, Map<String, Object> more) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("kind", kind);
		if (this.nextPageToken != null) {
			json.put("nextPageToken", this.nextPageToken);
		}
		json.putAll(more);
		json.put("items", this.items.stream().map(resource).toList());
		return ApiResponse.json(200, json);
	}

	private static String encode(String name) {
		return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
	}

	private static String decode(String token) {
		return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
	}

}
