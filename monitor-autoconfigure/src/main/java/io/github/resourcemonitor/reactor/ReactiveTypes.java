package io.github.resourcemonitor.reactor;

import java.util.function.Predicate;

import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Whether a class is a reactive type of any library or language, or a future. Known by
 * the class, because the registry compares all types that it knows. Needs no library but
 * Spring's core. Safe for use by any thread.
 */
public final class ReactiveTypes implements Predicate<Class<?>> {

	private final ClassValue<Boolean> known = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
		}

	};

	@Override
	public boolean test(Class<?> type) {
		return this.known.get(type);
	}

}
