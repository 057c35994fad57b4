// What can be measured on this machine, and what the monitor itself costs, missed and failed at.

import { h, name, terms } from '../dom.js';
import { byKey, bytes, count, known, nanos, number } from '../format.js';
import { plainTable, sortableTable } from '../table.js';
import { callTable } from './handler.js';
import { callsOf } from '../stats.js';

const order = { key: 'availability', down: true };

export async function resources(store) {
	const all = await store.readResources();
	const { monitor, limits, host } = all;
	return h(
		'div',
		null,
		h('h1', null, 'What can be measured here'),
		terms([
			['Instance', h('code', null, all.function?.instance)],
			['Function', all.function?.name && name(all.function.name)],
			['Revision', all.function?.revision],
			['System', host?.operatingSystem],
			['Processor', host?.cpuModel],
			['Processors to use', count(limits?.processors)],
			['Memory limit', bytes(limits?.memoryBytes)],
			['Heap limit', bytes(limits?.heapBytes)],
			['Open files at most', known(limits?.openFiles) ? count(limits.openFiles) : undefined]
		]),
		problems('Annotations without effect', all.ineffectiveAnnotations, ['Where', 'What is wrong', 'Cure'], (one) => [
			h('code', null, one.place),
			one.problem,
			one.cure
		]),
		problems('Clients whose calls are not counted', all.uninstrumentedClients, ['Client', 'What is wrong', 'Cure'], (one) => [
			name(`${one.bean} (${one.type})`),
			one.problem,
			one.cure
		]),
		problems(
			'Failures of the monitor itself',
			Object.entries(all.failures ?? {}),
			['Where', 'Times', 'Last'],
			([hook, failure]) => [hook, count(failure.count), name(failure.last ?? '–')]
		),
		h('h2', null, 'What the monitor costs'),
		terms([
			['In its hooks', nanos(monitor?.hookNanos)],
			['For each invocation', monitor?.startedInvocations ? nanos(monitor.hookNanos / monitor.startedInvocations) : undefined],
			['CPU of the sampler', known(monitor?.sampler?.cpuNanos) ? nanos(monitor.sampler.cpuNanos) : undefined],
			['Interval of sampling', monitor?.sampler && number(monitor.sampler.intervalMillis) + '\u00a0ms'],
			['Samples', monitor?.sampler && `${count(monitor.sampler.samples)}, ${count(monitor.sampler.missedSamples)} missed`],
			['Readings at edges', monitor?.edges && `${count(monitor.edges.readings)} of ${nanos(monitor.edges.nanosPerReading)}`],
			['Invocations lost', count(monitor?.lostInvocations)]
		]),
		all.exporters?.length
			? [
					h('h2', null, 'Exporters'),
					plainTable(
						'Exporters',
						[['Name'], ...['Waiting', 'Exported', 'Dropped', 'Failures'].map((title) => [title, { number: true }])],
						all.exporters.map((one) => [
							name(one.name),
							count(one.waiting),
							count(one.exported),
							count(one.dropped),
							count(one.failures)
						])
					)
				]
			: null,
		outside(all.serviceCallsOutsideInvocations),
		h('h2', null, 'Columns'),
		columns(all.columns ?? {})
	);
}

function problems(title, list, heads, row) {
	return !list?.length
		? h('p', { class: 'good' }, `${title}: none`)
		: [
				h('h2', null, title),
				plainTable(
					title,
					heads.map((head) => [head]),
					list.map(row)
				)
			];
}

function outside(calls) {
	const all = [...(calls?.withoutInvocation ?? []), ...(calls?.afterItsInvocation ?? [])];
	return all.length === 0
		? null
		: [
				h('h2', null, 'Service calls that no record has'),
				callTable(callsOf([{ serviceCalls: all }])),
				h('p', { class: 'note' }, 'Calls outside of any invocation, and calls that ended after theirs.')
			];
}

function columns(byName) {
	const ranks = { UNAVAILABLE: 0, CONSTANT: 1, ESTIMATED: 2, MEASURED: 3 };
	const rows = Object.entries(byName).map(([key, column]) => ({ key, ...column }));
	return sortableTable({
		id: 'columns',
		caption: 'Columns',
		state: order,
		rows,
		columns: [
			{ key: 'key', title: 'Column', text: true, value: (row) => row.key, cell: (row) => h('code', null, row.key) },
			{
				key: 'availability',
				title: 'Is',
				text: true,
				value: (row) => ranks[row.availability],
				cell: (row) => row.availability.toLowerCase()
			},
			{ key: 'value', title: 'Now', value: (row) => row.value, cell: (row) => byKey(row.key, row.value) },
			{
				key: 'source',
				title: 'Source, or why not',
				text: true,
				value: (row) => row.reason ?? row.source ?? '',
				cell: (row) => [row.reason, row.source].filter(Boolean).join('; ')
			}
		]
	});
}
