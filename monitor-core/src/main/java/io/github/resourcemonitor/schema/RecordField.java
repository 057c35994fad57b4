package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.SampleSeries;
import org.jspecify.annotations.Nullable;

/**
 * One field of the record, or of the objects in one of its lists: what it is called, what
 * it means, and how it is read. Immutable.
 *
 * @param <T> the type of the object that it is read from
 */
public final class RecordField<T> {

	private final String path;

	private final FieldName name;

	private final FieldReader<T> reader;

	private final @Nullable String unit;

	private final String description;

	private final String since;

	private final @Nullable String openTelemetryName;

	private final boolean required;

	private final boolean compact;

	private final List<String> values;

	private final List<RecordField<Object>> items;

	private RecordField(Builder<T> builder) {
		this.path = builder.path;
		this.name = new FieldName(builder.path.substring(builder.path.lastIndexOf('.') + 1));
		this.reader = builder.reader;
		this.unit = builder.unit;
		this.description = builder.description;
		this.since = builder.since;
		this.openTelemetryName = builder.openTelemetryName;
		this.required = builder.required;
		this.compact = builder.compact;
		this.values = builder.values;
		this.items = builder.items;
	}

	/**
	 * Return where the field stands: a dot is an object inside an object, and {@code []}
	 * a list, as in {@code serviceCalls[].bytes}.
	 * @return the path from the record
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return the last part of the path.
	 * @return the name
	 */
	public FieldName name() {
		return this.name;
	}

	/**
	 * Return the type.
	 * @return the type
	 */
	public FieldType type() {
		return this.reader.type();
	}

	/**
	 * Return the unit in UCUM.
	 * @return the unit, {@code null} if the field is no figure
	 */
	public @Nullable String unit() {
		return this.unit;
	}

	/**
	 * Return what the field means.
	 * @return a sentence without a full stop; it may hold code in backticks
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return the version of the library that wrote the field first.
	 * @return the version
	 */
	public String since() {
		return this.since;
	}

	/**
	 * Return the name in OpenTelemetry's semantic conventions.
	 * @return the name, {@code null} if they have none
	 */
	public @Nullable String openTelemetryName() {
		return this.openTelemetryName;
	}

	/**
	 * Return whether the field is there whenever the object is that it stands in.
	 * @return whether it is never unknown
	 */
	public boolean isRequired() {
		return this.required;
	}

	/**
	 * Return whether the field is part of the compact form.
	 * @return whether {@link RecordFormat#COMPACT} has it
	 */
	public boolean isCompact() {
		return this.compact;
	}

	/**
	 * Return the only values that a text can have.
	 * @return the values; empty if it can have any
	 */
	public List<String> values() {
		return this.values;
	}

	/**
	 * Return the fields of the objects in a list.
	 * @return the fields, which read from the objects of {@link #list}; empty if this is
	 * no list of objects
	 */
	public List<RecordField<Object>> items() {
		return this.items;
	}

	/**
	 * Read a field of type {@link FieldType#INTEGER}.
	 * @param source what to read from
	 * @return the value, {@link Column#ABSENT} if it is unknown
	 * @throws IllegalStateException if the field has another type
	 */
	public long longValue(T source) {
		return this.reader.longValue(source);
	}

	/**
	 * Read a field of type {@link FieldType#NUMBER}.
	 * @param source what to read from
	 * @return the value, {@code NaN} if it is unknown; never infinite
	 * @throws IllegalStateException if the field has another type
	 */
	public double doubleValue(T source) {
		return this.reader.doubleValue(source);
	}

	/**
	 * Read a field of type {@link FieldType#BOOLEAN}.
	 * @param source what to read from
	 * @return the value
	 * @throws IllegalStateException if the field has another type
	 */
	public boolean booleanValue(T source) {
		return this.reader.booleanValue(source);
	}

	/**
	 * Read a field of type {@link FieldType#STRING}.
	 * @param source what to read from
	 * @return the value, {@code null} if it is unknown
	 * @throws ClassCastException if the field has another type
	 */
	public @Nullable String text(T source) {
		return (String) value(source);
	}

	/**
	 * Read a field of type {@link FieldType#TIMESTAMP}.
	 * @param source what to read from
	 * @return the value, {@code null} if it is unknown
	 * @throws ClassCastException if the field has another type
	 */
	public @Nullable Instant instant(T source) {
		return (Instant) value(source);
	}

	/**
	 * Read a field of type {@link FieldType#STRINGS}.
	 * @param source what to read from
	 * @return the values, {@code null} if they are unknown
	 * @throws ClassCastException if the field has another type
	 */
	@SuppressWarnings("unchecked")
	public @Nullable List<String> strings(T source) {
		return (List<String>) value(source);
	}

	/**
	 * Read a field of type {@link FieldType#ROWS}.
	 * @param source what to read from
	 * @return the samples, {@code null} if there are none
	 * @throws ClassCastException if the field has another type
	 */
	public @Nullable SampleSeries rows(T source) {
		return (SampleSeries) value(source);
	}

	/**
	 * Read a field of type {@link FieldType#OBJECTS}.
	 * @param source what to read from
	 * @return the objects, each to be read by {@link #items()}; {@code null} if they are
	 * unknown
	 * @throws ClassCastException if the field has another type
	 */
	@SuppressWarnings("unchecked")
	public @Nullable Collection<Object> list(T source) {
		return (Collection<Object>) value(source);
	}

	/**
	 * Read a field of any type.
	 * @param source what to read from
	 * @return the value, boxed; {@code null} if it is unknown
	 */
	public @Nullable Object value(T source) {
		return this.reader.value(source);
	}

	void pass(T source, RecordSink sink) {
		this.reader.pass(source, this.name, sink);
	}

	@Override
	public String toString() {
		return this.path + " (" + type() + ")";
	}

	/**
	 * Builds a field.
	 *
	 * @param <T> the type of the object that it is read from
	 */
	static final class Builder<T> {

		private final String path;

		private final String description;

		private final FieldReader<T> reader;

		private @Nullable String unit;

		private String since = "0.1.0";

		private @Nullable String openTelemetryName;

		private boolean required;

		private boolean compact;

		private List<String> values = List.of();

		private List<RecordField<Object>> items = List.of();

		Builder(String path, String description, FieldReader<T> reader) {
			this.path = path;
			this.description = description;
			this.reader = reader;
		}

		Builder<T> unit(String unit) {
			this.unit = unit;
			return this;
		}

		Builder<T> since(String version) {
			this.since = version;
			return this;
		}

		Builder<T> openTelemetry(@Nullable String name) {
			this.openTelemetryName = name;
			return this;
		}

		Builder<T> required() {
			this.required = true;
			return this;
		}

		Builder<T> compact() {
			return compact(true);
		}

		Builder<T> compact(boolean compact) {
			this.compact = compact;
			return this;
		}

		Builder<T> values(List<String> values) {
			this.values = List.copyOf(values);
			return this;
		}

		/**
		 * Set the fields of the objects in the list; that they are of its type is what
		 * {@link FieldList#objects} sees to.
		 */
		@SuppressWarnings({ "unchecked", "rawtypes" })
		Builder<T> items(List<?> items) {
			this.items = List.copyOf((List) Objects.requireNonNull(items));
			return this;
		}

		RecordField<T> build() {
			return new RecordField<>(this);
		}

	}

}
