package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.resourcemonitor.sampling.Column;

/**
 * Generates the tables of the documentation from the catalogue of fields.
 */
final class RecordTables {

	private static final String BEGIN = "<!-- generated: ";

	private static final String END = "<!-- end -->";

	private RecordTables() {
	}

	/**
	 * Replace the text between the markers of a page with the tables.
	 * @param page the page
	 * @return the page with the tables
	 */
	static String update(String page) {
		String result = page;
		for (Map.Entry<String, String> table : tables().entrySet()) {
			String marker = BEGIN + table.getKey() + " -->\n";
			int start = result.indexOf(marker);
			int end = (start >= 0) ? result.indexOf(END, start) : -1;
			if (end < 0) {
				throw new IllegalStateException(
						"The page has no place between '" + marker.trim() + "' and '" + END + "'");
			}
			result = result.substring(0, start + marker.length()) + table.getValue() + result.substring(end);
		}
		return result;
	}

	private static Map<String, String> tables() {
		Map<String, String> tables = new LinkedHashMap<>();
		List<String> columns = List.of(Column.values()).stream().map((column) -> "process." + column.label()).toList();
		tables.put("record", fields((field) -> !field.path().startsWith("serviceCalls[]")
				&& columns.stream().noneMatch((column) -> isOf(field.path(), column))));
		tables.put("serviceCalls", fields((field) -> field.path().startsWith("serviceCalls[]")));
		tables.put("columns", columns());
		tables.put("line", fields(all(LineSchema.fields())));
		tables.put("instance", fields(all(InstanceSchema.fields())));
		return tables;
	}

	private static boolean isOf(String path, String column) {
		return path.equals(column) || path.matches(column.replace(".", "\\.") + "\\.(start|max|mean|end)");
	}

	private static String fields(Predicate<RecordField<?>> wanted) {
		StringBuilder table = new StringBuilder();
		row(table, "key", "type", "unit", "always", "compact", "meaning", "OpenTelemetry");
		row(table, "---", "---", "---", "---", "---", "---", "---");
		for (RecordField<?> field : RecordSchemaTests.allFields()) {
			if (wanted.test(field)) {
				row(table, code(field.path()), type(field), symbol(field.unit()), field.isRequired() ? "yes" : "",
						field.isCompact() ? "yes" : "", meaning(field), code(field.openTelemetryName()));
			}
		}
		return table.toString();
	}

	private static String fields(List<RecordField<?>> fields) {
		StringBuilder table = new StringBuilder();
		row(table, "key", "type", "unit", "always", "meaning", "OpenTelemetry");
		row(table, "---", "---", "---", "---", "---", "---");
		for (RecordField<?> field : fields) {
			row(table, code(field.path()), type(field), symbol(field.unit()), field.isRequired() ? "yes" : "",
					meaning(field), code(field.openTelemetryName()));
		}
		return table.toString();
	}

	private static List<RecordField<?>> all(List<? extends RecordField<?>> fields) {
		List<RecordField<?>> result = new ArrayList<>();
		for (RecordField<?> field : fields) {
			result.add(field);
			result.addAll(field.items());
		}
		return result;
	}

	private static String type(RecordField<?> field) {
		return switch (field.type()) {
			case STRING -> "string";
			case INTEGER -> "integer";
			case NUMBER -> "number";
			case BOOLEAN -> "boolean";
			case TIMESTAMP -> "ISO-8601, UTC";
			case OBJECTS -> "list of objects";
			case STRINGS -> "list of strings";
			case ROWS -> "list of rows";
		};
	}

	private static String meaning(RecordField<?> field) {
		String values = field.values().isEmpty() ? ""
				: ": " + String.join(", ", field.values().stream().map(RecordTables::code).toList());
		return field.description() + values + (field.since().equals("0.1.0") ? "" : " (since " + field.since() + ")");
	}

	private static String columns() {
		StringBuilder table = new StringBuilder();
		row(table, "column", "unit", "form", "compact", "meaning", "source on Linux", "OpenTelemetry");
		row(table, "---", "---", "---", "---", "---", "---", "---");
		for (Column column : Column.values()) {
			String form = switch (column.kind()) {
				case COUNTER -> "difference";
				case GAUGE, RATE -> "peaks";
				case INSTANT -> "in samples only";
			};
			row(table, code(column.label()), symbol(column.unit().symbol()), form, compact(column),
					column.description(), column.linuxSource(), code(column.openTelemetryName()));
		}
		return table.toString();
	}

	/**
	 * Return which figure of a column the compact form has.
	 */
	private static String compact(Column column) {
		String path = "process." + column.label();
		return RecordSchema.fields()
			.stream()
			.filter(RecordField::isCompact)
			.map(RecordField::path)
			.filter((each) -> isOf(each, path))
			.map((each) -> each.equals(path) ? "yes" : code(each.substring(path.length() + 1)))
			.collect(Collectors.joining(", "));
	}

	private static String symbol(String unit) {
		return (unit == null || unit.equals("1")) ? "" : unit;
	}

	private static String code(String text) {
		return (text != null) ? "`" + text + "`" : "";
	}

	private static void row(StringBuilder table, String... cells) {
		for (String cell : cells) {
			table.append(cell.isEmpty() ? "| " : "| " + cell + " ");
		}
		table.append("|\n");
	}

}
