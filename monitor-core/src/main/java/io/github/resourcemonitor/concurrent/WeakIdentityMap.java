package io.github.resourcemonitor.concurrent;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Map whose keys are compared by identity and held by weak references: a key that is not
 * used elsewhere is removed, together with its value, when another one is put.
 * Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values, which must not refer to their keys
 */
public final class WeakIdentityMap<K, V> {

	private final Map<Object, V> values = new ConcurrentHashMap<>();

	private final ReferenceQueue<K> collected = new ReferenceQueue<>();

	/**
	 * Return the value of a key.
	 * @param key the key
	 * @return the value, {@code null} if there is none
	 */
	public @Nullable V get(K key) {
		return this.values.get(new Wanted(key));
	}

	/**
	 * Set the value of a key.
	 * @param key the key
	 * @param value the value
	 */
	public void put(K key, V value) {
		removeCollected();
		this.values.put(new Known<>(key, this.collected), value);
	}

	/**
	 * Set the value of a key, unless it has one.
	 * @param key the key
	 * @param value the value
	 * @return the value that the key had, {@code null} if it had none
	 */
	public @Nullable V putIfAbsent(K key, V value) {
		removeCollected();
		return this.values.putIfAbsent(new Known<>(key, this.collected), value);
	}

	/**
	 * Remove a key and its value.
	 * @param key the key
	 */
	public void remove(K key) {
		this.values.remove(new Wanted(key));
	}

	/**
	 * Return the number of keys.
	 * @return the number, including keys that will be removed
	 */
	public int size() {
		return this.values.size();
	}

	private void removeCollected() {
		for (Reference<?> each = this.collected.poll(); each != null; each = this.collected.poll()) {
			this.values.remove(each);
		}
	}

	private static final class Known<K> extends WeakReference<K> {

		private final int hash;

		Known(K key, ReferenceQueue<K> collected) {
			super(key, collected);
			this.hash = System.identityHashCode(key);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (this == other) {
				return true;
			}
			Object key = get();
			return key != null && other instanceof Known<?> known && known.get() == key;
		}

	}

	/**
	 * A key to look up, without another weak reference.
	 */
	private record Wanted(Object key) {

		@Override
		public int hashCode() {
			return System.identityHashCode(this.key);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Known<?> known && known.get() == this.key;
		}

	}

}
