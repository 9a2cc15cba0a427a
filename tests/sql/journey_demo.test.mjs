// The journey's scope over the demo partnership: for every account there is
// and forty young people, casework.journey_events gives what the policies
// would (tests/sql/journey_scope.sql does the same over stranger data).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { root, useServer } from '../support/server.mjs';

const READ = new Set(['spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member']);

const QUESTION = `
BEGIN;
\\ir ${join(root, 'tests/support/sessions.sql')}
INSERT INTO access.session (token_hash, user_id, idle_until, absolute_until)
SELECT sha256(convert_to(rpad(split_part(email, '@', 1), 43, '-'), 'UTF8')), id, now() + '1 hour', now() + '1 hour'
  FROM access.user_account WHERE NOT is_key;
\\ir ${join(root, 'tests/support/journey_scope.sql')}
-- Those the police hold something about first, then any.
INSERT INTO journey_people
SELECT id FROM casework.person p
 ORDER BY EXISTS (SELECT FROM casework.contact c WHERE c.person_id = p.id AND c.held) DESC,
          cardinality(spoke_ids) DESC, md5(id::text) LIMIT 40;
ANALYZE journey_people;
SELECT u.email, c.* FROM access.user_account u
 CROSS JOIN LATERAL pg_temp.journey_compared(split_part(u.email, '@', 1)) c
 WHERE NOT u.is_key;
ROLLBACK;`;

let server;
let readers;

before(async () => {
  server = await useServer();
  const child = promisify(execFile)('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', server.conninfo, '-f', '-']);
  child.child.stdin.end(QUESTION);
  const { stdout } = await child;
  readers = new Map(stdout.split('\n').filter((line) => line.includes('@')).map((line) => {
    const [email, journeys, events, held, differences, ...example] = line.split('|');
    return [email, { journeys: +journeys, events: +events, held: +held, differences: +differences, example: example.join('|') }];
  }));
});

after(async () => server?.stop());

test('every account was asked', () => {
  for (const { email } of server.accounts) assert.ok(readers.has(email), email);
});

test('nobody reads an event more or less than the policies give', () => {
  for (const [email, { differences, example }] of readers)
    assert.equal(differences, 0, `${email}: ${example}`);
});

test('those who read journeys read many, the others none', () => {
  for (const { email, roles } of server.accounts) {
    const { journeys, events } = readers.get(email);
    const reads = roles.some(({ role }) => READ.has(role));
    // A panel member reads those of their meetings, which may be none.
    const staff = roles.some(({ role }) => READ.has(role) && role !== 'panel_member');
    if (!reads) assert.deepEqual([journeys, events], [0, 0], email);
    else if (staff) assert.ok(events > journeys && journeys > 0, email);
  }
});

test('what the police hold is told to others as held, and to police as it is', () => {
  const held = (role) => server.accounts.filter((each) => each.roles.every((one) => one.role === role))
    .reduce((sum, { email }) => sum + readers.get(email).held, 0);
  assert.ok(held('spoke_coordinator') > 0);
  assert.equal(held('eit_officer') + held('eit_sergeant'), 0);
});
