// An invocation in time: its calls, and its samples on the same axis.

import { series } from '../charts/series.js';
import { waterfall } from '../charts/waterfall.js';
import { figure, h, name } from '../dom.js';
import { bytes, count, known, nanos, number } from '../format.js';
import { callName } from '../stats.js';
import { plainTable } from '../table.js';

const ROWS = 200;

export function timeline(record) {
	const calls = record.calls ?? [];
	const rows = calls.map((call) => ({
		name: callName(call),
		start: call.startNanos,
		duration: call.durationNanos,
		wait: call.waitNanos,
		kind: 'calls',
		text: nanos(call.durationNanos)
	}));
	const table = calls.length
		? plainTable(
				'Calls in time',
				[
					['Call'],
					...['Start', 'Duration', 'Waiting', 'Bytes', 'Attempts'].map((title) => [title, { number: true }]),
					['Status'],
					['Thread']
				],
				calls.map((call) => [
					name(callName(call)),
					nanos(call.startNanos),
					nanos(call.durationNanos),
					nanos(call.waitNanos),
					bytes(call.bytes),
					count(call.attempts),
					call.status ?? '–',
					name(call.thread ?? '–')
				])
			)
		: null;
	return [
		figure(
			'In time',
			waterfall(record, rows),
			table,
			calls.length ? 'A thin line below a call: the time in which it waited.' : 'When each call started is not in this record.'
		),
		samples(record)
	];
}

function samples(record) {
	const { columns, rows } = record.samples ?? { rows: [] };
	if (rows.length < 2) {
		return h(
			'p',
			{ class: 'note' },
			rows.length
				? 'It was too short for a chart: one sample was taken.'
				: 'No samples: it was shorter than the interval of sampling, or they were dropped to save memory.'
		);
	}
	const times = rows.map((row) => row[0]);
	const values = (column) => (columns.includes(column) ? rows.map((row) => row[columns.indexOf(column)]) : undefined);
	const rate = (...names) => {
		const present = names.map(values).filter(Boolean);
		const sum = rows.map((row, index) =>
			present.every((column) => known(column[index])) ? present.reduce((total, column) => total + column[index], 0) : null
		);
		return present.length
			? sum.map((value, index) =>
					index && known(value) && known(sum[index - 1]) ? (value - sum[index - 1]) / (times[index] - times[index - 1]) : null
				)
			: undefined;
	};
	const scaled = (values, factor) => values?.map((value) => (value === null ? null : value * factor));
	const chart = (title, format, lines) => {
		const present = lines.filter((line) => line.values?.some(known));
		if (present.length && present.every((line) => line.values.every((value) => !value))) {
			return h('p', { class: 'note' }, `${title}: 0 in all samples.`);
		}
		return present.length
			? figure(
					title,
					series(record, times, present, format),
					plainTable(
						title,
						[['At'], ...present.map((line) => [line.name, { number: true }])],
						rows
							.slice(0, ROWS)
							.map((row, index) => [
								nanos(row[0]),
								...present.map((line) => (known(line.values[index]) ? format(line.values[index]) : '–'))
							])
					),
					rows.length > ROWS ? `The table has the first ${ROWS} of ${rows.length} samples.` : null
				)
			: null;
	};
	return [
		chart('CPU of the process', (value) => number(value) + '\u00a0%', [
			{
				name: 'of one core',
				color: '--cpu',
				values: values('cpu.percent') ?? scaled(rate('cpu.userNanos', 'cpu.systemNanos'), 100)
			}
		]),
		chart('Memory of the process', bytes, [
			{ name: 'resident', color: '--memory', values: values('memory.rssBytes') },
			{ name: 'heap in use', color: '--calls', values: values('heap.usedBytes') }
		]),
		chart('Network with loopback, bytes a second', bytes, [
			{ name: 'received', color: '--cpu', values: scaled(rate('network.receivedBytes', 'network.loopbackReceivedBytes'), 1e9) },
			{ name: 'sent', color: '--calls', values: scaled(rate('network.sentBytes', 'network.loopbackSentBytes'), 1e9) }
		])
	];
}
