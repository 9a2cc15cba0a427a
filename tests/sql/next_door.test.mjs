// R6 in the database: of a record that is none of theirs, no function that the
// server may call tells anybody more than of one that does not exist. Asked by
// those who have no part in a spoke, or none in its cases, with ids of its
// records; what is meant to be told stands here, with the reason.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { accountsOf } from '../support/api.mjs';
import { root, useServer } from '../support/server.mjs';

const ASKED = 'bristol';
// Who asks: the role, where they hold it (hub roles hold everywhere), and of
// which share of the kinds of record, others each time; of all that have more to tell.
const ASKING = [['spoke_coordinator', 'northsom', 1], ['panel_member', 'northsom', 0.25], ['referrer', 'northsom', 0.1],
  ['provider_worker', 'northsom', 0.25], ['hub_auditor', null, 0.25], ['hub_analyst', null, 0.1], ['hub_grant_officer', null, 0.1],
  ['system_admin', null, 0.1]];

const ADMINISTERED = /^access\.(user_|grant_|key_|link_|proposal_|second_factor_)/;
const MEANT = [
  // Whoever works with another finds their name beside what they wrote.
  { what: /^casework\.(colleague|agency_of|has_left|may_hold)\(/, record: 'access.user_account' },
  // Two ids of one young person: no more is told than that they are one.
  { what: /^casework\.person_(group|survivor)\(/, record: /^one (with|of|who|restricted)\b|^casework\.person$/ },
  // An administrator looks after every account, role and key; of the cases, nothing.
  { who: 'system_admin', what: ADMINISTERED, record: /^access\./ },
  // The hub's auditor opens the audits of every spoke, in steps without a name.
  { who: 'hub_auditor', what: /^casework\.audit_(now|steps)\(/, record: 'casework.journey_audit' },
  // The hub reads the figures of every return that was handed in.
  { who: /^hub_(analyst|grant_officer)$/, what: /^reporting\.return_shown\(/, record: /^reporting\.quarterly_return$|^a return sent in$/ },
];
const fits = (wanted, value) => !wanted || (wanted instanceof RegExp ? wanted.test(value) : wanted === value);
const meant = (told) => MEANT.some(({ who, what, record }) => fits(who, told.who) && what.test(told.function) && fits(record, told.record));

let server;
let told;
before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  const names = ASKING.map(([role, spoke, share]) => [role, people.accountOf(role, spoke ?? ASKED).email.split('@')[0], share]);
  const child = promisify(execFile)('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', server.conninfo, '-f', '-'],
    { maxBuffer: 64 * 1024 * 1024 });
  child.child.stdin.end(`BEGIN;
\\ir ${join(root, 'tests/support/sessions.sql')}
\\ir ${join(root, 'tests/support/next_door.sql')}
INSERT INTO access.session (token_hash, user_id, idle_until, absolute_until)
SELECT sha256(convert_to(rpad(split_part(email, '@', 1), 43, '-'), 'UTF8')), id, now() + '1 hour', now() + '1 hour'
  FROM access.user_account WHERE NOT is_key AND disabled_at IS NULL;
CREATE TEMPORARY TABLE asked_of AS SELECT *, false AS tells FROM pg_temp.records(reference.spoke_id('${ASKED}'))
 UNION ALL SELECT *, true FROM pg_temp.tellable(reference.spoke_id('${ASKED}'));
UPDATE access.session SET scope_day = NULL WHERE ended_at IS NULL;
${names.map(([role, name, share]) => `SELECT json_agg(json_build_object('who', '${role}', 'function', t.function, 'record', t.record, 'says', t.says, 'asked', t.asked))
  FROM pg_temp.told('${name}', reference.spoke_id('${ASKED}'), ${share}) AS t;`).join('\n')}
ROLLBACK;`);
  told = (await child).stdout.trim().split(/\n(?=\[\{)/).flatMap((line) => JSON.parse(line));
});
after(async () => server?.stop());

for (const [role] of ASKING) {
  test(`a ${role.replaceAll('_', ' ')} is told nothing of what is not theirs`, (t) => {
    const theirs = told.filter(({ who }) => who === role);
    const asked = theirs.find((each) => each.function === null)?.asked;
    assert.ok(asked > 1000, `${asked} asked`);
    t.diagnostic(`${asked} calls`);
    assert.deepEqual(theirs.filter((each) => each.function && !meant(each))
      .map((each) => `${each.function} of ${each.record}: ${each.says}`), []);
  });
}
