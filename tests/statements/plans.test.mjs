// Every named statement prepares on the migrated schema, and none of them
// reads a whole large table, in order or through an index without a condition:
// where that is right, the statement's own `-- plan:` line says why.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { root, useServer } from '../support/server.mjs';

const server = await useServer();
after(async () => server.stop());

// The tables that stay short whatever happens: spokes, agencies, settings,
// machines, roles, and below all vocabularies.
const SHORT = new Set(['retention_rule', 'meeting_series', 'fact_topic',
  'spoke', 'spoke_setting_value', 'agency', 'bank_holiday', 'state_move', 'role',
  'permission', 'role_permission', 'secret']);

const DOOR = /^(transaction|connection)_/;

async function statements() {
  const found = [];
  const rooms = (await readdir(join(root, 'db'), { withFileTypes: true })).filter((e) => e.isDirectory());
  for (const room of rooms) {
    const file = join(root, 'db', room.name, `${room.name}.sql`);
    const text = await readFile(file, 'utf8').catch(() => '');
    for (const block of text.split(/^(?=-- name:)/m).slice(1)) found.push(parse(block));
  }
  return found;
}

// The announcement, its parameters in order, the body with $n.
function parse(block) {
  const lines = block.split('\n');
  let header = '';
  let at = 0;
  for (; at < lines.length && lines[at].startsWith('--'); at++) header += lines[at].slice(2).trim() + ' ';
  const [, name, list] = /name:\s*(\w+)\(([^)]*)\)/.exec(header);
  const parameters = list.split(',').map((p) => p.trim().split(/\s+/)).filter((p) => p[0])
    .map(([parameter, ...type]) => ({ parameter, type: type.join(' ') }));
  let body = lines.slice(at).filter((line) => !line.startsWith('--')).join('\n').trim().replace(/;\s*$/, '');
  parameters.forEach(({ parameter }, n) => {
    body = body.replace(new RegExp(`(?<![:\\w\\]]):${parameter}\\b`, 'g'), `$${n + 1}`);
  });
  return { name, parameters, body, planned: /plan:\s*(.+)/.exec(header)?.[1] ?? null };
}

function scans(node, found = []) {
  const whole = node['Node Type'] === 'Seq Scan' ||
    (/^Index.* Scan$/.test(node['Node Type']) && !node['Index Cond']);
  if (whole && node['Relation Name']) found.push(node['Relation Name']);
  for (const child of node.Plans ?? []) scans(child, found);
  return found;
}

const all = await statements();
for (const vocabulary of (await server.psql(`SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
    WHERE inhparent = 'reference.term'::regclass`)).split('\n'))
  SHORT.add(vocabulary);

test('there are statements, each named once', () => {
  assert.ok(all.length > 50, `${all.length} statements`);
  assert.equal(new Set(all.map((s) => s.name)).size, all.length);
});

// On a small database a scan is the best plan. Scans, and the joins that live on
// them, are made dear, so that one is left only where there is no other way.
for (const statement of all.filter((s) => !DOOR.test(s.name))) {
  test(`${statement.name} prepares; its plan`, async () => {
    const types = statement.parameters.map((p) => p.type).join(', ');
    const nulls = statement.parameters.map(() => 'NULL').join(', ');
    const output = await server.psql(`
      SET SESSION AUTHORIZATION throughline_server;
      SET search_path = pg_catalog;
      SET plan_cache_mode = force_generic_plan;
      SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
      PREPARE tried${types ? ` (${types})` : ''} AS ${statement.body};
      EXPLAIN (FORMAT JSON) EXECUTE tried${nulls ? `(${nulls})` : ''};`);
    const found = JSON.parse(output).flatMap((plan) => scans(plan.Plan))
      .filter((table) => !SHORT.has(table));
    if (!statement.planned)
      assert.deepEqual([...new Set(found)], [], `${statement.name} scans a table that can grow`);
  });
}
