// Reads the other endpoints of Actuator, at addresses relative to this file.

const DIRECTORY = new URL('./', import.meta.url);

function path(endpoint) {
	return document.querySelector(`meta[name="path-${endpoint}"]`)?.content ?? '';
}

/** Why an endpoint gave no answer. */
export class EndpointError extends Error {
	/** kind: 'missing', 'gone', 'denied', 'unreachable', 'strange' or 'failed' */
	constructor(kind, endpoint, detail) {
		super(detail);
		this.kind = kind;
		this.endpoint = endpoint;
	}
}

export const isExposed = (endpoint) => path(endpoint) !== '';

export function address(endpoint, rest = '') {
	const up = '../'.repeat(path('dashboard').split('/').length);
	return new URL(up + path(endpoint) + rest, DIRECTORY);
}

async function read(endpoint, rest) {
	if (!isExposed(endpoint)) {
		throw new EndpointError('missing', endpoint, 'not exposed');
	}
	let response;
	try {
		response = await fetch(address(endpoint, rest), { headers: { Accept: 'application/json' }, cache: 'no-store' });
	} catch (error) {
		throw new EndpointError('unreachable', endpoint, error.message);
	}
	if (response.status === 401 || response.status === 403) {
		throw new EndpointError('denied', endpoint, 'status ' + response.status);
	}
	const body = await response.json().catch(() => undefined);
	if (response.status === 404) {
		throw new EndpointError(rest.startsWith('/') ? 'gone' : 'missing', endpoint, body?.message ?? 'status 404');
	}
	if (!response.ok) {
		throw new EndpointError('failed', endpoint, body?.message ?? 'status ' + response.status);
	}
	if (body === undefined) {
		throw new EndpointError('strange', endpoint, 'an answer that is not JSON');
	}
	return body;
}

/** Records of invocations, and sums over all; between two records if their ids are given. */
export function invocations({ limit, before, after }) {
	const query = new URLSearchParams({ limit });
	if (before) {
		query.set('before', before);
	}
	if (after) {
		query.set('after', after);
	}
	return read('invocations', '?' + query);
}

/** One record with its samples. */
export const invocation = (id) => read('invocations', '/' + encodeURIComponent(id));

export const resources = () => read('resources', '');

export const costs = () => read('costs', '');
