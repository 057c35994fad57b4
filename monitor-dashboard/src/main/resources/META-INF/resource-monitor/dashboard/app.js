// Chooses the view by the address, keeps it up to date, and says what the state is.

import { isExposed } from './api.js';
import { clock } from './format.js';
import { failure, loading } from './states.js';
import { Store } from './store.js';
import { compare } from './views/compare.js';
import { costs } from './views/costs.js';
import { handler } from './views/handler.js';
import { invocation } from './views/invocation.js';
import { overview } from './views/overview.js';
import { resources } from './views/resources.js';

const INTERVAL = 2000;

/** Live ones are drawn anew when there is news; the others show what does not change. */
const VIEWS = {
	overview: { draw: overview, live: true },
	handler: { draw: handler, live: true },
	invocation: { draw: invocation },
	compare: { draw: compare },
	resources: { draw: resources, alone: true },
	costs: { draw: costs }
};

const store = new Store();
const main = document.getElementById('main');
const status = document.getElementById('status');
const button = document.getElementById('pause');

let paused = false;
let opened = 0;
let drawn = '';
let asked = !isExposed('resources');

function route() {
	try {
		const [view = '', ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
		return Object.hasOwn(VIEWS, view) ? { view, rest } : { view: 'overview', rest: [] };
	} catch {
		return { view: 'overview', rest: [] };
	}
}

/** What was seen when the view was drawn: if it is the same, there is no news. */
function news() {
	return [
		asked,
		store.records[0]?.id,
		store.records.length,
		store.complete,
		store.totals.started,
		store.totals.active,
		store.resources !== undefined
	].join();
}

/** Whether enough has been read for a first picture. */
function readyFor({ alone }) {
	return alone || store.updated !== undefined;
}

async function show(moved) {
	const { view, rest } = route();
	const number = ++opened;
	if (store.error && !VIEWS[view].alone) {
		return place(failure(store.error), moved);
	}
	if (!readyFor(VIEWS[view])) {
		return place(loading(), moved);
	}
	if (moved && !VIEWS[view].live) {
		place(loading(), false);
	}
	drawn = news();
	let content;
	try {
		content = await VIEWS[view].draw(store, rest);
	} catch (error) {
		content = failure(error);
	}
	if (number === opened) {
		place(content, moved);
		titles(view);
	}
}

/** Says whether more is to come without being asked for. */
function busy() {
	const settled = store.error || (store.complete && asked && !main.querySelector('[data-state=loading]'));
	main.setAttribute('aria-busy', String(!settled));
}

/** Puts a view in place of the last one. What had the focus or was open keeps it, as far as it is still there. */
function place(content, moved) {
	const focused = main.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
	const scrolled = moved ? [] : [...main.querySelectorAll('.scroll[data-keep]')].map((box) => [box.dataset.keep, box.scrollLeft]);
	const unfolded = moved ? [] : [...main.querySelectorAll('details')].map((details) => details.open);
	main.replaceChildren(content);
	busy();
	const kept = (key) => [...main.querySelectorAll('[data-keep]')].find((element) => element.dataset.keep === key);
	scrolled.forEach(([key, left]) => {
		const box = kept(key);
		if (box) {
			box.scrollLeft = left;
		}
	});
	[...main.querySelectorAll('details')].forEach((details, index) => {
		details.open = unfolded[index] ?? details.open;
	});
	if (moved) {
		scrollTo(0, 0);
		main.focus({ preventScroll: true });
	} else if (focused) {
		kept(focused)?.focus({ preventScroll: true });
	}
}

function titles(view) {
	document.title = (main.querySelector('h1')?.textContent ?? 'Resource Monitor').slice(0, 80) + ' · Resource Monitor';
	document.querySelectorAll('nav a').forEach((link) => {
		if (link.dataset.view === view || (link.dataset.view === 'overview' && ['handler', 'invocation', 'compare'].includes(view))) {
			link.setAttribute('aria-current', link.dataset.view === view ? 'page' : 'true');
		} else {
			link.removeAttribute('aria-current');
		}
	});
	document.getElementById('costs-link').hidden = !store.hasCosts && !isExposed('costs');
}

function say() {
	const text = store.error ? (store.error.kind === 'unreachable' ? 'Not reachable' : 'No data') : paused ? 'Paused' : 'Live';
	if (status.textContent !== text) {
		status.textContent = text;
	}
	status.title = store.updated ? `Read at ${clock(store.updated)}` : '';
	status.dataset.state = store.error ? 'bad' : paused ? 'paused' : 'live';
}

async function update() {
	const kind = store.error?.kind;
	const complete = store.complete;
	await store.update(() => (VIEWS[route().view].live || main.querySelector('[data-state=loading]') ? show(false) : undefined));
	say();
	const { live } = VIEWS[route().view];
	if (kind !== store.error?.kind || complete !== store.complete || (!store.error && live && drawn !== news())) {
		await show(false);
	}
}

async function run() {
	for (;;) {
		if (!paused && !document.hidden) {
			await update();
		}
		await new Promise((resolve) => setTimeout(resolve, INTERVAL));
	}
}

button.addEventListener('click', () => {
	paused = !paused;
	button.textContent = paused ? 'Go on' : 'Pause';
	say();
});
document.getElementById('skip').addEventListener('click', (event) => {
	event.preventDefault();
	main.focus();
});
addEventListener('hashchange', () => show(true));

show(false);
if (isExposed('resources')) {
	store
		.readResources()
		.catch(() => undefined)
		.then(() => {
			asked = true;
			return store.updated && VIEWS[route().view].live ? show(false) : busy();
		});
}
run();
