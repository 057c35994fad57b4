// Tables: sortable by their headings, scrollable by keyboard where they are too wide.

import { h } from './dom.js';

/** A plain table, of a kind that the style knows. Columns are [title, options]; rows are lists of texts or nodes. */
export function plainTable(caption, columns, rows, kind) {
	return scroller(
		caption,
		h(
			'table',
			{ class: kind },
			h('caption', { class: 'hidden' }, caption),
			h(
				'thead',
				null,
				h(
					'tr',
					null,
					columns.map(([title, options]) => h('th', { scope: 'col', class: options?.number ? 'number' : null }, title))
				)
			),
			h(
				'tbody',
				null,
				rows.map((row) =>
					h(
						'tr',
						null,
						row.map((cell, index) =>
							h(
								index === 0 ? 'th' : 'td',
								{ class: columns[index][1]?.number ? 'number' : null, scope: index === 0 ? 'row' : null },
								cell
							)
						)
					)
				)
			)
		)
	);
}

/** A table that is sorted by clicks on its headings; state, { key, down }, outlives it. */
export function sortableTable({ id, caption, columns, rows, state }) {
	const body = h('tbody');
	const heads = columns.map((column) => heading(column));

	function heading(column) {
		if (!column.value) {
			return h('th', { scope: 'col' }, column.title);
		}
		const button = h(
			'button',
			{ type: 'button', 'data-keep': `${id}-${column.key}`, title: column.hint, on: { click: () => sort(column) } },
			column.title
		);
		return h('th', { scope: 'col', class: column.text ? null : 'number' }, button);
	}

	function sort(column) {
		state.down = state.key === column.key ? !state.down : !column.text;
		state.key = column.key;
		show();
	}

	function show() {
		const column = columns.find((column) => column.key === state.key) ?? columns[0];
		const sign = state.down ? -1 : 1;
		const sorted = [...rows].sort((a, b) => compare(column.value(a), column.value(b), sign));
		columns.forEach(
			(column, index) =>
				column.value &&
				heads[index].setAttribute('aria-sort', column.key === state.key ? (state.down ? 'descending' : 'ascending') : 'none')
		);
		body.replaceChildren(
			...sorted.map((row) =>
				h(
					'tr',
					null,
					columns.map((column, index) =>
						h(
							index === 0 ? 'th' : 'td',
							{ scope: index === 0 ? 'row' : null, class: column.text ? null : 'number' },
							column.cell(row)
						)
					)
				)
			)
		);
	}

	show();
	return scroller(
		caption,
		h('table', { id }, h('caption', { class: 'hidden' }, caption), h('thead', null, h('tr', null, heads)), body),
		id
	);
}

/** Orders what is unknown last, whichever way. */
function compare(a, b, sign) {
	const unknown = (value) => value === undefined || value === null || Number.isNaN(value);
	if (unknown(a) || unknown(b)) {
		return unknown(a) - unknown(b);
	}
	return sign * (typeof a === 'string' ? a.localeCompare(b) : a - b);
}

function scroller(label, table, id) {
	return h(
		'div',
		{
			class: id?.startsWith('differences') ? 'scroll differences' : 'scroll',
			role: 'region',
			tabindex: '0',
			'aria-label': label,
			'data-keep': id ? id + '-scroll' : null
		},
		table
	);
}
