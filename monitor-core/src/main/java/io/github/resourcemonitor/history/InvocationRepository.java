package io.github.resourcemonitor.history;

import java.util.List;

import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records. Must be safe for use by any thread.
 */
public interface InvocationRepository {

	/**
	 * Keep a record.
	 * @param record the record
	 */
	void add(InvocationRecord record);

	/**
	 * Return the records that are kept.
	 * @return the records, the latest first
	 */
	List<InvocationRecord> findAll();

	/**
	 * Return the record with an id.
	 * @param id the id
	 * @return the record, or {@code null} if it is not kept
	 */
	@Nullable InvocationRecord findById(String id);

}
