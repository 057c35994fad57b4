// Files of a record, made in the browser.

import { h } from './dom.js';
import { known } from './format.js';
import { callName } from './stats.js';

/** The samples as CSV, with the line ends that the format asks for. */
export function csv(record) {
	const samples = record.samples ?? { columns: ['timeNanos'], rows: [] };
	return [samples.columns, ...samples.rows].map((row) => row.map((cell) => cell ?? '').join(',')).join('\r\n') + '\r\n';
}

/** The record as a trace that Perfetto opens: calls may overlap, so they are asynchronous events; samples are counters. */
export function perfetto(record) {
	const offset = record.coldStart && known(record.initNanos) ? record.initNanos : 0;
	const micros = (time) => (time + offset) / 1000;
	const base = { pid: 1, tid: 1 };
	const events = [
		{ ...base, ph: 'M', name: 'process_name', args: { name: record.function?.name ?? record.function?.instance ?? 'function' } },
		{ ...base, ph: 'M', name: 'thread_name', args: { name: 'invocation' } },
		{
			...base,
			ph: 'X',
			cat: 'invocation',
			name: record.handler,
			ts: micros(0),
			dur: record.durationNanos / 1000,
			args: { id: record.id, start: record.start, outcome: record.outcome }
		}
	];
	if (offset) {
		events.push({ ...base, ph: 'X', cat: 'invocation', name: 'cold start', ts: 0, dur: offset / 1000 });
	}
	(record.calls ?? []).forEach((call, index) => {
		const event = { ...base, cat: 'call', name: callName(call), id: index + 1 };
		events.push(
			{
				...event,
				ph: 'b',
				ts: micros(call.startNanos),
				args: { bytes: call.bytes, status: call.status, attempts: call.attempts, thread: call.thread }
			},
			{ ...event, ph: 'e', ts: micros(call.startNanos + call.durationNanos) }
		);
	});
	const { columns, rows } = record.samples ?? { columns: [], rows: [] };
	for (const row of rows) {
		row.forEach(
			(value, index) =>
				index > 0 && known(value) && events.push({ pid: 1, ph: 'C', name: columns[index], ts: micros(row[0]), args: { value } })
		);
	}
	return JSON.stringify({ displayTimeUnit: 'ms', traceEvents: events });
}

function save(text, type, name) {
	const address = URL.createObjectURL(new Blob([text], { type }));
	h('a', { href: address, download: name.replace(/[^\w.-]/g, '_') }).click();
	setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function downloads(record) {
	const button = (title, make, type, ending) =>
		h('button', { type: 'button', on: { click: () => save(make(), type, record.id + ending) } }, title);
	return h(
		'p',
		{ class: 'actions' },
		'Download as ',
		button('JSON', () => JSON.stringify(record, null, 2), 'application/json', '.json'),
		record.samples ? button('CSV of the samples', () => csv(record), 'text/csv', '.csv') : null,
		button('Trace for Perfetto', () => perfetto(record), 'application/json', '.trace.json')
	);
}
