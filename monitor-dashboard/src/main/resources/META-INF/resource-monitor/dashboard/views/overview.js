// The first view: a sentence, four figures, and the handlers, the most expensive first.

import { meter } from '../charts/bars.js';
import { range, sparkline } from '../charts/histogram.js';
import { h, link, name } from '../dom.js';
import { mostOfTime, ranked, tiles } from '../findings.js';
import { bytes, count, known, money, nanos, percent } from '../format.js';
import { costOf } from '../stats.js';
import { plainTable, sortableTable } from '../table.js';
import { empty } from '../states.js';

const order = { key: 'part', down: true };

export function overview(store) {
	if (store.ended === 0 && store.running.length === 0) {
		return empty();
	}
	const rows = ranked(store);
	return h(
		'div',
		null,
		h('h1', { class: 'sentence' }, sentence(rows)),
		h(
			'ul',
			{ class: 'tiles' },
			tiles(store).map((tile) =>
				h('li', null, h('h2', null, tile.title), h('p', { class: 'figure' }, tile.value), h('p', { class: 'note' }, tile.note))
			)
		),
		h('h2', null, 'Handlers'),
		table(rows, store.hasCosts),
		shown(store),
		running(store)
	);
}

function sentence(rows) {
	const first = rows[0];
	if (!first) {
		return 'The first invocations are still running.';
	}
	const { handler, part, of, records, calls } = first;
	const parts = mostOfTime(records, calls);
	return [
		h('a', { href: link('handler', handler.handler) }, name(handler.handler)),
		rows.length > 1 && known(part)
			? ` costs most: ${percent(part)} of the ${of === 'cost' ? 'money' : of}; `
			: ' is the only handler so far; ',
		parts.length ? parts.map((one, index) => timePart(one, index)) : 'what its time goes to is not known',
		'.'
	];
}

function timePart({ name: what, part, call }, index) {
	const slowest = call?.slowest;
	const size = percent(Math.min(1, part));
	return [
		index ? ', ' : null,
		slowest ? h('a', { href: link('invocation', slowest.id) }, name(what)) : name(what),
		index ? ` ${size}` : ` is ${size} of its time`
	];
}

function table(rows, withCosts) {
	const domain = range(rows.map((row) => row.handler));
	const each = (row, figures) => (row.handler[figures] ? row.handler[figures].total / row.handler.count : undefined);
	const transferred = (row) =>
		row.handler.downloadBytes || row.handler.uploadBytes
			? (each(row, 'downloadBytes') ?? 0) + (each(row, 'uploadBytes') ?? 0)
			: undefined;
	const cost = (row) => {
		const sum = costOf(row.records);
		return sum && sum.amount / sum.count;
	};
	const of = rows.find((row) => known(row.part))?.of ?? 'CPU';
	const column = (key, title, value, cell, hint) => ({ key, title, value, cell: (row) => cell(value(row)), hint });
	return sortableTable({
		id: 'handlers',
		caption: 'Handlers',
		state: order,
		rows,
		columns: [
			{
				key: 'name',
				title: 'Handler',
				text: true,
				value: (row) => row.handler.handler,
				cell: (row) =>
					h(
						'a',
						{ href: link('handler', row.handler.handler), 'data-keep': 'handler ' + row.handler.handler },
						name(row.handler.handler)
					)
			},
			{
				key: 'part',
				title: `Of all ${of}`,
				value: (row) => row.part,
				hint: 'Its part of what all invocations used',
				cell: (row) => [known(row.part) ? meter(row.part, 'cpu') : null, ' ', percent(row.part)]
			},
			{
				key: 'call',
				title: 'Dearest call',
				text: true,
				value: (row) => row.calls[0]?.name,
				hint: 'The service call that most time goes to, in the records that are kept',
				cell: (row) => call(row)
			},
			column('count', 'Calls', (row) => row.handler.count, count),
			column(
				'errors',
				'Errors',
				(row) => row.handler.errors / row.handler.count,
				(part) => (part === 0 ? '0' : percent(part))
			),
			column(
				'cold',
				'Cold',
				(row) => (row.handler.cold?.count ?? 0) / row.handler.count,
				(part) => (part === 0 ? '0' : percent(part)),
				'First invocations of an instance'
			),
			column('p50', 'p50', (row) => row.handler.durationNanos?.p50, nanos, 'Half of the invocations were shorter'),
			column('p95', 'p95', (row) => row.handler.durationNanos?.p95, nanos, '95 % of the invocations were shorter'),
			column('max', 'Max', (row) => row.handler.durationNanos?.max, nanos),
			{ title: 'Durations, log scale', text: true, cell: (row) => sparkline(row.handler, domain) },
			column('cpu', 'CPU', (row) => each(row, 'cpuNanos'), nanos, 'CPU time for each call, on average'),
			...(withCosts
				? [column('cost', 'Cost', cost, (amount) => amount, 'For a thousand calls, on average of the records that are kept')].map(
						(entry) => ({
							...entry,
							cell: (row) => (known(cost(row)) ? money(1000 * cost(row), costOf(row.records).currency) : '–')
						})
					)
				: []),
			column('allocated', 'Heap', (row) => each(row, 'allocatedBytes'), bytes, 'Bytes allocated by each call, on average'),
			column('bytes', 'Payload', transferred, bytes, 'Bytes that each call downloads and uploads, on average')
		]
	});
}

function call(row) {
	const dearest = row.calls[0];
	if (!dearest) {
		return '–';
	}
	return dearest.slowest
		? h('a', { href: link('invocation', dearest.slowest.id), 'data-keep': 'call ' + row.handler.handler }, name(dearest.name))
		: name(dearest.name);
}

function shown(store) {
	const kept = store.records.length;
	const nested = store.records.some((record) => record.parentId);
	return h(
		'p',
		{ class: 'note' },
		`Counts, percentiles and averages are of all ${count(store.ended)} invocations since the start; service calls are of the latest ${count(kept)} records${
			store.complete ? ', which are all that are kept.' : ' read so far.'
		}`,
		nested ? ' Invocations inside others count in both.' : ''
	);
}

function running(store) {
	return store.running.length === 0
		? null
		: [
				h('h2', null, 'Running now'),
				plainTable(
					'Running invocations',
					[['Handler'], ['Since', { number: true }], ['Threads at work', { number: true }]],
					store.running.slice(0, 20).map((one) => [name(one.handler), nanos(one.ageNanos), count(one.threads?.now)])
				)
			];
}
