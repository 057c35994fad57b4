package io.github.resourcemonitor.cardinality;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Map with a bounded number of names. Further names share one value, named
 * {@value #OTHER}, so that unbounded names fill neither the heap nor the tags of meters.
 * Thread-safe.
 *
 * @param <T> the type of the values
 */
public final class BoundedMap<T> {

	/**
	 * The name for all names beyond the capacity.
	 */
	public static final String OTHER = "(other)";

	private final int capacity;

	private final Function<String, T> factory;

	private final Map<String, T> values = new ConcurrentHashMap<>();

	/**
	 * Create a new instance.
	 * @param capacity the number of names to keep separately
	 * @param factory creates the value for a name
	 */
	public BoundedMap(int capacity, Function<String, T> factory) {
		this.capacity = capacity;
		this.factory = factory;
	}

	/**
	 * Return the value for a name.
	 * @param name the name
	 * @return the value, which is that for {@value #OTHER} if the map is full
	 */
	public T get(String name) {
		T value = this.values.get(name);
		if (value != null) {
			return value;
		}
		return (this.values.size() < this.capacity) ? add(name) : this.values.computeIfAbsent(OTHER, this.factory);
	}

	private synchronized T add(String name) {
		return this.values.computeIfAbsent((this.values.size() < this.capacity) ? name : OTHER, this.factory);
	}

	/**
	 * Return the number of names that are kept separately.
	 * @return the number
	 */
	public int capacity() {
		return this.capacity;
	}

	public void forEach(BiConsumer<String, T> action) {
		this.values.forEach(action);
	}

}
