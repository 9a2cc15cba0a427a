// The tables of docs/data-protection.md, from the reviewed files of
// config/governance and config/access: the same that the pages under
// Governance show.
//
//   node docs/data-protection.mjs           writes the tables anew
//   node docs/data-protection.mjs --check   TAP: they are as the files say
import { readFileSync, writeFileSync } from 'node:fs';

import { ROLES, readMatrix, readOperations, readRows } from '../tests/support/matrix.mjs';

const page = new URL('data-protection.md', import.meta.url);
const [BEGIN, END] = ['<!-- tables: written by data-protection.mjs -->', '<!-- end of tables -->'];
const CATEGORIES = [['special_category', 'special category'], ['criminal_offence', 'criminal offence'],
  ['confidential', 'confidential'], ['free_text', 'free text'], ['personal', 'personal'], ['pseudonymous', 'pseudonymous'],
  ['secret', 'secret']];
const NOBODY = ['-', 'never', 'no rows'];
const plain = (code) => code.replaceAll('_', ' ');

const [, ...records] = await readRows('config/governance/records.csv');
const [, ...fields] = await readRows('config/governance/fields.csv');
const [, ...ours] = await readRows('config/reference/retention_category.csv');
const [, ...byItself] = await readRows('config/governance/retention.csv');
const retention = [...ours.map(([code, label, , , , rule]) => [code, label, rule, 'the partnership, with a certificate']),
  ...byItself.map((row) => [...row, 'the service by itself'])];
const [, ...flows] = await readRows('config/governance/flows.csv');
const tables = await readMatrix('tables');
const operations = await readOperations();
const rule = new Map(retention.map(([code, label, kept]) => [code, kept]));

const table = (head, rows) => [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`), ''];

const sensitive = (record) => CATEGORIES.map(([code, words]) => {
  const names = fields.filter(([of, , category]) => of === record && category === code).map(([, name]) => `\`${name}\``);
  return names.length ? `**${words}:** ${names.join(' ')}` : '';
}).filter(Boolean).join('; ') || 'nothing of anybody';

function readers(record) {
  if (tables.get(record)?.get(ROLES[0]) === 'no rows') return 'none in the demo partnership to tell by';
  const reads = new Map();
  for (const role of ROLES) {
    const what = tables.get(record)?.get(role) ?? '-';
    if (!NOBODY.includes(what)) reads.set(what, [...(reads.get(what) ?? []), plain(role)]);
  }
  return [...reads].map(([what, roles]) => `${what}: ${roles.join(', ')}`).join('; ') || 'no role directly';
}

// How often each role is answered with the record, by whose it is.
function answered() {
  const scopes = ['own', 'other spoke', 'other agency', 'restricted', 'police held'];
  const count = (role, scope) => [...operations].filter(([key, row]) => key.endsWith(`,${scope}`) && row.get(role) === 'yes').length;
  return table(['Role', ...scopes], ROLES.map((role) => [plain(role), ...scopes.map((scope) => count(role, scope))]));
}

const text = [BEGIN, '', '## Roles', '',
  `Of ${operations.size} reviewed rows, to how many each role is answered "yes". The rows: \`config/access/operations.csv\`,`,
  'tables by role: `config/access/tables.csv`.', '', ...answered(),
  '## What is kept', '',
  ...table(['Record', 'About', 'Purpose', 'Fields', 'Read by, with SQL alone', 'Kept'],
    records.map(([record, label, whose, purpose, kept]) =>
      [`${label}<br>\`${record}\``, plain(whose), purpose, sensitive(record), readers(record), rule.get(kept)])),
  '## How long', '', ...table(['Record', 'Kept', 'Disposed of by'], retention.map(([, ...row]) => row)),
  '## What comes in and goes out', '', ...table(['', 'What', 'With whom', 'Legal power', 'How', 'Written down in'], flows),
  END].join('\n');

const was = readFileSync(page, 'utf8');
const fresh = was.slice(0, was.indexOf(BEGIN)) + text + was.slice(was.indexOf(END) + END.length);
if (process.argv[2] === '--check') {
  console.log(`${fresh === was ? 'ok' : 'not ok'} 1 - docs/data-protection.md is as the reviewed files say (node docs/data-protection.mjs)`);
  console.log('1..1');
} else {
  writeFileSync(page, fresh);
}
