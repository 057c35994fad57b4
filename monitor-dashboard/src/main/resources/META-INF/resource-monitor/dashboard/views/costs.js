// What invocations cost, if their records or an endpoint of costs say it.

import * as api from '../api.js';
import { h, link, name, terms } from '../dom.js';
import { ranked } from '../findings.js';
import { count, known, money, number } from '../format.js';
import { costOf } from '../stats.js';
import { plainTable } from '../table.js';

const PARTS = ['cpu', 'memory', 'request', 'services', 'egress', 'log'];

export async function costs(store) {
	const bill = api.isExposed('costs') ? await api.costs() : undefined;
	const rows = ranked(store)
		.map((row) => ({ ...row, cost: costOf(row.records) }))
		.filter((row) => row.cost);
	const priced = store.records.find((record) => record.cost);
	if (!bill && !priced) {
		return h(
			'div',
			{ class: 'notice' },
			h('h1', null, 'No record has a cost'),
			h('p', null, 'Prices are known for a platform that is found or configured.')
		);
	}
	return h(
		'div',
		null,
		h('h1', null, 'What it costs'),
		rows.length ? byHandler(rows, store) : null,
		priced ? basis(priced.cost) : null,
		bill ? [h('h2', null, 'The bill of this instance'), tree(bill)] : null
	);
}

function byHandler(rows, store) {
	const present = PARTS.filter((part) => rows.some((row) => row.records.some((record) => known(record.cost?.[part]))));
	const thousand = (row, part) => {
		const values = row.records.map((record) => record.cost?.[part]).filter(known);
		return values.length ? money((values.reduce((a, b) => a + b, 0) / row.cost.count) * 1000, row.cost.currency) : '–';
	};
	return [
		plainTable(
			'Cost of a thousand calls by handler',
			[
				['Handler'],
				['A thousand calls', { number: true }],
				...present.map((part) => [part, { number: true }]),
				['Calls', { number: true }]
			],
			rows.map((row) => [
				h('a', { href: link('handler', row.handler.handler) }, name(row.handler.handler)),
				thousand(row, 'amount'),
				...present.map((part) => thousand(row, part)),
				count(row.handler.count)
			])
		),
		h('p', { class: 'note' }, `On average of the latest ${count(store.records.length)} of ${count(store.ended)} records.`)
	];
}

function basis(cost) {
	return [
		h('h2', null, 'What that rests on'),
		terms([['Prices as of', cost.pricesDate]]),
		cost.assumptions?.length
			? h(
					'ul',
					null,
					cost.assumptions.map((text) => h('li', null, 'Assumed: ', text))
				)
			: null,
		cost.missing?.length
			? plainTable(
					'Not priced',
					[['No price for'], ['Reason']],
					cost.missing.map((one) => [one.part, one.reason])
				)
			: null
	];
}

/** Whatever an endpoint answers, as lists of terms. */
function tree(value) {
	if (Array.isArray(value)) {
		return h(
			'ol',
			null,
			value.map((one) => h('li', null, tree(one)))
		);
	}
	if (value && typeof value === 'object') {
		return terms(Object.entries(value).map(([key, one]) => [key, tree(one)]));
	}
	return typeof value === 'number' ? number(value) : String(value);
}
