// Invocations by start and duration. What they are shows by shape: one path for each shape, whatever their number.

import { h, responsive, s } from '../dom.js';
import { clock, nanos } from '../format.js';
import { logScale, logTicks } from './histogram.js';

const LEFT = 66;
const HEIGHT = 240;

const SHAPES = {
	warm: { name: 'warm', draw: (x, y) => `M${x - 2.5} ${y}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0` },
	concurrent: { name: 'with others at once', draw: (x, y) => `M${x - 2.5} ${y - 2.5}h5v5h-5z` },
	cold: { name: 'cold start', draw: (x, y) => `M${x} ${y - 5}l5 9h-10z` },
	error: { name: 'did not succeed', draw: (x, y) => `M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8` }
};

function shapeOf(record) {
	return record.outcome !== 'SUCCESS' ? 'error' : record.coldStart ? 'cold' : record.concurrency?.max > 1 ? 'concurrent' : 'warm';
}

/** A chart of records; chosen is called with the one that was clicked at. */
export function scatter(records, chosen) {
	const starts = new Map(records.map((record) => [record.id, Date.parse(record.start)]));
	const times = [...starts.values()];
	const first = times.reduce((a, b) => Math.min(a, b), Infinity);
	const last = times.reduce((a, b) => Math.max(a, b), -Infinity);
	const durations = records.map((record) => Math.max(1, record.durationNanos));
	const domain = {
		from: durations.reduce((a, b) => Math.min(a, b), Infinity) * 0.8,
		to: durations.reduce((a, b) => Math.max(a, b), 1) * 1.25
	};
	const present = Object.keys(SHAPES).filter((shape) => records.some((record) => shapeOf(record) === shape));
	const chart = responsive(HEIGHT, (width) => {
		const x = (time) => LEFT + 8 + (last > first ? (time - first) / (last - first) : 0.5) * (width - LEFT - 20);
		const y = logScale(domain, HEIGHT - 34, 8);
		const points = records.map((record) => ({
			record,
			shape: shapeOf(record),
			x: x(starts.get(record.id)),
			y: y(record.durationNanos)
		}));
		const paths = present.map((shape) =>
			s('path', {
				class: 'point ' + shape,
				d: points
					.filter((point) => point.shape === shape)
					.map((point) => SHAPES[shape].draw(round(point.x), round(point.y)))
					.join('')
			})
		);
		const title = s('title');
		const svg = s(
			'svg',
			{ width, height: HEIGHT, role: 'img', 'aria-label': `${records.length} invocations by start and duration` },
			title,
			logTicks(domain).map((tick) =>
				s(
					'g',
					null,
					s('line', { x1: LEFT, x2: width, y1: y(tick), y2: y(tick), class: 'grid' }),
					s('text', { x: LEFT - 6, y: y(tick) + 4, class: 'tick', 'text-anchor': 'end' }, nanos(tick))
				)
			),
			paths,
			s('text', { x: LEFT, y: HEIGHT - 6, class: 'tick' }, clock(first)),
			s('text', { x: width - 4, y: HEIGHT - 6, class: 'tick', 'text-anchor': 'end' }, clock(last))
		);
		const near = (event) => nearest(points, event, svg);
		svg.addEventListener('pointermove', (event) => {
			const point = near(event);
			title.textContent = point ? `${nanos(point.record.durationNanos)}, ${SHAPES[point.shape].name}` : '';
			svg.classList.toggle('clickable', Boolean(point));
		});
		svg.addEventListener('click', (event) => near(event) && chosen(near(event).record));
		return svg;
	});
	return h(
		'div',
		null,
		chart,
		h(
			'ul',
			{ class: 'legend' },
			present.map((shape) =>
				h(
					'li',
					null,
					s(
						'svg',
						{ width: 14, height: 14, 'aria-hidden': 'true' },
						s('path', { class: 'point ' + shape, d: SHAPES[shape].draw(7, 7) })
					),
					SHAPES[shape].name
				)
			)
		)
	);
}

const round = (value) => Math.round(value * 10) / 10;

function nearest(points, event, svg) {
	const box = svg.getBoundingClientRect();
	let best;
	let least = 15 ** 2;
	for (const point of points) {
		const distance = (point.x - event.clientX + box.left) ** 2 + (point.y - event.clientY + box.top) ** 2;
		if (distance < least) {
			least = distance;
			best = point;
		}
	}
	return best;
}
