package io.github.resourcemonitor.history;

import java.util.List;

import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * Repository of invocation records. Implementations must be thread-safe.
 */
public interface InvocationRepository {

	/**
	 * Add a record.
	 * @param record the record
	 */
	void add(InvocationRecord record);

	/**
	 * Return all records that are kept.
	 * @return the records, latest first
	 */
	List<InvocationRecord> findAll();

	/**
	 * Return the record with the given id.
	 * @param id the id
	 * @return the record, or {@code null} if it is not kept
	 */
	@Nullable InvocationRecord findById(String id);

}
