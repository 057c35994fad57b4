package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RecordSchemaTests {

	private final InvocationRecord record = new KnownRecord().build();

	@Test
	void noTwoKeysDifferByCaseOnly() {
		Map<String, String> spellings = new HashMap<>();
		Set<String> paths = new HashSet<>();
		for (RecordField<?> field : allFields()) {
			assertThat(paths.add(field.path())).as(field.path()).isTrue();
			String path = field.path();
			for (int dot = path.length(); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
				String part = path.substring(0, dot);
				String known = spellings.putIfAbsent(part.toLowerCase(Locale.ROOT), part);
				assertThat(part).isEqualTo((known != null) ? known : part);
			}
		}
	}

	@Test
	void noColumnOfSamplesDiffersFromAnotherByCaseOnly() {
		List<String> names = new ArrayList<>(List.of("timenanos"));
		Stream.of(Column.values()).forEach((column) -> names.add(column.label().toLowerCase(Locale.ROOT)));
		assertThat(names).doesNotHaveDuplicates();
	}

	@Test
	void saysAllOfEachField() {
		assertThat(allFields()).hasSizeGreaterThan(200).allSatisfy((field) -> {
			assertThat(field.description()).as(field.path()).isNotBlank().doesNotEndWith(".").doesNotContain("\n", "|");
			assertThat(field.since()).isEqualTo("0.1.0");
			assertThat(field.path()).matches("[a-z][A-Za-z0-9]*((\\[])?\\.[a-z][A-Za-z0-9]*)*")
				.endsWith(field.name().text());
			assertThat(field.items().isEmpty()).isEqualTo(field.type() != FieldType.OBJECTS);
			boolean figure = field.type() == FieldType.INTEGER || field.type() == FieldType.NUMBER;
			assertThat(field.unit() != null).as(field.path()).isEqualTo(figure);
		});
	}

	@Test
	void namesAgreeWithUnits() {
		assertThat(allFields()).allSatisfy((field) -> {
			String owner = field.path().replaceFirst("\\.(start|max|mean|end)$", "");
			if (owner.endsWith("Nanos") && field.type() == FieldType.INTEGER) {
				assertThat(field.unit()).as(field.path()).isEqualTo("ns");
			}
			if (owner.endsWith("Bytes")) {
				assertThat(field.unit()).as(field.path()).isEqualTo("By");
			}
		});
	}

	@Test
	void hasEachColumnOfTheProcess() {
		for (Column column : Column.values()) {
			String path = "process." + column.label();
			List<String> expected = switch (column.kind()) {
				case COUNTER -> List.of(path);
				case GAUGE, RATE -> List.of(path + ".start", path + ".max", path + ".mean", path + ".end");
				case INSTANT -> List.of();
			};
			assertThat(RecordSchema.fields()
				.stream()
				.map(RecordField::path)
				.filter((each) -> each.equals(path) || each.matches(path + "\\.(start|max|mean|end)")))
				.isEqualTo(expected);
		}
	}

	@Test
	void readsEachTypeByItsMethod() {
		assertThat(field("sequence").longValue(this.record)).isEqualTo(1);
		assertThat(field("own.cpuNanos").longValue(this.record)).isEqualTo(Column.ABSENT);
		assertThat(field("own.cpuNanos").value(this.record)).isNull();
		assertThat(field("concurrency.mean").doubleValue(this.record)).isEqualTo(1.5);
		assertThat(field("coldStart").booleanValue(this.record)).isTrue();
		assertThat(field("handler").text(this.record)).isEqualTo("thumbnail");
		assertThat(field("start").instant(this.record)).isEqualTo(this.record.start());
		assertThat(field("samples.columns").strings(this.record)).startsWith("timeNanos");
		assertThat(field("samples.rows").rows(this.record)).isSameAs(this.record.samples());
		assertThat(field("process.memory.rssBytes.max").longValue(this.record)).isEqualTo(4000);
		assertThat(field("process.memory.percent.max").doubleValue(this.record)).isNaN();
		assertThat(field("process.memory.percent.max").value(this.record)).isNull();
	}

	@Test
	void readsTheObjectsOfAList() {
		RecordField<InvocationRecord> calls = field("serviceCalls");
		RecordField<Object> statuses = calls.items()
			.stream()
			.filter((each) -> each.path().equals("serviceCalls[].statuses"))
			.findFirst()
			.orElseThrow();
		List<String> found = new ArrayList<>();
		for (Object call : calls.list(this.record)) {
			if (statuses.list(call) != null) {
				for (Object status : statuses.list(call)) {
					found.add(statuses.items().get(0).text(status) + "=" + statuses.items().get(1).longValue(status));
				}
			}
		}
		assertThat(found).containsExactly("503=2", "200=1");
	}

	@Test
	void refusesToReadAnotherType() {
		assertThatIllegalStateException().isThrownBy(() -> field("handler").longValue(this.record))
			.withMessageContaining("STRING");
		assertThatIllegalStateException().isThrownBy(() -> field("sequence").doubleValue(this.record));
		assertThatIllegalStateException().isThrownBy(() -> field("sequence").booleanValue(this.record));
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> field("start").text(this.record));
	}

	@Test
	void cannotBeChanged() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> RecordSchema.fields().remove(0));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> field("serviceCalls").items().remove(0));
	}

	private static RecordField<InvocationRecord> field(String path) {
		return RecordSchema.fields()
			.stream()
			.filter((field) -> field.path().equals(path))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No field " + path));
	}

	static List<RecordField<?>> allFields() {
		List<RecordField<?>> result = new ArrayList<>();
		RecordSchema.fields().forEach((field) -> add(result, field));
		return result;
	}

	private static void add(List<RecordField<?>> target, RecordField<?> field) {
		target.add(field);
		field.items().forEach((item) -> add(target, item));
	}

}
