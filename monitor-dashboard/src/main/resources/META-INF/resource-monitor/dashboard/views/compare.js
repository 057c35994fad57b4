// Two invocations, or one and the median warm one: what differs, by size.

import * as api from '../api.js';
import { ratioBar } from '../charts/bars.js';
import { h, link, name } from '../dom.js';
import { byKey, count, known, moment, nanos } from '../format.js';
import { isWarm, medianRecord, numbers } from '../stats.js';
import { sortableTable } from '../table.js';

const CHOICE = 50;

/** Ordinals, and what the largest value of a column says better. */
const MEANINGLESS = /^(sequence$|request\.status$)|\.(start|mean|end)$/;

/** A difference below this part of the larger one is noise as a rule. */
const SMALL = 0.1;

const GROUPS = [
	['Time', 'time'],
	['Bytes', 'bytes'],
	['Other figures', 'other']
];

export async function compare(store, [id, other]) {
	const record = store.byId.get(id) ?? (await api.invocation(id));
	const warm = store.recordsOf(record.handler).filter((one) => isWarm(one) && one.id !== id);
	const against =
		other === 'median'
			? { title: `the median of ${count(warm.length)} warm ones`, values: medianRecord(warm) }
			: await api
					.invocation(other)
					.then((one) => ({ title: `the one of ${moment(one.start)}`, values: numbers(one), handler: one.handler }));
	return h(
		'div',
		null,
		h(
			'p',
			{ class: 'path' },
			h('a', { href: '#/' }, 'Handlers'),
			' › ',
			h('a', { href: link('handler', record.handler) }, name(record.handler)),
			' › ',
			h('a', { href: link('invocation', id) }, moment(record.start))
		),
		h(
			'h1',
			null,
			name(record.handler),
			` of ${moment(record.start)} and ${against.title}`,
			against.handler && against.handler !== record.handler ? [' of ', name(against.handler)] : null
		),
		h('p', null, h('label', { for: 'other' }, 'Compare with '), choice(store, record, other)),
		differences(numbers(record), against.values)
	);
}

function choice(store, record, other) {
	const records = store.records
		.filter((one) => one.id !== record.id)
		.sort((a, b) => (b.handler === record.handler) - (a.handler === record.handler))
		.slice(0, CHOICE);
	if (other !== 'median' && !records.some((one) => one.id === other) && store.byId.has(other)) {
		records.push(store.byId.get(other));
	}
	return h(
		'select',
		{
			id: 'other',
			on: {
				change: (event) => {
					location.hash = link('compare', record.id, event.target.value);
				}
			}
		},
		h('option', { value: 'median' }, 'the median warm one'),
		records.map((one) =>
			h(
				'option',
				{ value: one.id, selected: one.id === other },
				`${[...one.handler].slice(0, 40).join('')} ${moment(one.start)}, ${nanos(one.durationNanos)}`
			)
		)
	);
}

function differences(one, other) {
	const rows = [...new Set([...one.keys(), ...other.keys()])]
		.filter((key) => !MEANINGLESS.test(key))
		.map((key) => ({ key, one: one.get(key), other: other.get(key) }))
		.filter((row) => row.one !== row.other)
		.map((row) => ({ ...row, more: known(row.one) && known(row.other) ? row.one - row.other : undefined }));
	const both = rows.filter((row) => known(row.more));
	const large = both.filter((row) => Math.abs(row.more) > SMALL * Math.max(row.one, row.other));
	const small = both.filter((row) => !large.includes(row));
	const single = rows.filter((row) => !known(row.more));
	return [
		rows.length === 0 ? h('p', { class: 'notice' }, 'They do not differ in any figure.') : null,
		GROUPS.map(([title, belongs]) =>
			group(
				title,
				large.filter((row) => groupOf(row.key) === belongs)
			)
		),
		folded(`Differences of less than a tenth: ${count(small.length)}`, small),
		folded(`Known of one of them only: ${count(single.length)}`, single),
		h(
			'p',
			{ class: 'note' },
			'A bar to the right: more here. Its length is in doublings. What was not measured is absent, and not 0.'
		)
	];
}

function groupOf(key) {
	return /(nanos)$/i.test(key) ? 'time' : /(bytes|chars)(\.max)?$/i.test(key) ? 'bytes' : 'other';
}

function group(title, rows) {
	return rows.length === 0 ? null : [h('h2', null, title), table(title, rows)];
}

function folded(title, rows) {
	return rows.length === 0 ? null : h('details', { class: 'section' }, h('summary', null, title), table(title, rows));
}

function table(title, rows) {
	const cell = (key, value) => (known(value) ? byKey(key, value) : h('span', { class: 'note' }, 'absent'));
	const ratio = (row) => (row.one > 0 && row.other > 0 ? row.one / row.other : undefined);
	return sortableTable({
		id: 'differences-' + groupOf(rows[0].key) + rows.length,
		caption: title,
		state: { key: 'more', down: true },
		rows,
		columns: [
			{
				key: 'key',
				title: 'Figure',
				text: true,
				value: (row) => row.key,
				cell: (row) => h('bdi', { class: 'key', title: row.key }, row.key)
			},
			{ key: 'one', title: 'This one', value: (row) => row.one, cell: (row) => cell(row.key, row.one) },
			{ key: 'other', title: 'The other', value: (row) => row.other, cell: (row) => cell(row.key, row.other) },
			{
				key: 'more',
				title: 'Difference',
				value: (row) => known(row.more) && Math.abs(row.more),
				cell: (row) => (known(row.more) ? (row.more > 0 ? '+' : '−') + byKey(row.key, Math.abs(row.more)) : '–')
			},
			{
				key: 'ratio',
				title: 'Times',
				value: (row) => ratio(row),
				cell: (row) => (ratio(row) ? [ratioBar(ratio(row)), ' ', ratio(row).toFixed(2)] : '–')
			}
		]
	});
}
