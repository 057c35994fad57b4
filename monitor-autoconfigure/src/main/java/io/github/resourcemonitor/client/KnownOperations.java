package io.github.resourcemonitor.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;

/**
 * Operations that were derived before. Bounded, in case what they are derived from is
 * generated at run time. Safe for use by any thread.
 *
 * @param <K> the type of what they are derived from
 */
public final class KnownOperations<K> {

	private static final int MAX_KNOWN = 1000;

	private final Map<K, ServiceOperation> known = new ConcurrentHashMap<>();

	private final Function<K, ServiceOperation> derivation;

	/**
	 * Create a new instance without known operations.
	 * @param derivation derives an operation
	 */
	public KnownOperations(Function<K, ServiceOperation> derivation) {
		this.derivation = derivation;
	}

	/**
	 * Return an operation.
	 * @param key what it is derived from
	 * @return the operation
	 */
	public ServiceOperation get(K key) {
		ServiceOperation operation = this.known.get(key);
		if (operation == null) {
			operation = this.derivation.apply(key);
			if (this.known.size() < MAX_KNOWN) {
				this.known.put(key, operation);
			}
		}
		return operation;
	}

}
