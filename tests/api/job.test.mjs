// Long work over HTTP: whose it is, how far, called off, and read by a person
// without scripts. What the work does is tested with what offers it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

let server, people, coordinator, officer, neighbour, analyst;
const idOf = (n) => `0b0b0b0b-0000-4000-8000-00000000000${n}`;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  officer = await people.as('project_officer', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
  analyst = await people.as('hub_analyst');
  // A kind no worker knows stays where it is.
  const owner = people.accountOf('project_officer', 'bristol').email;
  await server.psql(`INSERT INTO jobs.job (id, kind, title, owner_id, spoke_id, permission, total)
    SELECT ('0b0b0b0b-0000-4000-8000-00000000000' || n)::uuid, 'probe', 'Probe ' || n, u.id, reference.spoke_id('bristol'), 'report.read', 8
      FROM generate_series(1, 3) n, access.user_account u WHERE u.email = '${owner}'`);
});
after(async () => {
  await server?.psql("DELETE FROM access.session WHERE job_id IN (SELECT id FROM jobs.job WHERE kind = 'probe'); DELETE FROM jobs.job WHERE kind = 'probe'");
  await server?.stop();
});

const run = (n, done) => server.psql(`UPDATE jobs.job SET state = 'running', lease_until = now() + interval '1 hour',
  done = ${done}, message = 'Counting <sheep>' WHERE id = '${idOf(n)}'`);

test('one sees one\'s own, and the coordinator the spoke\'s', async () => {
  const mine = (await officer.get('/api/v1/jobs')).body.items.filter((job) => job.kind === 'probe');
  assert.deepEqual(mine.map((job) => job.title).sort(), ['Probe 1', 'Probe 2', 'Probe 3']);
  assert.equal((await coordinator.get('/api/v1/jobs')).body.items.filter((job) => job.kind === 'probe').length, 0, 'not theirs');
  assert.equal((await coordinator.get('/api/v1/jobs?spoke=bristol')).body.items.filter((job) => job.kind === 'probe').length, 3);
  assert.equal((await neighbour.get('/api/v1/jobs?spoke=bristol')).body.items.length, 0);
  for (const who of [neighbour, analyst])
    assert.equal((await who.get(`/api/v1/jobs/${idOf(1)}`)).status, 404);
  assert.equal((await officer.get('/api/v1/jobs?limit=2')).body.items.length, 2);
});

test('it says how far it is', async () => {
  await run(1, 3);
  const { body } = await officer.get(`/api/v1/jobs/${idOf(1)}`);
  assert.deepEqual([body.state, body.done, body.total, body.percent, body.message, body.mine, body.moves],
    ['running', 3, 8, 37, 'Counting <sheep>', true, ['cancel']]);
  assert.equal((await coordinator.get(`/api/v1/jobs/${idOf(1)}`)).body.mine, false);
});

test('a person without scripts reads it, looks again and calls it off', async () => {
  const { headers, text } = await officer.page(`/api/v1/jobs/${idOf(1)}`);
  assert.match(headers.get('content-type'), /^text\/html/);
  assert.match(text, /Counting &lt;sheep&gt;/);
  assert.match(text, /<progress max="100" aria-label="How far" value="37">/);
  assert.match(text, new RegExp(`<a href="/api/v1/jobs/${idOf(1)}">Look again</a>`));
  const sent = await officer.form(`/api/v1/jobs/${idOf(1)}/cancel`, {});
  assert.equal(sent.status, 303);
  assert.equal(sent.location, `/api/v1/jobs/${idOf(1)}`);
  const { body } = await officer.get(`/api/v1/jobs/${idOf(1)}`);
  assert.deepEqual([body.state, body.cancel_asked, body.moves], ['running', true, []], 'it ends at its next step');
});

test('what has not begun ends at once, and only once', async () => {
  const { status, body } = await officer.post(`/api/v1/jobs/${idOf(2)}/cancel`);
  assert.equal(status, 200);
  assert.equal(body.state, 'cancelled');
  assert.equal(body.seen, false);
  const again = await officer.post(`/api/v1/jobs/${idOf(2)}/cancel`);
  assert.equal(again.status, 409);
  assert.equal(again.body.detail, 'This is over already: there is nothing to cancel.');
});

test('the end is news until its owner has read it', async () => {
  const news = async (who) => (await who.get('/api/v1/jobs?unseen=true')).body.items.some((job) => job.id === idOf(2));
  assert.equal(await news(officer), true);
  await coordinator.post(`/api/v1/jobs/${idOf(2)}/seen`);
  assert.equal(await news(officer), true, 'another\'s reading is not theirs');
  assert.equal((await officer.post(`/api/v1/jobs/${idOf(2)}/seen`)).body.seen, true);
  assert.equal(await news(officer), false);
});

test('a job of another spoke is as one that does not exist', async () => {
  assert.equal((await neighbour.post(`/api/v1/jobs/${idOf(3)}/cancel`)).status, 404);
  assert.equal(await server.psql(`SELECT cancel_asked_at IS NULL FROM jobs.job WHERE id = '${idOf(3)}'`), 't');
});
