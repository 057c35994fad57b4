package io.github.resourcemonitor.actuate;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.HandlerSummary;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.RunningInvocation;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.schema.RecordMaps;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} to read the records of invocations.
 */
@Endpoint(id = "invocations", defaultAccess = Access.READ_ONLY)
public class InvocationsEndpoint {

	private static final int DEFAULT_LIMIT = 50;

	private final Invocations invocations;

	private final InvocationRepository repository;

	private final HandlerSummaries summaries;

	/**
	 * Create a new endpoint.
	 * @param invocations the invocations
	 * @param repository their records
	 * @param summaries their summaries
	 */
	public InvocationsEndpoint(Invocations invocations, InvocationRepository repository, HandlerSummaries summaries) {
		this.invocations = invocations;
		this.repository = repository;
		this.summaries = summaries;
	}

	/**
	 * Return the latest records, without their samples, the summaries of all handlers,
	 * and what is running.
	 * @param handler only what is of this handler
	 * @param outcome only records with this outcome
	 * @param limit how many records at most, and how many running invocations, 50 by
	 * default
	 * @return the records, the latest first, and the running invocations, the oldest
	 * first
	 */
	@ReadOperation
	public Map<String, Object> invocations(@Nullable String handler, @Nullable String outcome, @Nullable String limit) {
		return invocations(handler, outcome, limit, null, null);
	}

	/**
	 * Return the same as {@link #invocations(String, String, String)}, with a part of the
	 * records.
	 * @param before only records that ended before the one with this id; none, if that is
	 * no longer in the history
	 * @param after only records that ended after the one with this id; all, if that is no
	 * longer in the history
	 */
	Map<String, Object> invocations(@Nullable String handler, @Nullable String outcome, @Nullable String limit,
			@Nullable String before, @Nullable String after) {
		Outcome wanted = parseOutcome(outcome);
		int most = parseLimit(limit);
		List<Map<String, Object>> records = part(this.repository.findAll(), before, after).stream()
			.filter((record) -> handler == null || record.handler().equals(handler))
			.filter((record) -> wanted == null || record.outcome() == wanted)
			.limit(most)
			.map((record) -> RecordMaps.of(record, false))
			.toList();
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("active", this.invocations.active());
		result.put("started", this.invocations.started());
		result.put("lost", this.invocations.lost());
		Map<String, LateWork.Usage> late = new HashMap<>();
		this.invocations.lateWork().findAll().forEach((usage) -> late.put(usage.handler(), usage));
		result.put("handlers",
				this.summaries.findAll()
					.stream()
					.filter((summary) -> handler == null || summary.handler().equals(handler))
					.map((summary) -> summary(summary, late.get(summary.handler())))
					.toList());
		result.put("running",
				this.invocations.running(Integer.MAX_VALUE)
					.stream()
					.filter((running) -> handler == null || running.handler().equals(handler))
					.limit(most)
					.map(InvocationsEndpoint::running)
					.toList());
		result.put("invocations", records);
		return result;
	}

	/**
	 * Return a record with its samples.
	 * @param id the id of the invocation
	 * @return the record, or {@code null} if it is not in the history
	 */
	@ReadOperation
	public @Nullable Map<String, Object> invocation(@Selector String id) {
		InvocationRecord record = find(id);
		return (record != null) ? RecordMaps.of(record, true) : null;
	}

	@Nullable InvocationRecord find(String id) {
		return this.repository.findById(id);
	}

	private static List<InvocationRecord> part(List<InvocationRecord> latestFirst, @Nullable String before,
			@Nullable String after) {
		int from = 0;
		int to = latestFirst.size();
		for (int i = 0; (before != null || after != null) && i < latestFirst.size(); i++) {
			String id = latestFirst.get(i).id();
			from = id.equals(before) ? i + 1 : from;
			to = id.equals(after) ? i : to;
		}
		boolean gone = before != null && from == 0;
		return (gone || from > to) ? List.of() : latestFirst.subList(from, to);
	}

	private static @Nullable Outcome parseOutcome(@Nullable String outcome) {
		if (outcome == null) {
			return null;
		}
		try {
			return Outcome.valueOf(outcome.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw invalid("outcome", "must be INTERRUPTED, SUCCESS, ERROR or CANCELLED, but is '" + outcome + "'");
		}
	}

	private static int parseLimit(@Nullable String limit) {
		if (limit == null) {
			return DEFAULT_LIMIT;
		}
		try {
			int value = Integer.parseInt(limit);
			if (value > 0) {
				return value;
			}
		}
		catch (NumberFormatException ex) {
			// Told below.
		}
		throw invalid("limit", "must be a whole number above 0, but is '" + limit + "'");
	}

	static InvalidEndpointRequestException invalid(String parameter, String reason) {
		String message = "Parameter '" + parameter + "' " + reason;
		return new InvalidEndpointRequestException(message, message);
	}

	private static Map<String, Object> summary(HandlerSummary summary, LateWork.@Nullable Usage late) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("handler", summary.handler());
		result.put("count", summary.count());
		result.put("errors", summary.errors());
		result.put("cancelled", summary.cancelled());
		put(result, "durationNanos", summary.durationNanos());
		put(result, "cpuNanos", summary.cpuNanos());
		put(result, "peakMemoryBytes", summary.peakMemoryBytes());
		put(result, "downloadBytes", summary.downloadBytes());
		put(result, "uploadBytes", summary.uploadBytes());
		put(result, "allocatedBytes", summary.allocatedBytes());
		put(result, "warm", summary.warm());
		put(result, "cold", summary.cold());
		if (late != null) {
			Map<String, Object> section = Sections.section(result, "late");
			section.put("tasks", late.tasks());
			section.put("cpuNanos", late.cpuNanos());
			section.put("allocatedBytes", late.allocatedBytes());
		}
		return result;
	}

	private static Map<String, Object> running(RunningInvocation running) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("id", running.id());
		Sections.put(result, "parentId", running.parentId());
		result.put("handler", running.handler());
		result.put("start", running.start().toString());
		result.put("ageNanos", running.ageNanos());
		Map<String, Object> threads = Sections.section(result, "threads");
		threads.put("now", running.activeThreads());
		threads.put("total", running.threads());
		return result;
	}

	private static void put(Map<String, Object> target, String name, HandlerSummary.@Nullable Figures figures) {
		if (figures != null) {
			Map<String, Object> value = new LinkedHashMap<>();
			value.put("p50", figures.p50());
			value.put("p95", figures.p95());
			value.put("max", figures.max());
			value.put("total", figures.total());
			target.put(name, value);
		}
	}

	private static void put(Map<String, Object> target, String name, HandlerSummary.@Nullable Durations durations) {
		if (durations != null) {
			Map<String, Object> value = Sections.section(target, name);
			value.put("count", durations.count());
			put(value, "durationNanos", durations.durationNanos());
			value.put("histogram", durations.histogram().stream().map(InvocationsEndpoint::bucket).toList());
		}
	}

	private static Map<String, Object> bucket(HandlerSummary.Bucket bucket) {
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("from", bucket.from());
		result.put("to", bucket.to());
		result.put("count", bucket.count());
		return result;
	}

}
