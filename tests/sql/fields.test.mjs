// Every column of every table is classified, and nothing that is not there
// (config/governance/records.csv and fields.csv): a new column without its
// sensitivity fails.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { readRows } from '../support/matrix.mjs';
import { useServer } from '../support/server.mjs';

const CATEGORIES = ['none', 'personal', 'special_category', 'criminal_offence', 'free_text', 'confidential', 'pseudonymous', 'secret'];
const WHOSE = ['young_person', 'third_party', 'practitioner', 'user', 'nobody'];

let server;
let columns;
const [, ...records] = await readRows('config/governance/records.csv');
const [, ...fields] = await readRows('config/governance/fields.csv');
const [, ...retention] = [...await readRows('config/reference/retention_category.csv'),
  ...(await readRows('config/governance/retention.csv')).slice(1)];

before(async () => {
  server = await useServer();
  columns = (await server.psql(`SELECT format('%s.%s,%s', n.nspname, c.relname, a.attname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'tap')`)).split('\n');
});
after(async () => server?.stop());

const twice = (names) => names.filter((name, i) => names.indexOf(name) !== i);

test('every column of every table is classified once, and nothing else', () => {
  const classified = fields.map(([record, field]) => `${record},${field}`);
  assert.deepEqual(columns.filter((each) => !classified.includes(each)), [],
    'not classified: add to config/governance/fields.csv (record,field,category)');
  assert.deepEqual(classified.filter((each) => !columns.includes(each)), [], 'classified, but not there');
  assert.deepEqual(twice(classified), []);
});

test('every table has a purpose, somebody it is about, and a time it is kept', () => {
  const named = records.map(([record]) => record);
  const tables = [...new Set(columns.map((each) => each.split(',')[0]))];
  assert.deepEqual(tables.filter((each) => !named.includes(each)), [], 'not in config/governance/records.csv');
  assert.deepEqual(named.filter((each) => !tables.includes(each)), [], 'a record that is not there');
  assert.deepEqual(twice(named), []);
  const kept = retention.map(([code]) => code);
  for (const [record, label, whose, purpose, code] of records) {
    assert.ok(label && purpose, record);
    assert.ok(WHOSE.includes(whose), `${record}: about '${whose}'`);
    assert.ok(kept.includes(code), `${record}: no rule '${code}' in config/reference/retention_category.csv or config/governance/retention.csv`);
  }
});

test('a sensitivity is one that is known', () => {
  for (const [record, field, category] of fields) assert.ok(CATEGORIES.includes(category), `${record}.${field}: '${category}'`);
});

// What may not be called harmless by mistake.
test('narrative is free text, and what the police hold is confidential', () => {
  const of = new Map(fields.map(([record, field, category]) => [`${record}.${field}`, category]));
  for (const [field, category] of of)
    if (/\.(note|narrative|summary|rationale|quotation)$/.test(field) && field.startsWith('casework.'))
      assert.equal(category, 'free_text', field);
  for (const field of ['casework.referral_police_annex.text', 'casework.contact.held', 'casework.contact.force_reference'])
    assert.equal(of.get(field), 'confidential', field);
  for (const [field, category] of of) if (/ethnicity/.test(field)) assert.equal(category, 'special_category', field);
});
