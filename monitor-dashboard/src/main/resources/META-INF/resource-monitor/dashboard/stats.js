// Figures of one record, and of many.

import { known } from './format.js';

/** Below this number of others a percentile says nothing. */
export const ENOUGH = 20;

export const isWarm = (record) => !record.coldStart;

export function quantile(values, fraction) {
	const sorted = Float64Array.from(values).sort();
	return sorted.length ? sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] : undefined;
}

export const median = (values) => quantile(values, 0.5);

/** The part of the values that a value is above, with half of those that it equals; undefined if they are too few. */
export function rank(values, value) {
	if (values.length < ENOUGH || !known(value)) {
		return undefined;
	}
	return values.reduce((sum, other) => sum + (other < value ? 1 : other === value ? 0.5 : 0), 0) / values.length;
}

/** All numbers of a record by their path, without its samples and lists. */
export function numbers(record) {
	const result = new Map();
	const walk = (object, prefix) => {
		for (const [key, value] of Object.entries(object)) {
			if (typeof value === 'number') {
				result.set(prefix + key, value);
			} else if (value && typeof value === 'object' && !Array.isArray(value) && key !== 'samples') {
				walk(value, prefix + key + '.');
			}
		}
	};
	walk(record, '');
	for (const call of record.serviceCalls ?? []) {
		for (const key of ['count', 'errors', 'durationNanos', 'bytes', 'retries']) {
			if (known(call[key])) {
				result.set(`${callName(call)} ${key}`, (result.get(`${callName(call)} ${key}`) ?? 0) + call[key]);
			}
		}
	}
	return result;
}

/** The operation of a call with its service, which many operations begin with anyway. */
export const callName = (call) =>
	call.operation.startsWith(call.service + '.') ? call.operation : `${call.service}.${call.operation}`;

export const cpu = (record) =>
	known(record.own?.cpuNanos) || known(record.own?.estimatedCpuNanos)
		? (record.own.cpuNanos ?? 0) + (record.own.estimatedCpuNanos ?? 0)
		: undefined;

/** The service calls of some records by operation, those with the most time first. */
export function callsOf(records) {
	const byName = new Map();
	for (const record of records) {
		for (const call of record.serviceCalls ?? []) {
			const name = callName(call);
			const sum = byName.get(name) ?? {
				name,
				count: 0,
				errors: 0,
				bytes: 0,
				retries: 0,
				durationNanos: undefined,
				slowest: undefined
			};
			byName.set(name, sum);
			sum.count += call.count;
			sum.errors += call.errors;
			sum.bytes += call.bytes ?? 0;
			sum.retries += call.retries ?? 0;
			if (known(call.durationNanos)) {
				sum.durationNanos = (sum.durationNanos ?? 0) + call.durationNanos;
				if (!sum.slowest || call.durationNanos > sum.slowest.nanos) {
					sum.slowest = { nanos: call.durationNanos, id: record.id };
				}
			}
		}
	}
	return [...byName.values()].sort((a, b) => (b.durationNanos ?? -1) - (a.durationNanos ?? -1) || b.count - a.count);
}

/** A record made of the medians of others. What most of them lack, it lacks. */
export function medianRecord(records) {
	const all = records.map(numbers);
	const keys = new Set(all.flatMap((one) => [...one.keys()]));
	const result = new Map();
	for (const key of keys) {
		const values = all.map((one) => one.get(key)).filter(known);
		if (values.length * 2 > all.length) {
			result.set(key, median(values));
		}
	}
	return result;
}

/** The sum of what records cost; undefined if none says it. */
export function costOf(records) {
	const amounts = records.map((record) => record.cost?.amount).filter(known);
	return amounts.length
		? {
				amount: amounts.reduce((a, b) => a + b, 0),
				count: amounts.length,
				currency: records.find((record) => known(record.cost?.amount)).cost.currency
			}
		: undefined;
}
