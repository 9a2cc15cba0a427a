// Nothing personal leaves before its access-log row is committed (R22): where
// that row cannot be written, the answer is that it cannot be answered, and
// what was to be written is not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let anna;
let made;

// As on a full disk, for whoever's log row names the young person of this file.
before(async () => {
  server = await useServer();
  anna = await accountsOf(server).as('spoke_coordinator', SPOKE);
  made = await makeCase(anna, SPOKE, 'active_monitoring', 'high');
  await server.psql(`
    CREATE FUNCTION audit.test_full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER test_full BEFORE INSERT ON audit.access_log FOR EACH ROW
      WHEN (NEW.person_id = '${made.person.id}' OR NEW.detail::text LIKE '%${made.person.id}%') EXECUTE FUNCTION audit.test_full()`);
});
after(async () => {
  await server.psql('DROP TRIGGER test_full ON audit.access_log; DROP FUNCTION audit.test_full()');
  await server.stop();
});

const names = () => [made.person.name, made.person.id, made.episode.id];
const silent = (answer) => {
  assert.equal(answer.status, 503, answer.text);
  for (const word of names()) assert.ok(!answer.text.includes(word), `${word} left: ${answer.text}`);
};

for (const [what, path] of [['a record', (m) => `people/${m.person.id}`], ['a journey', (m) => `people/${m.person.id}/journey`],
  ['an episode', (m) => `episodes/${m.episode.id}`],
  ['a list with them', () => `people?spoke=${SPOKE}&limit=200`]])
  test(`${what} is not shown unlogged`, async () => {
    const answer = await anna.get(`/api/v1/${path(made)}`);
    assert.notEqual(answer.status, 404);
    silent(answer);
  });

test('a note is not written unlogged', async () => {
  silent(await anna.post(`/api/v1/episodes/${made.episode.id}/notes`, {
    kind: 'general', text: 'Unlogged.' }));
  assert.equal(await server.psql(`SELECT count(*) FROM casework.note WHERE person_id = '${made.person.id}'`), '0');
});

test('somebody else is shown as ever', async () => {
  const { items } = (await anna.get(`/api/v1/referrals?spoke=${SPOKE}&limit=1`)).body;
  assert.equal((await anna.get(`/api/v1/referrals/${items[0].id}`)).status, 200);
});
