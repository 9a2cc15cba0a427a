// What somebody typed and has not sent: theirs alone, and gone with the form.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf, signIn } from '../support/api.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const people = accountsOf(server);
const PATH = '/api/v1/drafts';
let officer, other, me, episode;

before(async () => {
  officer = await people.as('project_officer', 'bristol');
  other = await people.as('spoke_coordinator', 'bristol');
  me = (await officer.get('/api/v1/session')).body.user.id;
  ({ episode } = await makeCase(officer, 'bristol'));
});
after(() => server.stop());

let last = 0;
const typed = (text, more = {}) => ({ user_id: me, form: 'note', subject: `/tests/${Date.now()}/${(last += 1)}`, title: 'Notes',
  content: [{ name: 'kind', value: 'general' }, { name: 'text', value: text }], ...more });
const textOf = (draft) => draft.content.find((field) => field.name === 'text').value;

test('kept, read back by page, typed on, and deleted', async () => {
  const body = typed('First words');
  const made = await officer.post(PATH, body);
  assert.equal(made.status, 201, made.text);
  assert.equal(made.body.content, null);
  const days = (Date.parse(made.body.expires_at) - Date.parse(made.body.updated_at)) / 86400e3;
  assert.equal(days, 28);
  const here = (await officer.get(`${PATH}?subject=${encodeURIComponent(body.subject)}`)).body.items;
  assert.equal(here.length, 1);
  assert.equal(textOf(here[0]), 'First words');
  const mine = (await officer.get(`${PATH}?limit=200`)).body.items.find((item) => item.id === made.body.id);
  assert.equal(mine.content, null, 'a list of all shows no text');
  const path = `${PATH}/${made.body.id}`;
  const more = await officer.patch(path, { content: [{ name: 'text', value: 'More words' }] }, made.etag);
  assert.equal(more.status, 200, more.text);
  assert.equal(more.body.version, 2);
  assert.equal((await officer.delete(path, made.etag)).status, 412);
  assert.equal((await officer.delete(path, more.etag)).status, 204);
  assert.equal((await officer.get(path)).status, 404);
});

test('two tabs: the second is told, with what the first has', async () => {
  const body = typed('First tab');
  const made = await officer.post(PATH, body);
  assert.equal((await officer.post(PATH, { ...body, content: [] })).status, 409);
  await officer.patch(`${PATH}/${made.body.id}`, { content: [{ name: 'text', value: 'First tab, more' }] }, made.etag);
  const late = await officer.patch(`${PATH}/${made.body.id}`, { content: [{ name: 'text', value: 'Second tab' }] }, made.etag);
  assert.equal(late.status, 412);
  assert.equal(textOf(late.body.current), 'First tab, more');
});

test('nobody else has any of it, whatever they hold', async () => {
  const made = await officer.post(PATH, typed('Mine alone'));
  const path = `${PATH}/${made.body.id}`;
  for (const role of ['spoke_coordinator', 'ig_lead', 'system_admin', 'eit_sergeant']) {
    const reader = await people.as(role, 'bristol');
    assert.equal((await reader.get(path)).status, 404, role);
    assert.equal((await reader.patch(path, { content: [] }, made.etag)).status, 404, role);
    assert.equal((await reader.delete(path, made.etag)).status, 404, role);
    const list = (await reader.get(`${PATH}?limit=200`)).body.items;
    assert.ok(!list.some((item) => item.id === made.body.id), role);
  }
  const inAnothersName = await other.post(PATH, typed('Not yours'));
  assert.equal(inAnothersName.status, 403, 'the session is not that of whose text it is');
});

test('the form is sent: its draft goes in the same transaction, a later one stays', async () => {
  const notes = `/api/v1/episodes/${episode.id}/notes`;
  const note = (text) => ({ kind: 'general', text });
  const made = await officer.post(PATH, typed('To be sent'));
  const bad = await officer.post(notes, {}, null, { Draft: `${made.body.id}/1` });
  assert.equal(bad.status, 422);
  assert.equal((await officer.get(`${PATH}/${made.body.id}`)).status, 200, 'refused: the draft is there');
  const stale = await officer.post(notes, note('Sent from one tab'), null, { Draft: `${made.body.id}/7` });
  assert.equal(stale.status, 201, stale.text);
  assert.equal((await officer.get(`${PATH}/${made.body.id}`)).status, 200, 'typed on elsewhere: it stays');
  const sent = await officer.post(notes, note('To be sent'), null, { Draft: `${made.body.id}/1` });
  assert.equal(sent.status, 201);
  assert.equal((await officer.get(`${PATH}/${made.body.id}`)).status, 404);
  for (const odd of ['', 'x', '/', `${made.body.id}/`, `${made.body.id}/1;DROP`, `${made.body.id}/99999999999`])
    assert.equal((await officer.post(notes, note('Odd header'), null, { Draft: odd })).status, 201, odd);
});

test('nobody sends away another\'s draft', async () => {
  const made = await officer.post(PATH, typed('Mine'));
  const sent = await other.post(`/api/v1/episodes/${episode.id}/notes`, { kind: 'general', text: 'Theirs' }, null, { Draft: `${made.body.id}/1` });
  assert.equal(sent.status, 201);
  assert.equal((await officer.get(`${PATH}/${made.body.id}`)).status, 200);
});

test('what is wrong is said', async () => {
  const long = await officer.post(PATH, typed('x'.repeat(131072)));
  assert.equal(long.status, 422);
  assert.match(long.text, /too long to keep unsent/);
  const away = await officer.post(PATH, typed('x', { subject: '//elsewhere.example' }));
  assert.deepEqual(away.body.errors.map((fault) => fault.pointer), ['/subject']);
  const nothing = await officer.post(PATH, {});
  assert.deepEqual(nothing.body.errors.map((fault) => fault.pointer).sort(), ['/form', '/subject', '/title', '/user_id']);
});

test('another session of the same person has it: another computer, or signed in again', async () => {
  const made = await officer.post(PATH, typed('Before the time-out'));
  const { email, password } = people.accountOf('project_officer', 'bristol');
  const again = await signIn(server, email, password);
  const found = await again.get(`${PATH}/${made.body.id}`);
  assert.equal(textOf(found.body), 'Before the time-out');
});
