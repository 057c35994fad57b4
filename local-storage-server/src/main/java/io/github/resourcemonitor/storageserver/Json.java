package io.github.resourcemonitor.storageserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON objects as maps.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {
	};

	private Json() {
	}

	static Map<String, Object> read(byte[] body) {
		if (body.length == 0) {
			return new LinkedHashMap<>();
		}
		try {
			return MAPPER.readValue(body, OBJECT);
		}
		catch (JacksonException ex) {
			throw ApiException.invalid("Parse Error: " + ex.getOriginalMessage());
		}
	}

	static byte[] write(Map<String, ?> object) {
		return MAPPER.writeValueAsBytes(object);
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> object(Map<String, Object> parent, String name) {
		return (parent.get(name) instanceof Map<?, ?> object) ? (Map<String, Object>) object : Map.of();
	}

	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> objects(Map<String, Object> parent, String name) {
		return (parent.get(name) instanceof List<?> objects) ? (List<Map<String, Object>>) objects : List.of();
	}

	/**
	 * Merges a patch as the JSON API does: {@code null} removes a property, objects are
	 * merged property by property, everything else replaces.
	 * @param original what the patch is applied to
	 * @param patch the patch
	 * @return a new map
	 */
	static Map<String, Object> merge(Map<String, Object> original, Map<String, Object> patch) {
		Map<String, Object> merged = new LinkedHashMap<>(original);
		patch.forEach((name, value) -> {
			if (value == null) {
				merged.remove(name);
			}
			else if (value instanceof Map<?, ?>) {
				merged.put(name, merge(object(original, name), object(patch, name)));
			}
			else {
				merged.put(name, value);
			}
		});
		return merged;
	}

}
