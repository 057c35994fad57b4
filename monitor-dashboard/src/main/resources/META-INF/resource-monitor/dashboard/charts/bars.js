// Bars: parts of a whole in one bar, and one value against another.

import { h, responsive, s } from '../dom.js';
import { nanos, percent } from '../format.js';

const HEIGHT = 34;

/** One bar whose parts are [name, value, css class] and add up to the total, with its legend as a table. */
export function stackedBar(label, parts, total) {
	const present = parts.filter(([, value]) => value > 0);
	const text = present.map(([name, value]) => `${name} ${percent(value / total)}`).join(', ');
	const chart = responsive(HEIGHT, (width) => {
		let x = 0;
		return s(
			'svg',
			{ width, height: HEIGHT, role: 'img', 'aria-label': `${label}: ${text}` },
			present.map(([name, value, kind]) => {
				const size = (value / total) * width;
				const part = s(
					'g',
					null,
					s('title', null, `${name}: ${nanos(value)}`),
					s('rect', { x, y: 0, width: Math.max(size - 1, 1), height: HEIGHT, class: 'part ' + kind }),
					size > 54 ? s('text', { x: x + 7, y: 22, class: 'on-part' }, percent(value / total)) : null
				);
				x += size;
				return part;
			})
		);
	});
	return h(
		'div',
		null,
		chart,
		h(
			'ul',
			{ class: 'legend' },
			present.map(([name, value, kind]) =>
				h('li', null, swatch(kind), `${name} `, h('b', null, nanos(value)), ` ${percent(value / total)}`)
			)
		)
	);
}

/** Bars below each other on one scale, which may overlap in time: [name, value, css class]. */
export function barList(label, bars, total) {
	return h(
		'ul',
		{ class: 'bars', 'aria-label': label },
		bars.map(([name, value, kind]) =>
			h(
				'li',
				null,
				h('span', { class: 'bar-name' }, name),
				meter(value / total, kind),
				h('b', null, nanos(value)),
				h('span', { class: 'note' }, percent(value / total))
			)
		)
	);
}

/** A small bar from 0 to 1. */
export function meter(part, kind) {
	const size = Math.max(0, Math.min(1, part)) * 100;
	return s(
		'svg',
		{ class: 'meter', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
		s('rect', { width: 100, height: 10, class: 'meter-back' }),
		s('rect', { width: size, height: 10, class: 'part ' + kind })
	);
}

/** A bar to the right of the middle for what is larger, to the left for what is smaller, by doublings. */
export function ratioBar(ratio) {
	const size = Math.min(50, Math.abs(Math.log2(ratio)) * 10);
	return s(
		'svg',
		{ class: 'meter', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
		s('rect', { width: 100, height: 10, class: 'meter-back' }),
		s('rect', { x: ratio > 1 ? 50 : 50 - size, width: size, height: 10, class: ratio > 1 ? 'part more' : 'part less' }),
		s('rect', { x: 49.5, width: 1, height: 10, class: 'axis-mark' })
	);
}

export function swatch(kind) {
	return s(
		'svg',
		{ class: 'swatch', width: 12, height: 12, 'aria-hidden': 'true' },
		s('rect', { width: 12, height: 12, class: 'part ' + kind })
	);
}
