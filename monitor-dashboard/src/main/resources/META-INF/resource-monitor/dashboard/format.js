// Numbers as people read them. What is not known is a dash, never 0.

export const UNKNOWN = '–';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function digits(value) {
	const size = Math.abs(value);
	return value.toFixed(size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2);
}

function scaled(value, steps) {
	const size = Math.abs(value);
	const [factor, unit] = steps.find(([factor]) => size >= factor * 0.9995) ?? steps[steps.length - 1];
	return digits(value / factor) + '\u00a0' + unit;
}

export const known = (value) => value !== undefined && value !== null;

export function nanos(value) {
	if (!known(value)) {
		return UNKNOWN;
	}
	if (Math.abs(value) >= 120e9) {
		return whole.format(value / 60e9) + '\u00a0min';
	}
	return value === 0
		? '0'
		: scaled(value, [
				[1e9, 's'],
				[1e6, 'ms'],
				[1e3, 'µs'],
				[1, 'ns']
			]);
}

export function bytes(value) {
	if (!known(value)) {
		return UNKNOWN;
	}
	return value === 0
		? '0'
		: scaled(value, [
				[1e9, 'GB'],
				[1e6, 'MB'],
				[1e3, 'kB'],
				[1, 'B']
			]);
}

export const count = (value) => (known(value) ? whole.format(value) : UNKNOWN);

/** A part of a whole: 0.613 is 61 %. */
export function percent(part) {
	if (!known(part) || !Number.isFinite(part)) {
		return UNKNOWN;
	}
	const value = part * 100;
	return (value > 0 && value < 1 ? '<\u00a01' : value < 10 && value % 1 ? value.toFixed(1) : whole.format(value)) + '\u00a0%';
}

export function number(value) {
	return known(value) ? (Number.isInteger(value) ? whole.format(value) : digits(value)) : UNKNOWN;
}

/** An amount of money, with as many digits as it takes to see it. */
export function money(value, currency) {
	if (!known(value)) {
		return UNKNOWN;
	}
	const size = Math.abs(value);
	const text = size === 0 ? '0' : size >= 1 ? value.toFixed(2) : value.toPrecision(3);
	return (size > 0 && size < 1e-6 ? value.toExponential(2) : text) + '\u00a0' + currency;
}

/** A value by what the end of its key says of its unit. */
export function byKey(key, value) {
	if (typeof value !== 'number') {
		return known(value) ? String(value) : UNKNOWN;
	}
	if (/nanos$/i.test(key) || /Nanos\.(start|max|mean|end)$/.test(key)) {
		return nanos(value);
	}
	if (/(bytes|chars)$/i.test(key) || /(Bytes|Chars)\.(start|max|mean|end)$/.test(key)) {
		return bytes(value);
	}
	return /percent(\.\w+)?$/i.test(key) ? number(value) + '\u00a0%' : number(value);
}

export function clock(instant) {
	return new Date(instant).toLocaleTimeString('en-GB');
}

export function moment(instant) {
	const date = new Date(instant);
	return Number.isNaN(date.getTime())
		? String(instant)
		: date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }) +
				' ' +
				date.toLocaleTimeString('en-GB') +
				'.' +
				String(date.getMilliseconds()).padStart(3, '0');
}
