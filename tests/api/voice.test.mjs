// What young people said: recorded, published only as they allow, corrected
// without losing a word, and told in the journey.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { dateIn, expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const WORDS = `"I'll finish school" 🔪 <b>--`;
let server;
let coordinator;
let eit;
let elsewhere;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', SPOKE);
  eit = await people.as('eit_officer', SPOKE);
  elsewhere = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const pointers = (answer) => answer.body.errors.map((each) => each.pointer).sort();
const say = (episode, fields = {}, client = eit) =>
  client.post(`/api/v1/episodes/${episode.id}/voices`, { quotation: WORDS, medium: 'spoken', said_on: dateIn(-2), ...fields });

it('keeps their words, who wrote them down, and how they came', async () => {
  const { person, episode } = await makeCase(coordinator, SPOKE);
  const said = await say(episode, { about: 'School' });
  assert.equal(said.status, 201, said.text);
  assert.deepEqual([said.body.quotation, said.body.permission, said.body.may_publish, said.body.earlier], [WORDS, 'not_asked', false, []]);
  assert.deepEqual((await coordinator.get(said.location)).body, said.body);
  const { items } = expectStatus(await coordinator.get(`/api/v1/episodes/${episode.id}/voices`), 200).body;
  assert.deepEqual(items.map(({ id }) => id), [said.body.id]);
  const { events } = expectStatus(await coordinator.get(`/api/v1/people/${person.id}/journey?kind=voice`), 200).body;
  assert.deepEqual(events.map((each) => [each.kind, each.at, each.summary, each.ref.id]), [['voice', dateIn(-2), WORDS, said.body.id]]);
});

it('may be published only with permission, and only anonymised', async () => {
  const { episode } = await makeCase(coordinator, SPOKE);
  const allowed = { permission: 'without_name', permission_on: dateIn(-1) };
  assert.equal((await say(episode, allowed)).body.may_publish, false);
  assert.equal((await say(episode, { ...allowed, anonymised: 'I will finish.' })).body.may_publish, true);
  assert.equal((await say(episode, { permission: 'declined', anonymised: 'I will finish.' })).body.may_publish, false);
  assert.deepEqual(pointers(await say(episode, { permission_on: dateIn(-1) })), ['/permission']);
  assert.deepEqual(pointers(await say(episode, { permission: 'perhaps' })), ['/permission']);
});

it('is corrected with its reason, struck, and never lost', async () => {
  const { person, episode } = await makeCase(coordinator, SPOKE);
  const said = await say(episode, { permission: 'without_name', anonymised: 'x' });
  const path = `/api/v1/voices/${said.body.id}`;
  const full = { quotation: 'Other words', medium: 'written', permission: 'withdrawn' };
  assert.deepEqual(pointers(await eit.post(`${path}/amend`, full, said.etag)), ['/reason']);
  const changed = await eit.post(`${path}/amend`, { ...full, reason: 'disputed' }, said.etag);
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual([changed.body.may_publish, changed.body.earlier[0].was.quotation], [false, WORDS]);
  const struck = await coordinator.post(`${path}/in-error`, { reason: 'wrong_person' }, changed.etag);
  assert.equal(struck.body.in_error, true);
  assert.deepEqual((await eit.get(`/api/v1/episodes/${episode.id}/voices`)).body.items, []);
  assert.equal((await eit.get(`/api/v1/episodes/${episode.id}/voices?all_versions=true`)).body.items.length, 1);
  assert.deepEqual((await coordinator.get(`/api/v1/people/${person.id}/journey?kind=voice`)).body.events, []);
});

it('asks for words and how they came, and is another spoke’s to nobody', async () => {
  const { episode } = await makeCase(coordinator, SPOKE);
  assert.deepEqual(pointers(await eit.post(`/api/v1/episodes/${episode.id}/voices`, {})), ['/medium', '/quotation']);
  assert.deepEqual(pointers(await say(episode, { medium: 'smoke' })), ['/medium']);
  const said = await say(episode);
  assert.equal((await elsewhere.get(said.location)).status, 404);
  assert.equal((await elsewhere.get(`/api/v1/episodes/${episode.id}/voices`)).status, 404);
  assert.equal((await say(episode, {}, elsewhere)).status, 404);
});
