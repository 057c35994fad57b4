// What is shown where there is nothing to show, or not yet.

import { h } from './dom.js';

export const loading = () => h('p', { class: 'notice', 'data-state': 'loading' }, 'Reading the records …');

export function empty() {
	return h(
		'div',
		{ class: 'notice', 'data-state': 'empty' },
		h('h1', null, 'No invocation has ended yet'),
		h('p', null, 'Call a function, or send a request: its record appears here within two seconds.'),
		h(
			'p',
			null,
			'If it does not, the view ',
			h('a', { href: '#/resources' }, 'Resources'),
			' says which annotations have no effect, and which clients are not counted.'
		)
	);
}

const TEXTS = {
	missing: (endpoint) => [
		`The endpoint ${endpoint} is not exposed`,
		'This page shows what that endpoint knows. Expose it:',
		`management.endpoints.web.exposure.include=dashboard,invocations,resources`,
		`If it is on that list, access to it is switched off; management.endpoint.${endpoint}.access=read-only lets it be read.`
	],
	gone: () => [
		'This record is no longer in the history',
		'The latest records are kept. This property keeps more of them:',
		'resource-monitor.history.capacity=5000'
	],
	denied: (endpoint) => [
		`You may not read the endpoint ${endpoint}`,
		'The page has the rights of whoever looks at it. Log in to the application, or let your role read the endpoint.'
	],
	unreachable: () => [
		'Actuator is not reachable',
		'The application does not answer, perhaps because it has stopped. The page goes on as soon as it answers.'
	],
	strange: (endpoint) => [
		`The endpoint ${endpoint} answers with something else`,
		'Perhaps that is a page to log in at. Open it, and then reload this one.'
	],
	failed: (endpoint) => [`The endpoint ${endpoint} failed`, 'The log of the application says why.']
};

/** An endpoint that gave no answer, and the cure. */
export function failure(error) {
	const [title, text, code, more] = (TEXTS[error.kind] ?? (() => ['The page failed', 'This is a fault of the page.']))(
		error.endpoint
	);
	return h(
		'div',
		{ class: 'notice bad', 'data-state': error.kind ?? 'fault' },
		h('h1', null, title),
		h('p', null, text),
		code ? h('pre', { tabindex: '0' }, code) : null,
		more ? h('p', null, more) : null,
		h('p', { class: 'note' }, 'Detail: ', error.message)
	);
}
