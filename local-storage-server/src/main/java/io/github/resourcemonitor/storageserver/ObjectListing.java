package io.github.resourcemonitor.storageserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Lists the objects of a bucket by prefix, delimiter and offsets, in pages.
 */
final class ObjectListing {

	private final ObjectStore store;

	private final Resources resources;

	ObjectListing(ObjectStore store, Resources resources) {
		this.store = store;
		this.resources = resources;
	}

	ApiResponse list(ApiRequest request) {
		Page<Entry> page = Page.of(request, entries(request), Entry::name);
		List<String> prefixes = page.items()
			.stream()
			.filter((entry) -> entry.object() == null)
			.map(Entry::name)
			.toList();
		List<StoredObject> objects = page.items().stream().map(Entry::object).filter(Objects::nonNull).toList();
		return new Page<>(objects, page.nextPageToken()).response("storage#objects", this.resources::object,
				prefixes.isEmpty() ? Map.of() : Map.of("prefixes", prefixes));
	}

	private List<Entry> entries(ApiRequest request) {
		String prefix = request.parameter("prefix", "");
		String delimiter = request.parameter("delimiter", "");
		String start = request.parameter("startOffset", "");
		String end = request.parameter("endOffset");
		boolean trailing = Boolean.parseBoolean(request.parameter("includeTrailingDelimiter"));
		Map<String, Entry> entries = new LinkedHashMap<>();
		String from = (start.compareTo(prefix) > 0) ? start : prefix;
		for (StoredObject object : this.store.list(request.variable("bucket"), from)) {
			String name = object.name();
			if (!name.startsWith(prefix) || (end != null && name.compareTo(end) >= 0)) {
				break;
			}
			int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
			if (cut < 0 || (trailing && cut + delimiter.length() == name.length())) {
				entries.put("object " + name, new Entry(name, object));
			}
			else {
				String folder = name.substring(0, cut + delimiter.length());
				entries.putIfAbsent("prefix " + folder, new Entry(folder, null));
			}
		}
		return List.copyOf(entries.values());
	}

	/**
	 * One entry of a listing.
	 *
	 * @param name the object's name, or the prefix
	 * @param object the object, {@code null} for a prefix
	 */
	private record Entry(String name, @Nullable StoredObject object) {

	}

}
