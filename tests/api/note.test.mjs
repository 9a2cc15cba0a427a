// A note's versions, and a note on the wrong young person.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { expectStatus, makeCase, makePerson } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const people = accountsOf(server);
let officer, neighbour;

before(async () => {
  officer = await people.as('project_officer', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
});
after(() => server.stop());

const write = async (episode, text) => expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/notes`,
  { kind: 'family', text, happened_at: '2026-03-02T10:00:00Z' }), 201);
const journeyOf = async (person) => (await officer.get(`/api/v1/people/${person.id}/journey?kind=note`)).body.events;
const listOf = async (episode, all = '') => (await officer.get(`/api/v1/episodes/${episode.id}/notes${all}`)).body.items;

test('one note shows how it came to read as it does', async () => {
  const { episode, person } = await makeCase(officer, 'bristol');
  const first = await write(episode, 'His mother works nights.');
  const second = expectStatus(await officer.post(`/api/v1/notes/${first.body.id}/amend`,
    { text: 'His father works nights.', reason: 'Misheard' }, first.etag), 200);
  const shown = expectStatus(await officer.get(`/api/v1/notes/${second.body.id}`), 200).body;
  assert.deepEqual(shown.versions.map((v) => v.text), ['His father works nights.', 'His mother works nights.']);
  assert.equal(shown.versions[0].amend_reason, 'Misheard');
  assert.equal(shown.person_id, person.id);
  assert.equal(shown.episode.reference, episode.reference);
  const old = expectStatus(await officer.get(`/api/v1/notes/${first.body.id}`), 200).body;
  assert.equal(old.replaced, true);
  assert.equal(old.versions.length, 2);
  assert.equal((await neighbour.get(`/api/v1/notes/${first.body.id}`)).status, 404);
});

test('on the wrong young person: it goes with all its versions, and both journeys say so', async () => {
  const wrong = await makeCase(officer, 'bristol');
  const right = await makeCase(officer, 'bristol');
  const first = await write(wrong.episode, 'Words about the other child.');
  const second = expectStatus(await officer.post(`/api/v1/notes/${first.body.id}/amend`,
    { text: 'More words about the other child.', reason: 'More heard' }, first.etag), 200);
  const path = `/api/v1/notes/${second.body.id}/move`;
  const body = { person_id: right.person.id, reason: 'Two tabs were open' };
  const before_ = expectStatus(await officer.get(`/api/v1/people/${wrong.person.id}/journey`), 200).etag;
  const moved = expectStatus(await officer.post(path, body, second.etag), 200);
  assert.equal(moved.body.episode_id, right.episode.id);
  assert.equal(moved.body.move_reason, 'Two tabs were open');
  assert.ok(moved.body.moved_by.id && moved.body.moved_at);
  assert.deepEqual(await listOf(wrong.episode, '?all_versions=true'), [], 'none of its versions stays');
  assert.equal((await listOf(right.episode, '?all_versions=true')).length, 2);

  const there = await journeyOf(wrong.person);
  assert.equal(there.length, 1);
  assert.match(there[0].title, /moved to the right record/);
  assert.doesNotMatch(JSON.stringify(there), /Words about|words about/);
  assert.doesNotMatch(JSON.stringify(there), new RegExp(right.person.id), 'nor whose it is');
  const here = await journeyOf(right.person);
  assert.deepEqual(here.map((event) => event.ref.kind), ['note', 'note']);
  assert.ok(here.some((event) => /moved here/.test(event.title)));
  assert.ok(here.some((event) => event.summary === 'More words about the other child.'));
  const after_ = (await officer.get(`/api/v1/people/${wrong.person.id}/journey`)).etag;
  assert.notEqual(after_, before_);

  const logged = await server.psql(`SELECT string_agg(person_id || ' ' || (detail ->> 'moved'), ',' ORDER BY detail ->> 'moved')
    FROM audit.access_log WHERE record_id = '${second.body.id}' AND detail ? 'moved'`);
  assert.equal(String(logged).trim(), `${wrong.person.id} away,${right.person.id} here`);

  // And on again: what the first record says stays its own.
  const third = await makeCase(officer, 'bristol');
  expectStatus(await officer.post(path, { ...body, person_id: third.person.id }, moved.etag), 200);
  assert.equal((await journeyOf(wrong.person)).length, 1);
  assert.equal((await journeyOf(right.person)).length, 2, 'here, and away');
  assert.equal((await journeyOf(third.person)).length, 2, 'here, and the note');
});

test('where it cannot go is said', async () => {
  const { episode, person } = await makeCase(officer, 'bristol');
  const note = await write(episode, 'Words');
  const path = `/api/v1/notes/${note.body.id}/move`;
  const to = (person_id, etag = note.etag) => officer.post(path, { person_id, reason: 'Wrong tab' }, etag);
  const faults = (answer) => expectStatus(answer, 422).body.errors.map((fault) => `${fault.pointer} ${fault.detail}`);
  assert.match(faults(await to(person.id))[0], /^\/person_id .*already/);
  assert.match(faults(await to((await makePerson(officer, 'bristol')).id))[0], /no episode in this spoke/);
  const away = await makeCase(neighbour, 'northsom');
  assert.match(faults(await to(away.person.id))[0], /no episode in this spoke/);
  assert.deepEqual(expectStatus(await officer.post(path, {}, note.etag), 422).body.errors.map((f) => f.pointer).sort(),
    ['/person_id', '/reason']);
  assert.equal((await to(away.person.id, '"9"')).status, 412);
  const struck = expectStatus(await officer.post(`/api/v1/notes/${note.body.id}/in-error`, { reason: 'Twice' }, note.etag), 200);
  const other = await makeCase(officer, 'bristol');
  assert.equal((await to(other.person.id, struck.etag)).status, 409);
});
