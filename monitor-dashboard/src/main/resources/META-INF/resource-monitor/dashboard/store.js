// What the page knows: the records that it has read, the latest first, and the sums over all.

import * as api from './api.js';

const PART = 250;
const MOST = 5000;

const pause = () => new Promise((resolve) => setTimeout(resolve));

export class Store {
	constructor() {
		this.reset();
		this.resources = undefined;
		this.error = undefined;
		this.updated = undefined;
	}

	reset() {
		this.records = [];
		this.byId = new Map();
		this.handlers = [];
		this.running = [];
		this.totals = { active: 0, started: 0, lost: 0 };
		this.complete = false;
	}

	/** Invocations that have ended, whether or not their records are still kept. */
	get ended() {
		return this.handlers.reduce((sum, handler) => sum + handler.count, 0);
	}

	handler(name) {
		return this.handlers.find((handler) => handler.handler === name);
	}

	recordsOf(handler) {
		return this.records.filter((record) => record.handler === handler);
	}

	get hasCosts() {
		return this.records.some((record) => record.cost);
	}

	/** The limit of memory, if the endpoint of resources says it. */
	get memoryLimit() {
		return this.resources?.limits?.memoryBytes;
	}

	/** Reads what is new. Calls back after each part, so that the first one shows at once. */
	async update(shown) {
		try {
			const first = await api.invocations({ limit: PART, after: this.records[0]?.id });
			if (first.started < this.totals.started || this.isOther(first.invocations[0])) {
				this.reset();
			}
			const fresh = await this.newer(first);
			this.take(first, fresh);
			this.error = undefined;
			this.updated = Date.now();
			await this.older(shown);
		} catch (error) {
			this.error = error;
		}
	}

	/** Whether a record is of another instance than those before: the application has been started again. */
	isOther(record) {
		const last = this.records[0];
		return record !== undefined && last !== undefined && record.function.instance !== last.function.instance;
	}

	/** Records that came since the last look, if they were more than one part. */
	async newer(first) {
		const newest = this.records[0]?.id;
		let fresh = first.invocations;
		let part = fresh;
		while (newest && part.length === PART && fresh.length < MOST) {
			part = (await api.invocations({ limit: PART, after: newest, before: part[part.length - 1].id })).invocations;
			fresh = fresh.concat(part);
			await pause();
		}
		return fresh;
	}

	/** The rest of the history, when the page is opened. */
	async older(shown) {
		while (!this.complete) {
			shown();
			const last = this.records[this.records.length - 1];
			if (!last || this.records.length % PART !== 0 || this.records.length >= MOST) {
				break;
			}
			await pause();
			const part = (await api.invocations({ limit: PART, before: last.id })).invocations;
			this.append(part);
			if (part.length < PART) {
				break;
			}
		}
		this.complete = true;
	}

	take(answer, fresh) {
		const added = fresh.filter((record) => !this.byId.has(record.id));
		added.forEach((record) => this.byId.set(record.id, record));
		this.records = added.concat(this.records);
		this.records.splice(MOST).forEach((record) => this.byId.delete(record.id));
		this.handlers = answer.handlers;
		this.running = answer.running ?? [];
		this.totals = { active: answer.active, started: answer.started, lost: answer.lost };
	}

	append(part) {
		const added = part.filter((record) => !this.byId.has(record.id));
		added.forEach((record) => this.byId.set(record.id, record));
		this.records = this.records.concat(added);
	}

	/** What the endpoint of resources says; undefined if it says nothing. */
	async readResources() {
		this.resources = await api.resources();
		return this.resources;
	}
}
