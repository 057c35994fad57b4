// One invocation: why it took so long, its calls and samples in time, its figures among those of others.

import * as api from '../api.js';
import { barList, stackedBar } from '../charts/bars.js';
import { h, link, name, terms } from '../dom.js';
import { downloads } from '../downloads.js';
import { cause, TIME_PARTS, usualOf, verdict } from '../findings.js';
import { byKey, count, known, moment, nanos, number, percent } from '../format.js';
import { callsOf, cpu, isWarm, median, numbers, rank } from '../stats.js';
import { plainTable } from '../table.js';
import { callTable } from './handler.js';
import { timeline } from './timeline.js';

/** The figures that are compared with those of others, beside all calls. */
const FIGURES = [
	['durationNanos', 'Wall time'],
	['own.cpuNanos', 'CPU time of its threads'],
	['own.estimatedCpuNanos', 'CPU time of virtual threads, estimated'],
	['share.cpuNanos', 'Share of the CPU'],
	['own.allocatedBytes', 'Heap allocated'],
	['process.memory.rssBytes.max', 'Peak memory of the process'],
	['process.memory.percent.max', 'Peak memory of the limit'],
	['process.gc.nanos', 'Garbage collection'],
	['transfers.downloadBytes', 'Downloaded'],
	['transfers.uploadBytes', 'Uploaded'],
	['share.network.receivedBytes', 'Share of bytes received'],
	['share.network.sentBytes', 'Share of bytes sent'],
	['share.disk.readChars', 'Share of bytes read'],
	['share.disk.writeChars', 'Share of bytes written'],
	['monitor.hookNanos', 'Spent by the monitor itself']
];

export async function invocation(store, [id]) {
	let record;
	try {
		record = await api.invocation(id);
	} catch (error) {
		record = store.byId.get(id);
		if (!record || error.kind !== 'gone') {
			throw error;
		}
	}
	const others = store.recordsOf(record.handler);
	const warm = others.filter((other) => isWarm(other) && other.id !== id);
	return h(
		'div',
		null,
		h(
			'p',
			{ class: 'path' },
			h('a', { href: '#/' }, 'Handlers'),
			' › ',
			h('a', { href: link('handler', record.handler) }, name(record.handler))
		),
		h('h1', null, name(record.handler), ` took ${nanos(record.durationNanos)}`),
		h('p', { class: 'sentence' }, verdict(record, usualOf(others))),
		h(
			'p',
			{ class: 'actions' },
			warm.length ? h('a', { class: 'button', href: link('compare', id, 'median') }, 'Compare with the median warm one') : null
		),
		terms([
			['Id', h('code', null, record.id)],
			['Start', moment(record.start)],
			['Outcome', [record.outcome.toLowerCase(), record.error ? [', ', name(record.error)] : null]],
			['Cause', cause(record)?.code],
			['Cold start', record.coldStart ? 'yes' : 'no'],
			['At once', `at most ${count(record.concurrency?.max)}`],
			['Trigger', record.trigger],
			[
				'Request',
				record.request && [
					`${record.request.method} `,
					name(record.request.route ?? '(no route)'),
					known(record.request.status) ? ` ${record.request.status}` : ''
				]
			],
			['Inside of', record.parentId && h('a', { href: link('invocation', record.parentId) }, record.parentId)],
			[
				'Nested',
				record.nested?.count ? `${count(record.nested.count)} inside, ${nanos(record.nested.cpuNanos)} of CPU` : undefined
			],
			['Trace', record.trace?.traceId && h('code', null, record.trace.traceId)],
			['Cost', record.cost && `${number(record.cost.amount * 1e6)} ${record.cost.currency} for a million like it`]
		]),
		h('h2', null, 'Where its time went'),
		wall(record),
		start(record),
		timeline(record),
		h('h2', null, 'Service calls, merged'),
		callTable(callsOf([record])),
		h('h2', null, 'Figures'),
		figures(record, warm),
		stacks(record),
		unavailable(record),
		downloads(record)
	);
}

function wall(record) {
	if (record.time) {
		return stackedBar(
			'Wall time',
			TIME_PARTS.map(([key, title]) => [title, record.time[key] ?? 0, key]),
			record.durationNanos
		);
	}
	const bars = [
		['CPU of its threads', cpu(record), 'cpu'],
		...callsOf([record])
			.filter((call) => known(call.durationNanos))
			.slice(0, 6)
			.map((call) => [name(call.name), call.durationNanos, 'calls']),
		['garbage collection', record.process?.gc?.nanos || undefined, 'jvmPauseNanos'],
		['throttled', record.share?.cpu?.throttledNanos || undefined, 'throttledNanos']
	].filter(([, value]) => known(value));
	return [
		barList('Parts of the wall time', bars, record.durationNanos),
		h(
			'p',
			{ class: 'note' },
			'In parts of its wall time. These overlap: a thread may compute while it reads a stream, and several threads may work at once.'
		)
	];
}

/** The parts of a cold start, if the record has them. */
function start(record) {
	const parts = Object.entries(record.init ?? {}).filter(([, value]) => typeof value === 'number');
	return parts.length && known(record.initNanos)
		? [
				h('h2', null, 'What was before it'),
				barList(
					'Parts of the cold start',
					parts.map(([key, value]) => [key, value, 'cold']),
					record.initNanos
				)
			]
		: null;
}

function figures(record, warm) {
	const own = numbers(record);
	const all = warm.map(numbers);
	const rows = FIGURES.filter(([key]) => own.has(key)).map(([key, title]) => {
		const values = all.map((one) => one.get(key)).filter(known);
		const position = rank(values, own.get(key));
		return [
			title,
			byKey(key, own.get(key)),
			...(known(position) ? [byKey(key, median(values)), 'p' + Math.round(position * 100)] : ['–', '–'])
		];
	});
	const enough = rows.some((row) => row[2] !== '–');
	const cut = (row) => (enough ? row : row.slice(0, 2));
	return [
		plainTable(
			'Figures',
			cut([['Figure'], ['This one', { number: true }], ['Median', { number: true }], ['Percentile', { number: true }]]),
			rows.map(cut)
		),
		h(
			'p',
			{ class: 'note' },
			enough
				? `Median and percentile are among the ${count(warm.length)} other warm invocations whose records are kept.`
				: 'There are fewer than 20 warm invocations of this handler to compare with.'
		)
	];
}

function stacks(record) {
	const list = record.stacks ?? [];
	return list.length === 0
		? null
		: [
				h('h2', null, 'Where its threads were'),
				list.map((stack) =>
					h(
						'details',
						{ open: list.length === 1 },
						h(
							'summary',
							null,
							`${count(stack.count ?? 1)} times`,
							stack.thread ? [' on ', name(stack.thread)] : null,
							stack.lock ? [', waiting for ', name(stack.lock)] : null,
							stack.owner ? [' held by ', name(stack.owner)] : null
						),
						h('pre', { tabindex: '0' }, (stack.frames ?? []).join('\n'))
					)
				)
			];
}

function unavailable(record) {
	const reasons = [
		...(record.unavailable ?? []).map((one) => [h('code', null, one.column), one.reason]),
		...(record.belowResolution ?? []).map((one) => [
			h('code', null, one.column),
			`less than ${nanos(one.nanos)}, the smallest step of its clock`
		])
	];
	return reasons.length === 0
		? null
		: h(
				'details',
				{ class: 'section' },
				h('summary', null, `${reasons.length} figures are not known here, and why`),
				plainTable('What is not known', [['Column'], ['Reason']], reasons)
			);
}
