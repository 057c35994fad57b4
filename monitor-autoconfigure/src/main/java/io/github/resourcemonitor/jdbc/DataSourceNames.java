package io.github.resourcemonitor.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The names of the services that data sources are. A data source has the name that was
 * resolved for it, such as that of its pool or its catalog, unless that was generated and
 * would change at each start, or is a URL, which may contain credentials; then it has the
 * name of its bean. Bounded; safe for use by any thread.
 */
public final class DataSourceNames {

	private static final String UNNAMED = "jdbc";

	private static final int MAX_NAMES = 1000;

	/**
	 * UUIDs, with or without hyphens, as Boot and Spring generate for embedded databases;
	 * times in milliseconds or nanoseconds and other long numbers.
	 */
	private static final Pattern GENERATED = Pattern
		.compile("[0-9a-fA-F]{8}[-_]?([0-9a-fA-F]{4}[-_]?){3}[0-9a-fA-F]{12}|\\d{10,}");

	/**
	 * What no name of a pool, catalog or bean contains, but URLs and their parameters do.
	 */
	private static final Pattern URL = Pattern.compile("://|[@?=;]|^jdbc:");

	private final Map<String, String> beans = new ConcurrentHashMap<>();

	/**
	 * The services of the names that have been asked for: each statement asks.
	 */
	private final Map<String, String> services = new ConcurrentHashMap<>();

	/**
	 * Remember the bean that a name was resolved for.
	 * @param name the name
	 * @param beanName the name of the bean
	 */
	void add(@Nullable String name, String beanName) {
		if (name != null && this.beans.size() < MAX_NAMES) {
			this.beans.put(name, beanName);
			this.services.remove(name);
		}
	}

	/**
	 * Return the name of the service that a data source is.
	 * @param name the name that was resolved for it, {@code null} for none
	 * @return the name
	 */
	String service(@Nullable String name) {
		if (name == null) {
			return UNNAMED;
		}
		String service = this.services.get(name);
		if (service == null) {
			service = (this.services.size() < MAX_NAMES) ? this.services.computeIfAbsent(name, this::resolve)
					: resolve(name);
		}
		return (service != null) ? service : UNNAMED;
	}

	/**
	 * Return the name of the service that a data source is.
	 * @param name the name that was resolved for it, {@code null} for none
	 * @param beanName the name of its bean
	 * @return the name
	 */
	static String service(@Nullable String name, String beanName) {
		if (name != null && isStable(name)) {
			return name;
		}
		return isStable(beanName) ? beanName : UNNAMED;
	}

	/**
	 * Return the service, {@code null} if it is not known yet.
	 */
	private @Nullable String resolve(String name) {
		String beanName = this.beans.get(name);
		if (beanName == null) {
			return isStable(name) ? name : null;
		}
		return service(name, beanName);
	}

	private static boolean isStable(String name) {
		return !name.isBlank() && !GENERATED.matcher(name).find() && !URL.matcher(name).find();
	}

}
