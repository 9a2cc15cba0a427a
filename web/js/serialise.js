/*
 * Named form fields to the JSON the API takes, and back. Pure: the page's
 * elements stay outside (fields.js).
 *
 *   concerns[0][concern]                    objects in lists
 *   made_on-day, made_on-month, made_on-year  a date in three boxes
 *   at-date (or the three boxes), at-time   an instant, London time
 */
import { joinDate, joinInstant, londonClock } from './time.js';

/**
 * @typedef {'text' | 'integer' | 'number' | 'boolean' | 'list'} Kind
 * @typedef {object} Entry one field that counts (an unticked radio does not)
 * @property {string} name
 * @property {string} value
 * @property {Kind} [kind]
 * @property {boolean} [off] an unticked checkbox
 * @property {string} [member] of a list: {member: value} instead of value
 */

const PART = /^(.*)-(day|month|year|date|time)$/;

/**
 * "concerns[0][concern]" -> ["concerns", 0, "concern"]
 * @param {string} name
 * @returns {(string | number)[]}
 */
export function namePath(name) {
  const [head, ...rest] = name.replace(/\]/g, '').split('[');
  return [head, ...rest.map((k) => (/^\d+$/.test(k) ? Number(k) : k))];
}

/**
 * "/concerns/0/concern" -> "concerns[0][concern]"
 * @param {string} pointer RFC 6901
 */
export function pointerToName(pointer) {
  const [head = '', ...rest] = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  return head + rest.map((key) => `[${key}]`).join('');
}

/**
 * @param {Entry[]} entries
 * @param {{partial?: boolean}} [how] partial: what is empty is sent as null,
 *   to make it empty; otherwise it is left out
 * @returns {{body: Record<string, any>, names: (pointer: string) => string}}
 *   names: the field name a fault's pointer means
 */
export function toJson(entries, how = {}) {
  /** @type {Record<string, any>} */
  const body = {};
  for (const [name, value] of valuesOf(joinParts(entries), how.partial))
    put(body, namePath(name), value);
  /** @type {Map<string, string>} */
  const moved = new Map();
  closeGaps(body, '', '', moved);
  return { body, names: (pointer) => pointerToName(unmove(pointer, moved)) };
}

/* Three boxes and date + time become one entry, where their first stood. */
/** @param {Entry[]} entries @returns {Entry[]} */
function joinParts(entries) {
  /** @type {Map<string, Record<string, string>>} */
  const parts = new Map();
  /** @type {Entry[]} */
  const joined = [];
  for (const entry of entries) {
    const match = entry.name.match(PART);
    if (!match) {
      joined.push(entry);
      continue;
    }
    const [, name, part] = match;
    if (!parts.has(name)) joined.push({ name, value: '', kind: 'text' });
    parts.set(name, { ...parts.get(name), [part]: entry.value });
  }
  return joined.map((entry) => {
    const part = parts.get(entry.name);
    return part ? { ...entry, value: joinOne(part) } : entry;
  });
}

/** @param {Record<string, string>} part */
function joinOne(part) {
  const { day = '', month = '', year = '' } = part;
  const date = part.date ?? joinDate(day, month, year);
  return part.time === undefined ? date : joinInstant(date, part.time);
}

/**
 * @param {Entry[]} entries
 * @param {boolean} [partial]
 * @returns {Map<string, any>}
 */
function valuesOf(entries, partial) {
  /** @type {Map<string, any>} */
  const values = new Map();
  for (const entry of entries) {
    const { name, value, kind = 'text', off } = entry;
    if (kind === 'list') {
      const list = values.get(name) ?? [];
      if (!off) list.push(entry.member ? { [entry.member]: value } : value);
      if (list.length || partial) values.set(name, list);
    } else if (kind === 'boolean') {
      values.set(name, off ? false : value !== 'false');
    } else if (off) {
      continue;
    } else if (value.trim() !== '') {
      values.set(name, kind === 'text' ? value : toNumber(value));
    } else if (partial) {
      values.set(name, null);
    }
  }
  return values;
}

/* What is no number is sent as typed, for the server to refuse in words. */
/** @param {string} value */
function toNumber(value) {
  const plain = value.trim().replace(/^£/, '').replace(/,(?=\d{3})/g, '');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : value;
}

/** @param {any} into @param {(string | number)[]} path @param {any} value */
function put(into, path, value) {
  const [key, ...rest] = path;
  if (!rest.length) {
    into[key] = value;
    return;
  }
  into[key] ??= typeof rest[0] === 'number' ? [] : {};
  put(into[key], rest, value);
}

/*
 * Removed and empty rows of a list leave gaps; the list is closed up and the
 * old place of each row is remembered for the faults.
 */
/**
 * @param {any} at
 * @param {string} to pointer in the answer
 * @param {string} from pointer in the form
 * @param {Map<string, string>} moved
 */
function closeGaps(at, to, from, moved) {
  if (Array.isArray(at)) {
    const rows = [...at.entries()].filter(([, row]) => !isBlankRow(row));
    rows.forEach(([place, row], index) => {
      moved.set(`${to}/${index}`, `${from}/${place}`);
      closeGaps(row, `${to}/${index}`, `${from}/${place}`, moved);
    });
    at.splice(0, at.length, ...rows.map(([, row]) => row));
  } else if (at && typeof at === 'object') {
    for (const [key, value] of Object.entries(at))
      closeGaps(value, `${to}/${key}`, `${from}/${key}`, moved);
  }
}

/** @param {any} row */
function isBlankRow(row) {
  if (row === undefined || row === null) return true;
  if (typeof row !== 'object' || Array.isArray(row)) return false;
  return Object.values(row).every(
    (value) =>
      value === null || value === false ||
      (Array.isArray(value) && value.length === 0),
  );
}

/* The longest moved prefix of a pointer decides. */
/** @param {string} pointer @param {Map<string, string>} moved */
function unmove(pointer, moved) {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const from = moved.get(pointer.slice(0, end));
    if (from !== undefined) return from + pointer.slice(end);
  }
  return pointer;
}

/**
 * An object as field names and values, for filling a form.
 * @param {any} value
 * @param {string} [name]
 * @returns {[string, string][]}
 */
export function toPairs(value, name = '') {
  if (value === null || value === undefined) return name ? [[name, '']] : [];
  if (Array.isArray(value))
    return value.flatMap((each, at) =>
      toPairs(each, each && typeof each === 'object' ? `${name}[${at}]` : name),
    );
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) =>
      toPairs(inner, name ? `${name}[${key}]` : key),
    );
  return [[name, String(value)]];
}

/**
 * A date or instant in the boxes it is typed in.
 * @param {string} value
 * @returns {Record<string, string>}
 */
export function toParts(value) {
  if (!value) return { day: '', month: '', year: '', date: '', time: '' };
  const clock = value.length > 10 ? londonClock(value) : { date: value, time: '' };
  const [year, month, day] = clock.date.split('-');
  return { day: String(+day), month: String(+month), year, ...clock };
}
