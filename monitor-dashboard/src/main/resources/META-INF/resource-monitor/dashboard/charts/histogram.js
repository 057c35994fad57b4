// A histogram of durations on a log scale. Cold starts stand apart: above the axis warm, below it cold.

import { responsive, s } from '../dom.js';
import { nanos } from '../format.js';

/** The range of the histograms of some handlers, so that they can stand on one scale. */
export function range(handlers) {
	const buckets = handlers.flatMap((handler) => [...(handler.warm?.histogram ?? []), ...(handler.cold?.histogram ?? [])]);
	return buckets.length
		? {
				from: Math.max(1, Math.min(...buckets.map((bucket) => bucket.from))),
				to: Math.max(...buckets.map((bucket) => bucket.to))
			}
		: { from: 1, to: 10 };
}

/** A position for each value of a range, on a log scale. */
export function logScale({ from, to }, start, end) {
	const low = Math.log10(Math.max(from, 1));
	const size = Math.max(Math.log10(to) - low, 0.01);
	return (value) => start + ((Math.log10(Math.max(value, from, 1)) - low) / size) * (end - start);
}

/** Values to label: powers of ten, and between them if there are few. */
export function logTicks({ from, to }) {
	const ticks = [];
	for (let power = Math.floor(Math.log10(Math.max(from, 1))); power <= Math.ceil(Math.log10(to)); power++) {
		ticks.push(...[1, 2, 5].map((factor) => factor * 10 ** power));
	}
	const inside = ticks.filter((tick) => tick >= from && tick <= to);
	return inside.length > 7 ? inside.filter((tick) => Number.isInteger(Math.log10(tick))) : inside;
}

function bars(histogram, x, base, height, most, kind, sign) {
	return histogram.map((bucket) => {
		const size = Math.max(2, (bucket.count / most) * height);
		const left = x(bucket.from);
		return s(
			'rect',
			{
				x: left,
				y: sign > 0 ? base - size : base + 1,
				width: Math.max(1.5, x(bucket.to) - left - 0.5),
				height: size,
				class: 'part ' + kind
			},
			s('title', null, `${nanos(bucket.from)} to ${nanos(bucket.to)}: ${bucket.count}`)
		);
	});
}

function most(handler) {
	return Math.max(1, ...[...(handler.warm?.histogram ?? []), ...(handler.cold?.histogram ?? [])].map((bucket) => bucket.count));
}

/** A small one without labels, for a table. */
export function sparkline(handler, domain) {
	const width = 130;
	const x = logScale(domain, 1, width - 1);
	const text = `Half below ${nanos(handler.durationNanos?.p50)}, 95 % below ${nanos(handler.durationNanos?.p95)}`;
	return s(
		'svg',
		{ width, height: 30, role: 'img', 'aria-label': text },
		s('line', { x1: 0, x2: width, y1: 22.5, y2: 22.5, class: 'axis' }),
		bars(handler.warm?.histogram ?? [], x, 22, 21, most(handler), 'warm', 1),
		bars(handler.cold?.histogram ?? [], x, 22, 6, most(handler), 'cold', -1)
	);
}

/** A large one with its axis. */
export function histogram(handler) {
	const domain = range([handler]);
	const height = 198;
	const base = 138;
	return responsive(height, (width) => {
		const x = logScale(domain, 8, width - 30);
		const lines = ['p50', 'p95', 'max'].filter((key) => handler.warm).map((key) => [key, handler.warm.durationNanos[key]]);
		return s(
			'svg',
			{
				width,
				height,
				role: 'img',
				'aria-label': `Durations of ${handler.count} invocations on a log scale, warm above and cold below the axis`
			},
			bars(handler.warm?.histogram ?? [], x, base, base - 34, most(handler), 'warm', 1),
			bars(handler.cold?.histogram ?? [], x, base, 24, most(handler), 'cold', -1),
			s('line', { x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5, class: 'axis' }),
			lines.map(([key, value], index) =>
				s(
					'g',
					null,
					s('line', { x1: x(value), x2: x(value), y1: index === 2 ? 26 : 14, y2: base, class: 'mark' }),
					s('text', { x: x(value), y: index === 2 ? 22 : 10, class: 'tick', 'text-anchor': index === 0 ? 'end' : 'start' }, key)
				)
			),
			logTicks(domain).map((tick) =>
				s(
					'g',
					null,
					s('line', { x1: x(tick), x2: x(tick), y1: base, y2: base + 30, class: 'tick-mark' }),
					s('text', { x: x(tick), y: base + 46, class: 'tick', 'text-anchor': 'middle' }, nanos(tick))
				)
			)
		);
	});
}
