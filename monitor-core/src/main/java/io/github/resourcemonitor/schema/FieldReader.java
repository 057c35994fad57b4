package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.SampleSeries;
import org.jspecify.annotations.Nullable;

/**
 * Reads a field of one type from the object that it is a field of. Immutable.
 *
 * @param <T> the type of the object
 */
abstract class FieldReader<T> {

	abstract FieldType type();

	/**
	 * Pass the value on, unless it is unknown.
	 */
	abstract void pass(T source, FieldName name, RecordSink sink);

	/**
	 * Return the value, boxed.
	 */
	abstract @Nullable Object value(T source);

	long longValue(T source) {
		throw otherType();
	}

	double doubleValue(T source) {
		throw otherType();
	}

	boolean booleanValue(T source) {
		throw otherType();
	}

	private IllegalStateException otherType() {
		return new IllegalStateException("The field is of type " + type());
	}

	/**
	 * Reads an object, or {@code null} if it is unknown.
	 *
	 * @param <T> the type of the source
	 * @param <V> the type of the value
	 */
	@FunctionalInterface
	interface Getter<T, V> {

		@Nullable V get(T source);

	}

	static final class OfLong<T> extends FieldReader<T> {

		private final ToLongFunction<T> getter;

		OfLong(ToLongFunction<T> getter) {
			this.getter = getter;
		}

		@Override
		FieldType type() {
			return FieldType.INTEGER;
		}

		@Override
		long longValue(T source) {
			return this.getter.applyAsLong(source);
		}

		@Override
		@Nullable Object value(T source) {
			long value = longValue(source);
			return (value != Column.ABSENT) ? Long.valueOf(value) : null;
		}

		@Override
		void pass(T source, FieldName name, RecordSink sink) {
			long value = longValue(source);
			if (value != Column.ABSENT) {
				sink.integer(name, value);
			}
		}

	}

	static final class OfDouble<T> extends FieldReader<T> {

		private final ToDoubleFunction<T> getter;

		OfDouble(ToDoubleFunction<T> getter) {
			this.getter = getter;
		}

		@Override
		FieldType type() {
			return FieldType.NUMBER;
		}

		@Override
		double doubleValue(T source) {
			double value = this.getter.applyAsDouble(source);
			return Double.isFinite(value) ? value : Double.NaN;
		}

		@Override
		@Nullable Object value(T source) {
			double value = doubleValue(source);
			return Double.isNaN(value) ? null : Double.valueOf(value);
		}

		@Override
		void pass(T source, FieldName name, RecordSink sink) {
			double value = doubleValue(source);
			if (!Double.isNaN(value)) {
				sink.number(name, value);
			}
		}

	}

	static final class OfBoolean<T> extends FieldReader<T> {

		private final Predicate<T> getter;

		OfBoolean(Predicate<T> getter) {
			this.getter = getter;
		}

		@Override
		FieldType type() {
			return FieldType.BOOLEAN;
		}

		@Override
		boolean booleanValue(T source) {
			return this.getter.test(source);
		}

		@Override
		Object value(T source) {
			return booleanValue(source);
		}

		@Override
		void pass(T source, FieldName name, RecordSink sink) {
			sink.bool(name, booleanValue(source));
		}

	}

	/**
	 * Reads an object, and passes it on as its type wants it.
	 *
	 * @param <T> the type of the source
	 * @param <V> the type of the value
	 */
	static final class OfObject<T, V> extends FieldReader<T> {

		private final FieldType type;

		private final Getter<T, V> getter;

		private final Passing<V> passing;

		private OfObject(FieldType type, Getter<T, V> getter, Passing<V> passing) {
			this.type = type;
			this.getter = getter;
			this.passing = passing;
		}

		static <T> FieldReader<T> text(Getter<T, String> getter) {
			return new OfObject<>(FieldType.STRING, getter, RecordSink::text);
		}

		static <T> FieldReader<T> timestamp(Getter<T, Instant> getter) {
			return new OfObject<>(FieldType.TIMESTAMP, getter, RecordSink::timestamp);
		}

		static <T> FieldReader<T> strings(Getter<T, List<String>> getter) {
			return new OfObject<>(FieldType.STRINGS, getter, RecordSink::strings);
		}

		static <T> FieldReader<T> rows(Getter<T, SampleSeries> getter) {
			return new OfObject<>(FieldType.ROWS, getter, RecordSink::rows);
		}

		/**
		 * The objects themselves are passed on by who knows their fields.
		 */
		static <T, E> FieldReader<T> objects(Getter<T, Collection<E>> getter) {
			return new OfObject<>(FieldType.OBJECTS, getter, (sink, name, value) -> {
			});
		}

		@Override
		FieldType type() {
			return this.type;
		}

		@Override
		@Nullable V value(T source) {
			return this.getter.get(source);
		}

		@Override
		void pass(T source, FieldName name, RecordSink sink) {
			V value = this.getter.get(source);
			if (value != null) {
				this.passing.pass(sink, name, value);
			}
		}

		@FunctionalInterface
		private interface Passing<V> {

			void pass(RecordSink sink, FieldName name, V value);

		}

	}

}
