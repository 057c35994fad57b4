// Builds elements. What comes from records reaches the page only as text nodes and as values of harmless attributes.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
	for (const [name, value] of Object.entries(attributes ?? {})) {
		if (name === 'on') {
			for (const [event, listener] of Object.entries(value)) {
				element.addEventListener(event, listener);
			}
		} else if (value !== null && value !== undefined && value !== false) {
			element.setAttribute(name, value === true ? '' : String(value));
		}
	}
	for (const child of children.flat(Infinity)) {
		if (child !== null && child !== undefined && child !== false) {
			element.append(child instanceof Node ? child : document.createTextNode(String(child)));
		}
	}
	return element;
}

/** An HTML element. Children are nodes, texts, lists of these, or null. */
export function h(name, attributes, ...children) {
	return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function s(name, attributes, ...children) {
	return fill(document.createElementNS(SVG, name), attributes, children);
}

/** A name that others chose: of any length, in any direction of writing. */
export function name(text, attributes) {
	return h('bdi', { class: 'name', title: text, ...attributes }, text);
}

/** An address within the page. */
export function link(...segments) {
	return '#/' + segments.map(encodeURIComponent).join('/');
}

/** A chart that is drawn anew for each width it gets. */
export function responsive(height, draw) {
	const box = h('div', { class: 'chart' });
	box.style.minHeight = height + 'px';
	let drawn = 0;
	new ResizeObserver(() => {
		const width = Math.floor(box.clientWidth);
		if (width > 0 && width !== drawn) {
			drawn = width;
			box.replaceChildren(draw(width));
		}
	}).observe(box);
	return box;
}

/** A chart with its title, what it says in words, and the same as a table. */
export function figure(title, chart, table, note) {
	return h(
		'figure',
		null,
		h('figcaption', null, h('h2', null, title), note ? h('p', { class: 'note' }, note) : null),
		chart,
		table ? h('details', null, h('summary', null, 'As a table'), table) : null
	);
}

/** A list of terms. */
export function terms(entries) {
	return h(
		'dl',
		{ class: 'terms' },
		entries
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([term, value]) => h('div', null, h('dt', null, term), h('dd', null, value)))
	);
}
