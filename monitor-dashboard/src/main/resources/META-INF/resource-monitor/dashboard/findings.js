// Says in a sentence what figures show.

import { bytes, count, known, nanos, percent } from './format.js';
import { callName, callsOf, cpu, ENOUGH, isWarm, median } from './stats.js';

/** The parts of a record's wall time, in the order in which they are drawn; they add up to it. */
export const TIME_PARTS = [
	['cpuNanos', 'on a processor'],
	['serviceCallsNanos', 'waiting for services'],
	['throttledNanos', 'throttled by the CPU quota'],
	['cpuContentionNanos', 'waiting for a processor'],
	['lockNanos', 'waiting for a lock'],
	['jvmPauseNanos', 'JVM pauses'],
	['executorQueueNanos', 'in the queue of an executor'],
	['otherWaitNanos', 'waiting otherwise'],
	['unexplainedNanos', 'unexplained']
];

/** What a handler uses the most of, in all: cost if known, else CPU, else time. */
export function expense(handler, records) {
	const amounts = records.filter((record) => known(record.cost?.amount));
	if (amounts.length) {
		return { of: 'cost', value: (amounts.reduce((sum, record) => sum + record.cost.amount, 0) / amounts.length) * handler.count };
	}
	return handler.cpuNanos
		? { of: 'CPU', value: handler.cpuNanos.total }
		: { of: 'time', value: handler.durationNanos?.total ?? 0 };
}

/** The handlers, the most expensive first, each with its part of the whole. */
export function ranked(store) {
	const rows = store.handlers.map((handler) => {
		const records = store.recordsOf(handler.handler);
		return { handler, records, ...expense(handler, records), calls: callsOf(records) };
	});
	const kind = ['cost', 'CPU', 'time'].find((kind) => rows.some((row) => row.of === kind));
	const sum = rows.filter((row) => row.of === kind).reduce((total, row) => total + row.value, 0);
	for (const row of rows) {
		row.part = row.of === kind && sum > 0 ? row.value / sum : undefined;
	}
	return rows.sort((a, b) => (b.part ?? -1) - (a.part ?? -1) || b.value - a.value);
}

/** What the time of some records goes to, the largest part first: their own CPU, and the operation with the most time. */
export function mostOfTime(records, calls = callsOf(records)) {
	const total = records.reduce((sum, record) => sum + record.durationNanos, 0);
	const used = records.map(cpu).filter(known);
	const call = calls.find((call) => known(call.durationNanos));
	const parts = [
		used.length ? { name: 'CPU', part: used.reduce((sum, value) => sum + value, 0) / total } : null,
		call ? { name: call.name, part: call.durationNanos / total, call } : null
	];
	return total === 0 ? [] : parts.filter(Boolean).sort((a, b) => b.part - a.part);
}

/** The code of a record's cause, and its sentence, as far as it has them. */
export function cause(record) {
	const value = record.cause;
	if (!value) {
		return undefined;
	}
	return typeof value === 'string'
		? { code: value, sentence: record.causeSentence }
		: { code: value.code, sentence: value.sentence ?? value.text };
}

/** What is known of a record's time by name: its division if it has one, else parts that may overlap. */
function partsOf(record) {
	const parts = new Map();
	const named = record.time
		? TIME_PARTS.map(([key, title]) => [title, record.time[key]])
		: [
				['CPU', cpu(record)],
				['garbage collection', record.process?.gc?.nanos],
				['throttling', record.share?.cpu?.throttledNanos]
			];
	if (!record.time) {
		named.push(...(record.serviceCalls ?? []).map((call) => [callName(call), call.durationNanos]));
	}
	named.filter(([, value]) => known(value)).forEach(([part, value]) => parts.set(part, (parts.get(part) ?? 0) + value));
	return parts;
}

/** What is usual for the warm ones of some records; undefined if they are too few to say. */
export function usualOf(records) {
	const warm = records.filter(isWarm);
	if (warm.length < ENOUGH) {
		return undefined;
	}
	const all = warm.map(partsOf);
	const names = new Set(all.flatMap((parts) => [...parts.keys()]));
	return {
		duration: median(warm.map((record) => record.durationNanos)),
		parts: new Map([...names].map((name) => [name, median(all.map((parts) => parts.get(name) ?? 0))]))
	};
}

/** Why a record took as long as it did: its own sentence, else a comparison with what is usual. */
export function verdict(record, usual) {
	const own = cause(record);
	if (own?.sentence) {
		return own.sentence;
	}
	const parts = [...partsOf(record)].sort((a, b) => b[1] - a[1]);
	if (record.coldStart) {
		const init = known(record.initNanos) ? ` The process had started ${nanos(record.initNanos)} before it.` : '';
		return `First invocation of the instance, when classes are loaded and code is not compiled yet.${init}`;
	}
	if (!usual) {
		const [name, value] = parts[0] ?? [];
		return name
			? `${name} is ${percent(value / record.durationNanos)} of its time. Too few warm calls to compare it with.`
			: 'Nothing is known of what it did.';
	}
	const times = record.durationNanos / usual.duration;
	if (times < 1.15) {
		return `${times > 0.87 ? 'As long as usual' : 'Faster than usual'}, which is ${nanos(usual.duration)}.`;
	}
	const more = parts
		.map(([name, value]) => [name, value - (usual.parts.get(name) ?? 0)])
		.filter(([, value]) => value > 0.02 * record.durationNanos)
		.sort((a, b) => b[1] - a[1])
		.slice(0, 2);
	const found = more.reduce((sum, [, value]) => sum + value, 0);
	const rest = found < (record.durationNanos - usual.duration) / 2;
	const text = more.map(([name, value]) => `${nanos(value)} more of ${name}`).join(', ');
	const end = !rest ? '' : text ? '; most of the rest was not measured' : '; no part that was measured explains it';
	return `${times.toFixed(1)} times the usual ${nanos(usual.duration)}${text ? ': ' + text : ''}${end}.`;
}

/** The sums of the page's first line of figures. */
export function tiles(store) {
	const errors = store.handlers.reduce((sum, handler) => sum + handler.errors, 0);
	const cold = store.handlers.reduce((sum, handler) => sum + (handler.cold?.count ?? 0), 0);
	const peak = Math.max(0, ...store.handlers.map((handler) => handler.peakMemoryBytes?.max ?? 0));
	const limit = store.memoryLimit ?? store.records[0]?.process?.memory?.limitBytes?.max;
	const dropped = (store.resources?.exporters ?? []).reduce((sum, exporter) => sum + exporter.dropped, 0);
	return [
		{
			title: 'Invocations',
			value: count(store.ended),
			note: `${count(errors)} failed (${percent(errors / (store.ended || 1))}), ${count(store.totals.active)} running now`
		},
		{ title: 'Cold starts', value: percent(cold / (store.ended || 1)), note: `${count(cold)} of ${count(store.ended)}` },
		{
			title: 'Peak memory',
			value: peak && limit ? percent(peak / limit) : bytes(peak || undefined),
			note: peak ? (limit ? `${bytes(peak)} of ${bytes(limit)}` : 'the limit is not known') : 'was not measured'
		},
		{
			title: 'Records lost',
			value: count(store.totals.lost + dropped),
			note: dropped ? `${count(store.totals.lost)} never made, ${count(dropped)} not exported` : 'of all that have ended'
		}
	];
}
