package io.github.resourcemonitor.cardinality;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Keeps one thing for each of the first so many names, and one for all others together,
 * named {@value #OTHER}: names can come without end, memory and tags cannot. Safe for use
 * by any thread.
 *
 * @param <T> the type of the things
 */
public final class BoundedMap<T> {

	/**
	 * Stands for the names that found no place.
	 */
	public static final String OTHER = "(other)";

	private final int capacity;

	private final Function<String, T> factory;

	private final Map<String, T> things = new ConcurrentHashMap<>();

	/**
	 * Create a new instance.
	 * @param capacity the number of names to keep apart
	 * @param factory makes the thing for a name
	 */
	public BoundedMap(int capacity, Function<String, T> factory) {
		this.capacity = capacity;
		this.factory = factory;
	}

	/**
	 * Return the thing for a name.
	 * @param name the name
	 * @return the thing, maybe that for {@value #OTHER}
	 */
	public T get(String name) {
		T thing = this.things.get(name);
		if (thing != null) {
			return thing;
		}
		return (this.things.size() < this.capacity) ? add(name) : this.things.computeIfAbsent(OTHER, this.factory);
	}

	private synchronized T add(String name) {
		return this.things.computeIfAbsent((this.things.size() < this.capacity) ? name : OTHER, this.factory);
	}

	/**
	 * Return the number of names that are kept apart.
	 * @return the number
	 */
	public int capacity() {
		return this.capacity;
	}

	public void forEach(BiConsumer<String, T> action) {
		this.things.forEach(action);
	}

}
