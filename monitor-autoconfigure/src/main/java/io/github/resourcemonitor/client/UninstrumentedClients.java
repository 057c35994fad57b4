package io.github.resourcemonitor.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The clients whose calls cannot be counted. Each is reported once in a warning. Bounded;
 * safe for use by any thread.
 */
public final class UninstrumentedClients {

	private static final Log logger = LogFactory.getLog(UninstrumentedClients.class);

	private static final int MAX_CLIENTS = 100;

	private final Map<String, UninstrumentedClient> clients = new LinkedHashMap<>();

	/**
	 * Add a client, unless it has been added before.
	 * @param bean the name of the bean
	 * @param type the class of the client
	 * @param problem why its calls cannot be counted
	 * @param cure what to do about it
	 */
	public synchronized void add(String bean, Class<?> type, String problem, String cure) {
		if (this.clients.size() >= MAX_CLIENTS || this.clients.containsKey(bean)) {
			return;
		}
		this.clients.put(bean, new UninstrumentedClient(bean, type.getName(), problem, cure));
		logger.warn("The calls of the client '" + bean + "' (" + type.getName() + ") are not counted: " + problem + ". "
				+ cure + ".");
	}

	/**
	 * Return the clients.
	 * @return a copy, in the order in which they were added
	 */
	public synchronized List<UninstrumentedClient> findAll() {
		return new ArrayList<>(this.clients.values());
	}

	/**
	 * A client whose calls cannot be counted.
	 *
	 * @param bean the name of the bean
	 * @param type the class of the client
	 * @param problem why its calls cannot be counted
	 * @param cure what to do about it
	 */
	public record UninstrumentedClient(String bean, String type, String problem, String cure) {

	}

}
