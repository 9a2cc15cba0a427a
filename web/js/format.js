/* How values read: `data-text="born|date"`, `data-text="level|label:risk"`. */
import { addDays, ageOn, daysBetween, londonClock, today } from './time.js';
import { labelOf } from './vocab.js';

/** @typedef {(value: any, option: string) => string} Format */

/** @param {Intl.DateTimeFormatOptions} options */
const dayFormat = (options) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });

const LONG = dayFormat({ day: 'numeric', month: 'long', year: 'numeric' });
const SHORT = dayFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const MONTH = dayFormat({ month: 'long', year: 'numeric' });
const WEEKDAY = dayFormat({ weekday: 'long', day: 'numeric', month: 'long' });

/**
 * A date string, or the London day of an instant.
 * @param {string} value
 */
function dayOf(value) {
  return value.length > 10 ? londonClock(value).date : value;
}

/** @param {string} value */
function clockOf(value) {
  const [hour, minute] = londonClock(value).time.split(':').map(Number);
  if (hour === 12 && minute === 0) return 'midday';
  if (hour === 0 && minute === 0) return 'midnight';
  const minutes = minute ? `:${String(minute).padStart(2, '0')}` : '';
  return `${hour % 12 || 12}${minutes}${hour < 12 ? 'am' : 'pm'}`;
}

/**
 * "Today", "Tomorrow", "Yesterday", or the weekday and date.
 * @param {string} value
 */
function nearDay(value) {
  const day = dayOf(value);
  const names = ['Yesterday', 'Today', 'Tomorrow'];
  const at = [-1, 0, 1].findIndex((days) => addDays(today(), days) === day);
  if (at >= 0) return names[at];
  const same = day.slice(0, 4) === today().slice(0, 4);
  return same ? WEEKDAY.format(new Date(day)) : LONG.format(new Date(day));
}

/** @param {string} value */
function ago(value) {
  const days = daysBetween(dayOf(value), today());
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days === -1) return 'tomorrow';
  const size = Math.abs(days);
  const text =
    size < 14
      ? `${size} days`
      : size < 61
        ? `${Math.round(size / 7)} weeks`
        : size < 730
          ? `${Math.round(size / 30.4)} months`
          : `${Math.floor(size / 365.25)} years`;
  return days > 0 ? `${text} ago` : `in ${text}`;
}

/** @type {Record<string, Format>} */
const FORMATS = {
  date: (value) => LONG.format(new Date(dayOf(value))),
  shortdate: (value) => SHORT.format(new Date(dayOf(value))),
  month: (value) => MONTH.format(new Date(dayOf(value))),
  year: (value) => dayOf(value).slice(0, 4),
  day: nearDay,
  time: clockOf,
  instant: (value) => `${FORMATS.date(value, '')} at ${clockOf(value)}`,
  when: (value) => `${nearDay(value)} at ${clockOf(value)}`,
  since: (value) =>
    FORMATS.when(value, '').replace(/^(Today|Yesterday)/, (day) =>
      day.toLowerCase(),
    ),
  ago,
  age: (value) => String(ageOn(value, today())),
  number: (value) => Number(value).toLocaleString('en-GB'),
  money: (value) =>
    Number(value).toLocaleString('en-GB', {
      style: 'currency',
      currency: 'GBP',
    }),
  percent: (value) => `${Math.round(Number(value))}%`,
  yesno: (value) => (value ? 'Yes' : 'No'),
  label: (value, option) => labelOf(option, value),
  words: (value) => labelOf('', value),
  list: (value) => (Array.isArray(value) ? value.join(', ') : String(value)),
  count: (value, option) => {
    const size = Array.isArray(value) ? value.length : Number(value);
    const [one, many] = option.split('/');
    return `${size} ${size === 1 ? one : (many ?? `${one}s`)}`;
  },
  lower: (value) => String(value).toLowerCase(),
};

/**
 * Adds a format of a page's own.
 * @param {string} name
 * @param {Format} format
 */
export function addFormat(name, format) {
  FORMATS[name] = format;
}

/**
 * The value as text. `name` may carry an option: "label:concern". Nothing
 * there: ''. Lists are formatted one by one and joined.
 * @param {any} value
 * @param {string} [name]
 * @returns {string}
 */
export function formatValue(value, name = '') {
  if (value === undefined || value === null || value === '') return '';
  if (!name) return Array.isArray(value) ? value.join(', ') : String(value);
  const [kind, ...option] = name.split(':');
  const format = FORMATS[kind];
  if (!format) throw new Error(`no format ${kind}`);
  const whole = kind === 'count' || kind === 'list';
  if (Array.isArray(value) && !whole)
    return value.map((each) => formatValue(each, name)).join(', ');
  return format(value, option.join(':'));
}
