/*
 * Keeps the minutes of one discussion: what is saved, what is typed, and the
 * way from one to the other over bad lines and beside other writers. It lives
 * on when its page part is gone, so that going to the next young person never
 * waits and never loses. No page elements here; the tests drive it as they are.
 */
import { changesOf, chosen, holdBack, isSame, mergeTheirs, pick } from './merge.js';

/** @typedef {import('./merge.js').Values} Values */
/** @typedef {import('./merge.js').Clash} Clash */
/** @typedef {import('./merge.js').Held} Held */

/**
 * @typedef {object} Outside what a keeper needs of the world
 * @property {(patch: Values, etag: string) => Promise<{data: any, etag: string | null}>} send
 *   rejects with {status, current, etag, message}
 * @property {(text: string | null) => void} store keeps a text over a reload; null: forget
 * @property {() => string | null} stored
 * @property {(act: () => void, ms: number) => any} later
 * @property {(handle: any) => void} notLater
 * @property {() => string} clock "14:02"
 * @typedef {'saved' | 'unsaved' | 'saving' | 'failed' | 'clash'} State
 */

const PAUSE_MS = 1200;
const RETRY_MS = 15_000;

export class Keeper {
  /** @param {Outside} outside */
  constructor(outside) {
    this.outside = outside;
    /** @type {Values | null} what the server has */
    this.base = null;
    /** @type {Values} what is typed */
    this.values = {};
    this.etag = '';
    /** @type {State} */
    this.state = 'saved';
    this.savedAt = '';
    this.problem = '';
    /** @type {Clash[]} */
    this.clashes = [];
    /** @type {Held[]} */
    this.held = [];
    /** @type {(filled: boolean) => void} filled: values came from outside */
    this.changed = () => {};
    this.timer = null;
    /** @type {Promise<void> | null} */
    this.saving = null;
  }

  /**
   * The server's present word: at the beginning, or fresh.
   * @param {any} discussion
   */
  offer(discussion) {
    const etag = `"${discussion.version}"`;
    if (this.base && (etag === this.etag || this.saving)) return;
    const theirs = pick(discussion);
    const kept = this.base ? null : this.#kept();
    const base = this.base ?? kept?.base ?? theirs;
    const mine = this.base ? this.values : (kept?.values ?? theirs);
    this.#adopt(base, mine, theirs, etag);
    this.#soonIfChanged(0);
  }

  /** @param {Values} values all fields of the form */
  type(values) {
    if (!this.base) return;
    this.values = { ...this.values, ...values };
    if (!this.#isChanged()) return this.#settle();
    this.#store();
    this.#become(this.clashes.length ? 'clash' : 'unsaved');
    this.#soonIfChanged(PAUSE_MS);
  }

  /** @param {string} field @param {'mine' | 'theirs' | 'both'} choice */
  resolve(field, choice) {
    const clash = this.clashes.find((each) => each.field === field);
    if (!clash) return;
    this.clashes = this.clashes.filter((each) => each !== clash);
    const mine = { ...clash, mine: this.values[field] };
    this.values = { ...this.values, [field]: chosen(mine, choice) };
    this.changed(true);
    this.#settle();
    this.#soonIfChanged(0);
  }

  /** Whether something typed has not reached the server. */
  get isUnsaved() {
    return this.base !== null && this.#isChanged();
  }

  /** Saves now what can be saved. */
  async save() {
    this.outside.notLater(this.timer);
    if (this.saving) await this.saving;
    const patch = this.#patch();
    if (!Object.keys(patch).length) return this.#settle();
    this.saving = this.#send(patch);
    await this.saving;
    this.saving = null;
    if (this.state !== 'failed') this.#soonIfChanged(PAUSE_MS);
  }

  /** @param {Values} patch */
  async #send(patch) {
    this.#become('saving');
    try {
      const answer = await this.outside.send(patch, this.etag);
      this.base = pick(answer.data);
      this.etag = answer.etag ?? `"${answer.data.version}"`;
      this.savedAt = this.outside.clock();
      this.#settle();
    } catch (error) {
      this.#refused(/** @type {any} */ (error));
    }
  }

  /** @param {any} error */
  #refused(error) {
    if (error.status === 412 && error.current && this.base) {
      const etag = error.etag ?? `"${error.current.version}"`;
      this.#adopt(this.base, this.values, pick(error.current), etag);
      return;
    }
    this.problem = error.message ?? '';
    this.#become('failed');
    /* What the server refuses for good waits for the next key. */
    if (!error.status || error.status >= 500) {
      this.outside.notLater(this.timer);
      this.timer = this.outside.later(() => void this.save(), RETRY_MS);
    }
  }

  /** @param {Values} base @param {Values} mine @param {Values} theirs @param {string} etag */
  #adopt(base, mine, theirs, etag) {
    const { values, clashes } = mergeTheirs(base, mine, theirs);
    this.base = theirs;
    this.values = values;
    this.etag = etag;
    this.clashes = clashes;
    this.#store();
    const state = clashes.length ? 'clash' : this.#isChanged() ? 'unsaved' : 'saved';
    this.#become(state, true);
  }

  /* Fields both changed wait for the choice; the rest goes on. */
  #patch() {
    const changes = changesOf(this.base ?? {}, this.values);
    for (const { field } of this.clashes) delete changes[field];
    const { send, held } = holdBack(changes, this.values);
    this.held = held;
    return send;
  }

  #isChanged() {
    return Object.keys(changesOf(this.base ?? {}, this.values)).length > 0;
  }

  #settle() {
    this.#patch();
    if (!this.#isChanged()) this.clashes = [];
    this.#store();
    this.#become(this.clashes.length ? 'clash'
      : this.#isChanged() && !this.held.length ? 'unsaved' : 'saved');
  }

  /** @param {number} ms */
  #soonIfChanged(ms) {
    if (!Object.keys(this.#patch()).length) return;
    this.outside.notLater(this.timer);
    this.timer = this.outside.later(() => void this.save(), ms);
  }

  /** @param {State} state @param {boolean} [filled] */
  #become(state, filled = false) {
    this.state = state;
    this.changed(filled);
  }

  #store() {
    const text = JSON.stringify({ base: this.base, values: this.values });
    this.outside.store(this.#isChanged() ? text : null);
  }

  /** @returns {{base: Values, values: Values} | null} */
  #kept() {
    const text = this.outside.stored();
    return text ? JSON.parse(text) : null;
  }

  /** What the page says of it. */
  get words() {
    const at = this.savedAt ? `Saved ${this.savedAt}` : '';
    if (this.state === 'saving') return 'Saving…';
    if (this.state === 'failed')
      return `Not saved: ${lower(this.problem)} Your text is kept.`;
    if (this.state === 'clash')
      return 'Someone else changed the same words: choose below';
    if (this.held.length)
      return `${at || 'Nearly saved'}, but ${this.held.map(({ why }) => why).join('; and ')}`;
    return this.state === 'unsaved' ? 'Not saved yet' : at;
  }

  /**
   * Whether a field holds what the server has not.
   * @param {string} field
   */
  isWaiting(field) {
    return this.base !== null && !isSame(this.base[field], this.values[field]);
  }
}

/** @param {string} text */
function lower(text) {
  const full = text && !/[.?!]$/.test(text) ? `${text}.` : text;
  return full.charAt(0).toLowerCase() + full.slice(1);
}
