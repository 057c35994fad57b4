// Samples as lines over time, drawn by uPlot, which is a global of its own script.

import { h } from '../dom.js';
import { LEFT, RIGHT, span, ticks } from './waterfall.js';
import { nanos } from '../format.js';

const HEIGHT = 130;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A chart of lines { name, values, color } at times in nanoseconds, with the axis of the record's timeline. */
export function series(record, times, lines, format) {
	const { from, to, cut } = span(record);
	const labels = ticks({ from: cut ? 0 : from, to });
	const box = h('div', {
		class: 'chart series',
		role: 'img',
		'aria-label': `${lines.map((line) => line.name).join(', ')} in ${times.length} samples`
	});
	let plot;
	const draw = () => {
		plot?.destroy();
		const axis = {
			stroke: color('--muted'),
			grid: { stroke: color('--grid'), width: 1 },
			ticks: { show: false },
			font: '12px system-ui'
		};
		plot = new window.uPlot(
			{
				width: box.clientWidth,
				height: HEIGHT,
				padding: [8, RIGHT, 0, 0],
				cursor: { y: false },
				legend: { live: true },
				scales: {
					x: { time: false, range: () => [from, to] },
					y: { range: (self, low, high) => [Math.min(0, low), high > 0 ? high * 1.1 : 1] }
				},
				axes: [
					{ ...axis, size: 26, splits: () => labels, values: () => labels.map((tick) => (tick === 0 ? '0' : nanos(tick))) },
					{ ...axis, size: LEFT, values: (self, values) => values.map(format) }
				],
				series: [
					{ label: 'at', value: (self, value) => (value === null ? '–' : nanos(value)) },
					...lines.map((line, index) => ({
						label: line.name,
						stroke: color(line.color),
						width: 2,
						dash: index ? [6, 3] : [],
						spanGaps: true,
						points: { show: times.length < 40 },
						value: (self, value) => (value === null ? '–' : format(value))
					}))
				]
			},
			[times, ...lines.map((line) => line.values)],
			box
		);
	};
	let drawn = 0;
	new ResizeObserver(() => {
		if (box.clientWidth > 0 && box.clientWidth !== drawn) {
			drawn = box.clientWidth;
			draw();
		}
	}).observe(box);
	const dark = matchMedia('(prefers-color-scheme: dark)');
	const changed = () => (box.isConnected ? drawn && draw() : dark.removeEventListener('change', changed));
	dark.addEventListener('change', changed);
	return box;
}
