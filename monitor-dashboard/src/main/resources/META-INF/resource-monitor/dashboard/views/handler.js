// One handler: cold and warm apart, its invocations in time, and those that took longest.

import { swatch } from '../charts/bars.js';
import { histogram } from '../charts/histogram.js';
import { scatter } from '../charts/scatter.js';
import { figure, h, link, name } from '../dom.js';
import { mostOfTime, usualOf, verdict } from '../findings.js';
import { bytes, count, moment, nanos, percent } from '../format.js';
import { callsOf, cpu } from '../stats.js';
import { plainTable } from '../table.js';

const OUTLIERS = 10;
const LATEST = 50;

export function handler(store, [wanted]) {
	const summary = store.handler(wanted);
	if (!summary) {
		return h(
			'div',
			{ class: 'notice', 'data-state': 'unknown' },
			h('h1', null, 'No such handler'),
			h('p', null, name(wanted), ' has not run since the start of this instance.'),
			h('p', null, h('a', { href: '#/' }, 'All handlers'))
		);
	}
	const records = store.recordsOf(wanted);
	const calls = callsOf(records);
	const open = (record) => {
		location.hash = link('invocation', record.id);
	};
	const [most] = mostOfTime(records, calls);
	const kinds = [
		['warm', summary.warm],
		['cold', summary.cold]
	].filter(([, part]) => part);
	return h(
		'div',
		null,
		h('p', { class: 'path' }, h('a', { href: '#/' }, 'Handlers')),
		h('h1', null, name(wanted)),
		h(
			'p',
			{ class: 'sentence' },
			`${count(summary.count)} invocations, ${percent(summary.errors / summary.count)} failed; half took less than ${nanos(summary.durationNanos?.p50)}`,
			most ? [`; ${percent(Math.min(1, most.part))} of the time is `, name(most.name)] : null,
			'.'
		),
		h(
			'div',
			{ class: 'pair' },
			figure(
				'Durations of all invocations',
				[histogram(summary), warmAndCold(kinds)],
				buckets(kinds),
				'On a log scale, since the start; warm above the axis, cold starts below it.'
			),
			figure(
				'Invocations in time',
				records.length ? scatter(records, open) : h('p', { class: 'note' }, 'No record of it is kept any more.'),
				latest(records),
				`The latest ${count(records.length)} of ${count(summary.count)}, by start and duration. A click opens one.`
			)
		),
		outliers(records),
		h('h2', null, 'Service calls'),
		callTable(calls),
		late(summary.late)
	);
}

function warmAndCold(kinds) {
	return plainTable(
		'Warm and cold',
		[['Kind'], ...['Count', 'p50', 'p95', 'Max'].map((title) => [title, { number: true }])],
		kinds.map(([kind, part]) => [
			[swatch(kind), kind],
			count(part.count),
			nanos(part.durationNanos.p50),
			nanos(part.durationNanos.p95),
			nanos(part.durationNanos.max)
		])
	);
}

function buckets(kinds) {
	return plainTable(
		'Histogram',
		[['Kind'], ['From', { number: true }], ['To', { number: true }], ['Count', { number: true }]],
		kinds.flatMap(([kind, part]) =>
			part.histogram.map((bucket) => [kind, nanos(bucket.from), nanos(bucket.to), count(bucket.count)])
		)
	);
}

/** What was done for its invocations after their end. */
function late(work) {
	return work
		? h('p', { class: 'note' }, `After their end, ${count(work.tasks)} tasks used ${nanos(work.cpuNanos)} of CPU for them.`)
		: null;
}

function outliers(records) {
	if (records.length === 0) {
		return null;
	}
	const usual = usualOf(records);
	const longest = [...records].sort((a, b) => b.durationNanos - a.durationNanos).slice(0, OUTLIERS);
	return [
		h('h2', null, longest.length < OUTLIERS ? 'The longest' : `The ${OUTLIERS} longest`),
		plainTable(
			'The invocations that took longest',
			[['Invocation'], ['Duration', { number: true }], ['Why']],
			longest.map((record) => [
				one(record),
				nanos(record.durationNanos),
				[record.outcome === 'SUCCESS' ? null : h('b', null, record.outcome.toLowerCase(), ' '), verdict(record, usual)]
			]),
			'stacked'
		)
	];
}

const one = (record) => h('a', { href: link('invocation', record.id), 'data-keep': 'record ' + record.id }, moment(record.start));

function latest(records) {
	return plainTable(
		`The latest ${Math.min(LATEST, records.length)} invocations`,
		[
			['Invocation'],
			['Duration', { number: true }],
			['CPU', { number: true }],
			['Outcome'],
			['Cold'],
			['At once', { number: true }]
		],
		records
			.slice(0, LATEST)
			.map((record) => [
				one(record),
				nanos(record.durationNanos),
				nanos(cpu(record)),
				record.outcome.toLowerCase(),
				record.coldStart ? 'yes' : 'no',
				count(record.concurrency?.max)
			])
	);
}

export function callTable(calls) {
	if (calls.length === 0) {
		return h(
			'p',
			{ class: 'note' },
			'None was counted. The view ',
			h('a', { href: '#/resources' }, 'Resources'),
			' lists clients whose calls cannot be.'
		);
	}
	return plainTable(
		'Service calls, those with the most time first',
		[['Operation'], ...['Time', 'Calls', 'Errors', 'Retries', 'Payload'].map((title) => [title, { number: true }])],
		calls.map((call) => [
			name(call.name),
			nanos(call.durationNanos),
			count(call.count),
			count(call.errors),
			count(call.retries),
			bytes(call.bytes)
		])
	);
}
