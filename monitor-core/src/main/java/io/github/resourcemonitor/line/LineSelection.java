package io.github.resourcemonitor.line;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.github.resourcemonitor.cardinality.BoundedMap;
import io.github.resourcemonitor.history.WarmDurations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;

/**
 * Decides which records have a line. Those of invocations that did not succeed, of cold
 * starts, and of invocations that took longer than is usual for their handler have one in
 * any case. Of the others, a sample is chosen by the id, so that whoever decides again
 * decides the same.
 * <p>
 * Safe for use by several threads, which do not wait for each other.
 */
final class LineSelection {

	/**
	 * How many handlers have durations of their own; further ones share theirs.
	 */
	private static final int MAX_HANDLERS = 100;

	private final LineRule rule;

	private final Map<String, LineRule> handlers;

	private final Map<String, LineRule> uniform = new HashMap<>();

	private final boolean all;

	private final BoundedMap<WarmDurations> durations = new BoundedMap<>(MAX_HANDLERS, (name) -> new WarmDurations());

	LineSelection(LineRule rule, Map<String, LineRule> handlers) {
		this.rule = rule;
		this.handlers = handlers;
		handlers.forEach((name, each) -> this.uniform.put(uniform(name), each));
		this.all = rule.isAll() && handlers.values().stream().allMatch(LineRule::isAll);
	}

	/**
	 * Return a name without what cannot be written in the name of a variable of the
	 * environment.
	 */
	private static String uniform(String name) {
		StringBuilder result = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			if (Character.isLetterOrDigit(name.charAt(i))) {
				result.append(name.charAt(i));
			}
		}
		return result.toString().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return whether a record has a line. To be asked once for each record.
	 */
	boolean includes(InvocationRecord record) {
		if (this.all) {
			return true;
		}
		if (record.outcome() != Outcome.SUCCESS || record.coldStart()) {
			return true;
		}
		WarmDurations usual = this.durations.get(record.handler());
		boolean outlier = usual.isOutlier(record.durationNanos());
		usual.add(record.durationNanos());
		return outlier || isSelected(record, rule(record.handler()));
	}

	private static boolean isSelected(InvocationRecord record, LineRule rule) {
		return record.durationNanos() >= rule.minDurationNanos()
				&& (rule.sample() >= 1 || position(record.id()) < rule.sample());
	}

	private LineRule rule(String handler) {
		if (this.handlers.isEmpty()) {
			return this.rule;
		}
		LineRule found = this.handlers.get(handler);
		if (found == null) {
			found = this.uniform.get(uniform(handler));
		}
		return (found != null) ? found : this.rule;
	}

	/**
	 * Return where an id stands among all, from 0 to 1: FNV-1a over its characters, and
	 * the last step of SplitMix64, without which consecutive numbers stand close.
	 */
	static double position(String id) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < id.length(); i++) {
			hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
		}
		hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
		hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
		return ((hash ^ hash >>> 31) >>> 11) * 0x1.0p-53;
	}

}
