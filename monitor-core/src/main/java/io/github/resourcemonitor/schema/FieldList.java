package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.SampleSeries;

/**
 * Collects the fields of one kind of object. Paths are given from that object on.
 *
 * @param <T> the type of the object
 */
final class FieldList<T> {

	private final String base;

	private final List<RecordField.Builder<T>> fields = new ArrayList<>();

	/**
	 * Create an empty list.
	 * @param base what stands before the paths of its fields
	 */
	FieldList(String base) {
		this.base = base;
	}

	private RecordField.Builder<T> add(String path, String description, FieldReader<T> reader) {
		RecordField.Builder<T> field = new RecordField.Builder<>(this.base.concat(path), description, reader);
		this.fields.add(field);
		return field;
	}

	RecordField.Builder<T> text(String path, String description, FieldReader.Getter<T, String> getter) {
		return add(path, description, FieldReader.OfObject.text(getter));
	}

	<E extends Enum<E>> RecordField.Builder<T> constant(String path, String description, Class<E> type,
			FieldReader.Getter<T, E> getter) {
		List<String> names = new ArrayList<>();
		for (E constant : type.getEnumConstants()) {
			names.add(constant.name());
		}
		return text(path, description, (source) -> {
			E value = getter.get(source);
			return (value != null) ? value.name() : null;
		}).values(names);
	}

	RecordField.Builder<T> timestamp(String path, String description, FieldReader.Getter<T, Instant> getter) {
		return add(path, description, FieldReader.OfObject.timestamp(getter));
	}

	RecordField.Builder<T> bool(String path, String description, Predicate<T> getter) {
		return add(path, description, new FieldReader.OfBoolean<>(getter));
	}

	RecordField.Builder<T> integer(String path, String unit, String description, ToLongFunction<T> getter) {
		return add(path, description, new FieldReader.OfLong<>(getter)).unit(unit);
	}

	RecordField.Builder<T> nanos(String path, String description, ToLongFunction<T> getter) {
		return integer(path, Column.Unit.NANOSECONDS.symbol(), description, getter);
	}

	RecordField.Builder<T> bytes(String path, String description, ToLongFunction<T> getter) {
		return integer(path, Column.Unit.BYTES.symbol(), description, getter);
	}

	RecordField.Builder<T> count(String path, String description, ToLongFunction<T> getter) {
		return integer(path, Column.Unit.COUNT.symbol(), description, getter);
	}

	RecordField.Builder<T> number(String path, String unit, String description, ToDoubleFunction<T> getter) {
		return add(path, description, new FieldReader.OfDouble<>(getter)).unit(unit);
	}

	<E> RecordField.Builder<T> objects(String path, String description, List<RecordField<E>> items,
			FieldReader.Getter<T, Collection<E>> getter) {
		return add(path, description, FieldReader.OfObject.objects(getter)).items(items);
	}

	RecordField.Builder<T> strings(String path, String description, FieldReader.Getter<T, List<String>> getter) {
		return add(path, description, FieldReader.OfObject.strings(getter));
	}

	RecordField.Builder<T> rows(String path, String description, FieldReader.Getter<T, SampleSeries> getter) {
		return add(path, description, FieldReader.OfObject.rows(getter));
	}

	List<RecordField<T>> build() {
		List<RecordField<T>> result = new ArrayList<>(this.fields.size());
		for (RecordField.Builder<T> field : this.fields) {
			result.add(field.build());
		}
		return Collections.unmodifiableList(result);
	}

}
