package io.github.resourcemonitor.weaving;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The application context that each bean with woven methods belongs to. Beans are
 * compared by identity and held by weak references. Safe for use by any thread.
 */
final class BeanOwners {

	private final Map<Object, MonitoredContext> owners = new ConcurrentHashMap<>();

	private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

	void put(Object bean, MonitoredContext context) {
		for (Reference<?> reference = this.gone.poll(); reference != null; reference = this.gone.poll()) {
			this.owners.remove(reference);
		}
		this.owners.put(new Known(bean, this.gone), context);
	}

	@Nullable MonitoredContext get(Object bean) {
		return this.owners.get(new Wanted(bean));
	}

	int size() {
		return this.owners.size();
	}

	private static final class Known extends WeakReference<Object> {

		private final int hash;

		Known(Object bean, ReferenceQueue<Object> gone) {
			super(bean, gone);
			this.hash = System.identityHashCode(bean);
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
			Object bean = get();
			return other instanceof Known known && bean != null && known.get() == bean;
		}

	}

	private record Wanted(Object bean) {

		@Override
		public int hashCode() {
			return System.identityHashCode(this.bean);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Known known && known.get() == this.bean;
		}

	}

}
