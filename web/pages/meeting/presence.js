/*
 * Says to the others who write the same minutes where one is, and shows where
 * they are: a hint, so that two do not begin the same sentence. What both
 * change all the same is asked about (merge.js). No page elements here.
 */

/** @typedef {{name: string, field: string}} Other */
/**
 * @typedef {object} Outside
 * @property {(discussion: string, field: string | null) => Promise<{data: {others: Other[]}}>} send
 * @property {(field: string) => string} labelOf what the page calls a field
 * @property {(text: string) => void} show
 */

const PAUSE_MS = 8000;
const STILL_MS = 20_000;

export class Presence {
  /** @param {Outside} outside @param {() => number} [clock] */
  constructor(outside, clock = Date.now) {
    this.outside = outside;
    this.clock = clock;
    this.discussion = '';
    this.field = '';
    this.typedAt = -Infinity;
    this.saidAt = -Infinity;
  }

  /** Something was typed: said at once, then at most every few seconds.
   * @param {string} discussion @param {string} field */
  typed(discussion, field) {
    const moved = discussion !== this.discussion || field !== this.field;
    this.discussion = discussion;
    this.field = field;
    this.typedAt = this.clock();
    if (!discussion || (!moved && this.clock() - this.saidAt < PAUSE_MS)) return;
    void this.look(discussion);
  }

  /** Asks who is there, and says where one is while one writes.
   * @param {string} discussion */
  async look(discussion) {
    if (!discussion) return;
    const here = discussion === this.discussion && this.clock() - this.typedAt < STILL_MS;
    this.saidAt = this.clock();
    try {
      const { data } = await this.outside.send(discussion, here ? plain(this.field) : null);
      this.outside.show(this.wordsOf(data.others));
    } catch {
      /* A hint that does not come is no fault. */
      this.outside.show('');
    }
  }

  /** @param {Other[]} others */
  wordsOf(others) {
    return others
      .map(({ name, field }) => {
        const label = this.outside.labelOf(field);
        return label ? `${name} is writing in “${label}”` : `${name} is writing here`;
      })
      .join('. ');
  }
}

/* Boxes of a date say the date's name. */
/** @param {string} field */
function plain(field) {
  return field.replace(/-(day|month|year)$/, '') || null;
}
