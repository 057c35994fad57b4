// The calls of an invocation in time, below the cold start before it, on the axis of its samples.

import { responsive, s } from '../dom.js';
import { known, nanos } from '../format.js';

/** Where the axis of time begins in this and in the charts below it, in pixels. */
export const LEFT = 74;
export const RIGHT = 14;

const ROW = 22;

/** A start of the process takes at most this part of what the invocation takes. */
const CUT = 4;

/** The span of time of a record, in nanoseconds since its start: a long start of the process is cut off. */
export function span(record) {
	const cold = known(record.initNanos) && record.coldStart;
	return {
		from: cold ? -Math.min(record.initNanos, record.durationNanos / CUT) : 0,
		to: record.durationNanos,
		cut: cold && record.initNanos > record.durationNanos / CUT
	};
}

/** Where to label the axis. */
export function ticks({ from, to }) {
	const step = 10 ** Math.floor(Math.log10((to - from) / 3));
	const size = [1, 2, 5, 10].map((factor) => factor * step).find((size) => (to - from) / size <= 6);
	const result = [];
	for (let tick = Math.ceil(from / size) * size; tick <= to; tick += size) {
		result.push(tick);
	}
	return result;
}

/** Rows are { name, start, duration, wait, kind, text }, times in nanoseconds since the start. */
export function waterfall(record, rows) {
	const { from, to, cut } = span(record);
	const lanes = [
		{ name: 'invocation', start: 0, duration: record.durationNanos, kind: 'whole', text: nanos(record.durationNanos) },
		...rows
	];
	if (from < 0) {
		lanes.unshift({
			name: 'cold start',
			start: from,
			duration: -from,
			kind: 'cold',
			text: nanos(record.initNanos) + (cut ? ', not to scale' : '')
		});
	}
	const height = lanes.length * ROW + 26;
	return responsive(height, (width) => {
		const x = (time) => LEFT + ((time - from) / (to - from)) * (width - LEFT - RIGHT);
		const bottom = lanes.length * ROW + 4;
		return s(
			'svg',
			{
				width,
				height,
				role: 'img',
				'aria-label': `Timeline: ${lanes
					.map((lane) => `${lane.name} ${lane.text}`)
					.slice(0, 12)
					.join(', ')}`
			},
			ticks({ from: cut ? 0 : from, to }).map((tick) =>
				s(
					'g',
					null,
					s('line', { x1: x(tick), x2: x(tick), y1: 0, y2: bottom, class: 'grid' }),
					s('text', { x: x(tick), y: bottom + 16, class: 'tick', 'text-anchor': 'middle' }, tick === 0 ? '0' : nanos(tick))
				)
			),
			lanes.map((lane, index) => row(lane, index * ROW, x, width))
		);
	});
}

function row(lane, y, x, width) {
	const start = x(lane.start);
	const end = Math.max(start + 2, x(lane.start + lane.duration));
	const label = lane.kind === 'whole' || lane.kind === 'cold' ? lane.text : `${lane.name} ${lane.text}`;
	const right = end + 8 * label.length < width;
	const inside = !right && start - 8 * label.length < LEFT;
	return s(
		'g',
		null,
		s('title', null, `${lane.name}: ${lane.text}`),
		lane.kind === 'whole' || lane.kind === 'cold'
			? s('text', { x: LEFT - 6, y: y + 15, class: 'tick', 'text-anchor': 'end' }, lane.name)
			: null,
		s('rect', { x: start, y: y + 3, width: end - start, height: ROW - 6, class: 'part ' + lane.kind }),
		known(lane.wait)
			? s('rect', { x: start, y: y + ROW - 6, width: Math.max(0, x(lane.start + lane.wait) - start), height: 3, class: 'wait' })
			: null,
		s(
			'text',
			inside
				? { x: start + 6, y: y + 15, class: 'on-part' }
				: { x: right ? end + 5 : start - 5, y: y + 15, class: 'lane', 'text-anchor': right ? 'start' : 'end' },
			clip(label, inside ? end - start : right ? width - end : start - LEFT)
		)
	);
}

/** As much of a text as there is room for, and no half of a pair of characters. */
function clip(text, width) {
	const room = Math.max(4, Math.floor(width / 7));
	const characters = [...text];
	return characters.length > room ? characters.slice(0, room - 1).join('') + '…' : text;
}
