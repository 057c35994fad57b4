package io.github.resourcemonitor.concurrent;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WeakIdentityMap}.
 */
class WeakIdentityMapTests {

	private final WeakIdentityMap<Object, Object> map = new WeakIdentityMap<>();

	@Test
	void distinguishesKeysByIdentity() {
		String key = new String("key");
		Object value = new Object();
		this.map.put(key, value);
		assertThat(this.map.get(key)).isSameAs(value);
		assertThat(this.map.get(new String("key"))).isNull();
	}

	@Test
	void doesNotCallTheKey() {
		Hostile key = new Hostile();
		Object value = new Object();
		this.map.put(key, value);
		assertThat(this.map.get(key)).isSameAs(value);
	}

	@Test
	void hasAKeyOnce() {
		Object key = new Object();
		Object last = new Object();
		this.map.put(key, new Object());
		this.map.put(key, last);
		assertThat(this.map.size()).isEqualTo(1);
	}

	@Test
	void removesGarbageCollectedKeys() {
		Object value = new Object();
		for (int i = 0; i < 100; i++) {
			this.map.put(new Object(), value);
		}
		Object kept = new Object();
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			this.map.put(kept, value);
			assertThat(this.map.size()).isEqualTo(1);
		});
	}

	@Test
	void putsAValueIfThereIsNone() {
		Object key = new Object();
		assertThat(this.map.putIfAbsent(key, "first")).isNull();
		assertThat(this.map.putIfAbsent(key, "second")).isEqualTo("first");
		assertThat(this.map.get(key)).isEqualTo("first");
	}

	@Test
	void removesAKey() {
		Object key = new Object();
		this.map.put(key, "value");
		this.map.remove(new Object());
		assertThat(this.map.size()).isEqualTo(1);
		this.map.remove(key);
		assertThat(this.map.get(key)).isNull();
		assertThat(this.map.size()).isZero();
	}

	private static final class Hostile {

		@Override
		public boolean equals(Object other) {
			throw new IllegalStateException("equals");
		}

		@Override
		public int hashCode() {
			throw new IllegalStateException("hashCode");
		}

	}

}
