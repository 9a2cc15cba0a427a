// The table of docs/security.md: which test shows which requirement, from the
// tests themselves. A test says so with its mark, "(R11)", where it stands.
//
//   node docs/requirements.mjs           writes the table anew
//   node docs/requirements.mjs --check   TAP: it is as the tests say
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = new URL('security.md', import.meta.url);
const [BEGIN, END] = ['<!-- requirements: written by requirements.mjs -->', '<!-- end of requirements -->'];
// Helpers are used by tests and show nothing themselves.
const SHOWS = /^tests\/(?!support\/|faults\/support\/|bench\/(?!measures\/)|.*\.md$)/;

const requirements = readFileSync(new URL('requirements.csv', import.meta.url), 'utf8').trim().split('\n').slice(1)
  .map((line) => [line.slice(0, line.indexOf(',')), line.slice(line.indexOf(',') + 1)]);

const shownBy = new Map(requirements.map(([id]) => [id, new Set()]));
const marked = execFileSync('git', ['grep', '-nE', '\\bR([1-9]|[123][0-9]|40)\\b', '--', 'tests', 'config/sbom.mjs'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
for (const line of marked.trim().split('\n')) {
  const [file] = line.split(':', 1);
  if (!SHOWS.test(file) && file !== 'config/sbom.mjs') continue;
  for (const [id] of line.slice(file.length).matchAll(/\bR\d+\b/g)) shownBy.get(id)?.add(file);
}

const table = [BEGIN, '', '| Id | Requirement | Shown by |', '|---|---|---|',
  ...requirements.map(([id, words]) =>
    `| ${id} | ${words} | ${[...shownBy.get(id)].sort().map((file) => `\`${file}\``).join(', ') || 'not yet'} |`), '', END].join('\n');

const text = readFileSync(page, 'utf8');
const fresh = text.slice(0, text.indexOf(BEGIN)) + table + text.slice(text.indexOf(END) + END.length);
if (process.argv[2] === '--check') {
  console.log(`${fresh === text ? 'ok' : 'not ok'} 1 - docs/security.md says which tests show what (node docs/requirements.mjs)`);
  console.log('1..1');
} else {
  writeFileSync(page, fresh);
}
