/*
 * Dates are YYYY-MM-DD strings and stay so. Instants are UTC, and are read
 * and written as Europe/London, wherever the device thinks it is.
 */

const ZONE = 'Europe/London';

const WALL = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/**
 * What a clock in London shows.
 * @param {number | string | Date} instant
 * @returns {{date: string, time: string}}
 */
export function londonClock(instant) {
  /** @type {Record<string, string>} */
  const part = {};
  for (const { type, value } of WALL.formatToParts(new Date(instant)))
    part[type] = value;
  return {
    date: `${part.year}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}`,
  };
}

/**
 * The instant at which London's clock shows this date and time. A time that
 * comes twice (October) is the first; one that is skipped (March) is an hour
 * later.
 * @param {string} date YYYY-MM-DD
 * @param {string} time HH:MM
 * @returns {string} RFC 3339, UTC
 */
export function londonToInstant(date, time) {
  const asWinter = Date.parse(`${date}T${time}:00Z`);
  const asSummer = asWinter - 3600_000;
  const clock = londonClock(asSummer);
  const isSummer = clock.date === date && clock.time === time;
  const instant = new Date(isSummer ? asSummer : asWinter);
  return instant.toISOString().replace('.000Z', 'Z');
}

/**
 * Whether the text is a day of the calendar, as YYYY-MM-DD.
 * @param {string} text
 */
export function isDate(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/**
 * Three boxes to one date. What is no date is put together as typed, for the
 * server to say what is missing or wrong. All empty: ''.
 * @param {string} day
 * @param {string} month
 * @param {string} year
 */
export function joinDate(day, month, year) {
  const [d, m, y] = [day.trim(), monthNumber(month.trim()), year.trim()];
  if (!d && !m && !y) return '';
  return `${y}-${m && m.padStart(2, '0')}-${d && d.padStart(2, '0')}`;
}

/**
 * Whether it is a day, or a year or month whose other boxes are empty.
 * @param {string} text
 */
export function isRoughDate(text) {
  return isDate(text) || isDate(text.replace(/^(\d{4})--$/, '$1-01-').replace(/-$/, '-01'));
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** @param {string} text "3", "march" or "Mar" */
function monthNumber(text) {
  const at = MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return at < 0 ? text : String(at + 1);
}

/**
 * A time as people type it (2:15pm, 14.15, 1415, 2 pm) to HH:MM, or null.
 * @param {string} text
 */
export function parseTime(text) {
  const squeezed = text.toLowerCase().replace(/\s/g, '');
  const parts = squeezed.match(/^(\d{1,2})(?:[:.]?(\d{2}))?([ap])?\.?m?\.?$/);
  if (!parts) return null;
  let hour = Number(parts[1]);
  const minute = Number(parts[2] ?? 0);
  const half = parts[3];
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  if (hour > 23 || minute > 59 || (!half && parts[2] === undefined))
    return null;
  return `${pad(hour)}:${pad(minute)}`;
}

/**
 * Date and time fields to an instant; what cannot be read is put together as
 * typed, for the server to refuse in words. Both empty: ''.
 * @param {string} date
 * @param {string} time
 */
export function joinInstant(date, time) {
  if (!date && !time.trim()) return '';
  const clock = parseTime(time);
  if (isDate(date) && clock) return londonToInstant(date, clock);
  return `${date}T${time.trim()}`;
}

/** Today in London. */
export function today() {
  return londonClock(Date.now()).date;
}

/**
 * @param {string} date
 * @param {number} days
 */
export function addDays(date, days) {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/**
 * Whole days from one date to another.
 * @param {string} from
 * @param {string} to
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/**
 * Age in whole years on a day.
 * @param {string} born
 * @param {string} on
 */
export function ageOn(born, on) {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}

/** @param {number} number */
function pad(number) {
  return String(number).padStart(2, '0');
}
