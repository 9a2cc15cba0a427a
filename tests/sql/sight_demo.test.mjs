// Whose record is withheld is not there for them, and the next door's never
// was: over the demo partnership, for every account, by every table and view of
// the catalogue that names a young person, under the server's role in pure SQL.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { root, useServer } from '../support/server.mjs';

// Whose rows stand in most rooms: a young person of Bristol who was met,
// discussed, offered something and reported on.
const QUESTION = `
BEGIN;
\\ir ${join(root, 'tests/support/sessions.sql')}
\\ir ${join(root, 'tests/support/sight.sql')}
INSERT INTO access.session (token_hash, user_id, idle_until, absolute_until)
SELECT sha256(convert_to(rpad(split_part(email, '@', 1), 43, '-'), 'UTF8')), id, now() + '1 hour', now() + '1 hour'
  FROM access.user_account WHERE disabled_at IS NULL AND NOT is_key;
SELECT reference.spoke_id('bristol') AS bristol \\gset
SELECT p.id AS person FROM casework.person p
 WHERE p.spoke_ids = ARRAY[:bristol] AND NOT EXISTS (SELECT FROM casework.restriction r WHERE r.person_id = p.id)
 ORDER BY (SELECT count(*) FROM casework.minutes_extract_part x WHERE x.person_id = p.id) > 0 DESC,
          (SELECT count(*) FROM casework.agenda_item x WHERE x.person_id = p.id AND EXISTS (SELECT FROM casework.meeting m
             WHERE m.id = x.meeting_id AND m.state = 'planned')) DESC,
          (SELECT count(*) FROM casework.session x WHERE x.person_id = p.id) DESC LIMIT 1 \\gset
SELECT 'before', u.email, pg_temp.found_by(split_part(u.email, '@', 1), :'person') FROM access.user_account u WHERE NOT u.is_key AND u.disabled_at IS NULL;
SELECT 'door', u.email, pg_temp.found_by(split_part(u.email, '@', 1), p.id) FROM access.user_account u, casework.person p
 WHERE p.display_name = 'Isla Northcott' AND NOT u.is_key AND u.disabled_at IS NULL
   AND NOT EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = u.id
        AND (g.spoke_id IS NULL OR g.spoke_id = reference.spoke_id('northsom')));
-- One by one: each but the coordinator is blocked by name.
INSERT INTO casework.restriction (id, spoke_id, person_id, named_only, reason, review_on)
VALUES ('aaaaaaaa-0000-4000-8000-000000000077', :bristol, :'person', false, 'knows_family', access.today() + 30);
INSERT INTO casework.restriction_user (restriction_id, person_id, spoke_id, user_id, entry, reason)
SELECT r.id, r.person_id, r.spoke_id, u.id, 'blocked', 'Invented' FROM casework.restriction r, access.user_account u
 WHERE r.id = 'aaaaaaaa-0000-4000-8000-000000000077' AND NOT u.is_key AND u.disabled_at IS NULL AND NOT access.is_coordinator(u.id, r.spoke_id);
SELECT 'blocked', u.email, pg_temp.found_by(split_part(u.email, '@', 1), :'person') FROM access.user_account u WHERE NOT u.is_key AND u.disabled_at IS NULL;
UPDATE casework.restriction_user SET end_reason = 'Invented' WHERE restriction_id = 'aaaaaaaa-0000-4000-8000-000000000077';
SELECT 'freed', u.email, pg_temp.found_by(split_part(u.email, '@', 1), :'person') FROM access.user_account u WHERE NOT u.is_key AND u.disabled_at IS NULL;
UPDATE casework.restriction SET named_only = true WHERE id = 'aaaaaaaa-0000-4000-8000-000000000077';
SELECT 'named', u.email, pg_temp.found_by(split_part(u.email, '@', 1), :'person') FROM access.user_account u WHERE NOT u.is_key AND u.disabled_at IS NULL;
SELECT 'relations', count(*), string_agg(relation, ', ') FROM pg_temp.relations_of_people();
ROLLBACK;`;

const told = { before: new Map(), door: new Map(), blocked: new Map(), freed: new Map(), named: new Map(), relations: new Map() };
let server;

before(async () => {
  server = await useServer();
  const child = promisify(execFile)('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', server.conninfo, '-f', '-'],
    { maxBuffer: 1 << 26 });
  child.child.stdin.end(QUESTION);
  const { stdout } = await child;
  for (const line of stdout.split('\n')) {
    const [when, email, found] = line.split('|');
    if (told[when]) told[when].set(email, found);
  }
});
after(async () => server?.stop());

const keys = (email) => server.accounts.some((a) => a.email === email &&
  a.roles.some((r) => r.role === 'spoke_coordinator' && (!r.spoke || r.spoke === 'bristol')));
// What a record that is not there leaves: the register that lists it, for who
// keeps registers and is not blocked.
const registers = (email) => server.accounts.some((a) => a.email === email && a.roles.every((r) => r.role === 'ig_lead'));

test('the question is of many tables, and staff find the young person in them', () => {
  assert.ok(Number([...told.relations.keys()][0]) > 50);
  const coordinator = server.accounts.find((a) => keys(a.email)).email;
  const found = told.before.get(coordinator).split(', ');
  assert.ok(found.length > 20, found.join());
  for (const door of ['casework.person', 'casework.episode', 'casework.note', 'journey', 'search', 'match', 'entries'])
    assert.ok(found.includes(door), door);
});

test('whoever is blocked by name finds nothing, anywhere', () => {
  assert.ok(told.blocked.size > 40);
  for (const [email, found] of told.blocked)
    if (!keys(email)) assert.equal(found, '', email);
});

test('the coordinator keeps the keys, and finds what they found', () => {
  for (const email of [...told.before.keys()].filter(keys)) {
    const before_ = told.before.get(email).split(', ');
    for (const when of ['blocked', 'named'])
      for (const door of before_) assert.ok(told[when].get(email).split(', ').includes(door), `${email} ${when}: ${door}`);
  }
});

test('taken off the list, everything is as it was', () => {
  for (const [email, found] of told.before) {
    if (keys(email) || registers(email)) continue; // they see the restriction too
    assert.equal(told.freed.get(email), found, email);
  }
});

test('only those named: nobody with a part in the spoke, or in all, finds anything', () => {
  for (const { email, roles } of server.accounts) {
    if (keys(email) || registers(email)) continue;
    assert.equal(told.named.get(email), '', `${email}: ${roles.map((r) => r.role)}`);
  }
});

test('next door: nobody without a part in North Somerset finds anything of Isla Northcott', () => {
  assert.ok(told.door.size > 30);
  for (const [email, found] of told.door) assert.equal(found, '', email);
});
