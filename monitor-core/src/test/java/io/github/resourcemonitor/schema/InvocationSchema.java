package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.json.JsonMapper;

/**
 * Generates JSON Schemas from the catalogues of fields.
 */
final class InvocationSchema {

	private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

	private final JsonMapper json = JsonMapper.builder().build();

	/**
	 * Return the schema of a record.
	 * @return the text of the file
	 */
	String text() {
		return text("invocation", RecordSchema.NAME, "The record of an invocation. Unknown values are absent.",
				RecordSchema.fields(), RecordSchema.requiredObjects());
	}

	/**
	 * Return the schema of a record in the compact form.
	 * @return the text of the file
	 */
	String compact() {
		return text("invocation-compact", RecordSchema.NAME,
				"The record of an invocation in the compact form. Unknown values are absent.",
				RecordSchema.fields().stream().filter(RecordField::isCompact).toList(), RecordSchema.requiredObjects());
	}

	/**
	 * Return the schema of the line of an instance.
	 * @return the text of the file
	 */
	String instance() {
		return text("instance", InstanceSchema.NAME, "What never changes in an instance. Unknown values are absent.",
				InstanceSchema.fields(), InstanceSchema.requiredObjects());
	}

	private String text(String name, String title, String description, List<? extends RecordField<?>> fields,
			Set<String> requiredObjects) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("$schema", DRAFT);
		schema.put("$id", "urn:resource-monitor:" + name + ":1");
		schema.put("title", title);
		schema.put("description", description);
		List<RecordField<?>> all = new ArrayList<>(fields);
		all.addAll(LineSchema.fields());
		boolean compact = name.endsWith("compact");
		Map<String, Object> object = object("", all, requiredObjects, compact);
		properties(object).putAll(cloudLogging());
		schema.putAll(object);
		StringBuilder text = new StringBuilder();
		print(text, schema, "");
		return text.append('\n').toString();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> properties(Map<String, Object> object) {
		return (Map<String, Object>) object.get("properties");
	}

	private static Map<String, Object> cloudLogging() {
		Map<String, Object> result = new LinkedHashMap<>();
		for (FieldName name : CloudLoggingFields.names()) {
			String text = name.text();
			String type = text.endsWith("labels") ? "object" : text.endsWith("sampled") ? "boolean" : "string";
			result.put(text, Map.of("type", type));
		}
		return result;
	}

	private static Map<String, Object> object(String base, List<? extends RecordField<?>> fields,
			Set<String> requiredObjects, boolean compact) {
		Map<String, List<RecordField<?>>> parts = new LinkedHashMap<>();
		for (RecordField<?> field : fields) {
			String part = field.path().substring(base.length()).split("\\.")[0];
			parts.computeIfAbsent(part, (name) -> new ArrayList<>()).add(field);
		}
		Map<String, Object> properties = new LinkedHashMap<>();
		List<String> required = new ArrayList<>();
		parts.forEach((part, members) -> {
			RecordField<?> first = members.get(0);
			boolean leaf = first.path().equals(base + part);
			properties.put(part, leaf ? property(first, requiredObjects, compact)
					: object(base + part + ".", members, requiredObjects, compact));
			if (leaf ? first.isRequired() : requiredObjects.contains(base + part)) {
				required.add(part);
			}
		});
		Map<String, Object> object = new LinkedHashMap<>();
		object.put("type", "object");
		if (!required.isEmpty()) {
			object.put("required", required);
		}
		object.put("additionalProperties", false);
		object.put("properties", properties);
		return object;
	}

	private static Map<String, Object> property(RecordField<?> field, Set<String> requiredObjects, boolean compact) {
		Map<String, Object> property = new LinkedHashMap<>();
		switch (field.type()) {
			case STRING -> property.put("type", "string");
			case INTEGER -> {
				property.put("type", "integer");
				property.put("minimum", 0);
				property.put("maximum", Long.MAX_VALUE);
			}
			case NUMBER -> property.put("type", "number");
			case BOOLEAN -> property.put("type", "boolean");
			case TIMESTAMP -> {
				property.put("type", "string");
				property.put("format", "date-time");
			}
			case OBJECTS -> property.put("type", "array");
			case STRINGS -> {
				property.put("type", "array");
				property.put("items", Map.of("type", "string"));
			}
			case ROWS -> {
				property.put("type", "array");
				Map<String, Object> row = new LinkedHashMap<>();
				row.put("type", "array");
				row.put("prefixItems", List.of(Map.of("type", "integer")));
				row.put("items", Map.of("type", List.of("number", "null")));
				property.put("items", row);
			}
		}
		if (!field.values().isEmpty()) {
			property.put("enum", field.values());
		}
		property.put("description", field.description());
		putIfKnown(property, "x-unit", field.unit());
		putIfKnown(property, "x-opentelemetry-name", field.openTelemetryName());
		property.put("x-since", field.since());
		if (!field.items().isEmpty()) {
			List<? extends RecordField<?>> items = field.items()
				.stream()
				.filter((item) -> !compact || item.isCompact())
				.toList();
			property.put("items", object(field.path() + "[].", items, requiredObjects, compact));
		}
		return property;
	}

	private static void putIfKnown(Map<String, Object> target, String name, String value) {
		if (value != null) {
			target.put(name, value);
		}
	}

	/**
	 * Print an object on several lines if it contains an object of fields.
	 */
	private void print(StringBuilder text, Object value, String indent) {
		if (!(value instanceof Map<?, ?> map) || !isLarge(map)) {
			text.append(this.json.writeValueAsString(value));
			return;
		}
		String separator = "{\n";
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			text.append(separator).append(indent).append("  \"").append(entry.getKey()).append("\": ");
			print(text, entry.getValue(), indent + "  ");
			separator = ",\n";
		}
		text.append('\n').append(indent).append('}');
	}

	private static boolean isLarge(Map<?, ?> map) {
		return map.containsKey("properties") || map.values()
			.stream()
			.anyMatch(
					(each) -> each instanceof Map<?, ?> inner && (isLarge(inner) || inner.containsKey("description")));
	}

}
