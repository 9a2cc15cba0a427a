/*
 * The vocabularies of config/reference, so that forms have their choices with
 * scripts off and before the server's own list (which may differ) arrives.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WEB } from './files.mjs';

const FOLDER = join(WEB, '../config/reference');
const known = new Map();

/** The items of a vocabulary; `only` and `without` are codes with spaces. */
export function reference(name, only = '', without = '') {
  if (!known.has(name)) known.set(name, readItems(name));
  const wanted = only.split(' ').filter(Boolean);
  const unwanted = without.split(' ');
  return known
    .get(name)
    .filter(({ code }) => !wanted.length || wanted.includes(code))
    .filter(({ code }) => !unwanted.includes(code));
}

/** The attributes by which js/vocab.js finds the element. */
export function vocabularyAttributes(name, only, without) {
  const attributes = { 'data-vocabulary': name };
  if (only) attributes['data-only'] = only;
  if (without) attributes['data-without'] = without;
  return attributes;
}

function readItems(name) {
  const text = readFileSync(join(FOLDER, `${name}.csv`), 'utf8');
  const [head, ...rows] = parseCsv(text);
  return rows
    .map((row) => Object.fromEntries(head.map((key, at) => [key, row[at]])))
    .filter((item) => !item.active_to)
    .sort((a, b) => Number(a.position) - Number(b.position));
}

function parseCsv(text) {
  const field = /("(?:[^"]|"")*"|[^,\n]*)(,|\r?\n|$)/y;
  const rows = [[]];
  for (let match; (match = field.exec(text)) && match[0] !== ''; ) {
    const [, raw, end] = match;
    const quoted = raw.startsWith('"');
    rows.at(-1).push(quoted ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}
