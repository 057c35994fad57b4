// What invocations cost, if their records say it, and the bill of the instance, if its endpoint is exposed.

import * as api from '../api.js';
import { h, link, name, terms } from '../dom.js';
import { ranked } from '../findings.js';
import { bytes, count, known, money, nanos, percent } from '../format.js';
import { costOf } from '../stats.js';
import { plainTable } from '../table.js';

const PARTS = ['cpu', 'memory', 'request', 'services', 'egress', 'log'];

export async function costs(store) {
	const answer = api.isExposed('costs') ? await api.costs() : {};
	const bill = known(answer.total) ? answer : undefined;
	const priced = store.records.find((record) => record.cost)?.cost;
	if (!bill && !priced) {
		return h(
			'div',
			{ class: 'notice', 'data-state': 'unpriced' },
			h('h1', null, 'No prices are known'),
			h('p', null, 'They are known for a platform that is found or configured: '),
			h('pre', { tabindex: '0' }, 'resource-monitor.cost.platform=cloud-run\nresource-monitor.cost.region=us-central1')
		);
	}
	return h('div', null, bill ? ofInstance(bill) : ofRecords(store), basis(bill ?? priced));
}

/** The bill of the instance, which adds up. */
function ofInstance(bill) {
	const amount = (value) => money(value, bill.currency);
	const lines = Object.entries(bill.lines ?? {}).map(([line, one]) => ({ line, ...one }));
	const billings = Object.entries(bill.timeAndRequestsByBilling ?? {}).filter(([, value]) => typeof value === 'number');
	return [
		h('h1', null, `This instance has cost ${amount(bill.total)}`),
		terms([
			['Platform', [bill.platform, bill.region].filter(Boolean).join(', ')],
			['Billing', bill.billing],
			['Processors', known(bill.instance?.cpu) ? String(bill.instance.cpu) : undefined],
			['Memory', known(bill.instance?.memoryBytes) ? bytes(bill.instance.memoryBytes) : undefined],
			['At most, by rounding', amount(bill.upperBound)],
			['Idle', percent(bill.idleShare)]
		]),
		h('h2', null, 'By handler'),
		charges('Cost by handler', 'Handler', bill.handlers ?? [], (one) => handlerLink(one.handler), amount, true),
		h('h2', null, 'Lines of the bill'),
		charges('Lines of the bill', 'Line', lines, (one) => one.line, amount),
		bill.days?.length > 1 ? [h('h2', null, 'By day'), charges('Cost by day', 'Day', bill.days, (one) => one.day, amount)] : null,
		billings.length > 1
			? [
					h('h2', null, 'The same life, billed otherwise'),
					plainTable(
						'Time and requests by billing',
						[['Billing'], ['Time and requests', { number: true }], ['Of these']],
						billings.map(([billing, value]) => [
							billing,
							amount(value),
							billing === bill.timeAndRequestsByBilling.cheapest ? 'cheapest' : ''
						])
					)
				]
			: null,
		h(
			'p',
			{ class: 'note' },
			'Handlers and lines add up to the whole. The free tier belongs to the account, and is not subtracted.'
		)
	];
}

/** A table of amounts by part, without the parts that nothing has. */
function charges(caption, title, rows, label, amount, each) {
	const present = PARTS.filter((part) => rows.some((row) => known(row[part])));
	const number = (head) => [head, { number: true }];
	return plainTable(
		caption,
		[
			[title],
			...(each ? ['Calls', 'A thousand calls'].map(number) : []),
			number('In all'),
			...present.map(number),
			number('Billed time')
		],
		rows.map((row) => [
			label(row),
			...(each ? [count(row.count), amount(row.amountPerThousand)] : []),
			amount(row.amount),
			...present.map((part) => amount(row[part])),
			nanos(row.nanos)
		])
	);
}

const handlerLink = (handler) => h('a', { href: link('handler', handler) }, name(handler));

/** What the records say, on average, where there is no bill. */
function ofRecords(store) {
	const rows = ranked(store)
		.map((row) => ({ ...row, cost: costOf(row.records) }))
		.filter((row) => row.cost);
	const present = PARTS.filter((part) => rows.some((row) => row.records.some((record) => known(record.cost?.[part]))));
	const thousand = (row, part) => {
		const values = row.records.map((record) => record.cost?.[part]).filter(known);
		return values.length ? money((values.reduce((a, b) => a + b, 0) / row.cost.count) * 1000, row.cost.currency) : '–';
	};
	return [
		h('h1', null, 'What a thousand calls cost'),
		plainTable(
			'Cost of a thousand calls by handler',
			[['Handler'], ...['In all', ...present, 'Calls'].map((title) => [title, { number: true }])],
			rows.map((row) => [
				handlerLink(row.handler.handler),
				...['amount', ...present].map((part) => thousand(row, part)),
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
