// What leaves on paper: the access log has who, when and why before it does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { dateIn, expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const people = accountsOf(server);
let officer, neighbour;

before(async () => {
  officer = await people.as('project_officer', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
});
after(() => server.stop());

const print = (client, body) => client.post('/api/v1/prints', { page: '/tests', reason: 'Panel of 3 March', ...body });
const logged = async (where) => String(await server.psql(`SELECT string_agg(concat_ws('|', record_kind, person_id,
  (SELECT s.code FROM reference.spoke s WHERE s.id = spoke_id), purpose, detail ->> 'page'), ',')
  FROM audit.access_log WHERE action = 'print' AND ${where}`)).trim();

test('of a young person, a case, an action, a note: with its reason', async () => {
  const { person, episode } = await makeCase(officer, 'bristol');
  const action = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/actions`,
    { description: 'Ring', due_on: dateIn(1), owner_name: 'Jo', owner_agency: 'opcc_hub' }), 201).body;
  const note = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/notes`, { kind: 'general', text: 'Words' }), 201).body;
  for (const [kind, id] of [['person', person.id], ['episode', episode.id], ['action', action.id], ['note', note.id]]) {
    assert.equal((await print(officer, { kind, id })).status, 204, kind);
    assert.equal(await logged(`record_id = '${id}'`), `${kind}|${person.id}|bristol|Panel of 3 March|/tests`);
    assert.equal((await print(neighbour, { kind, id })).status, 404, `${kind}: not another spoke's`);
  }
  assert.equal(await logged(`record_id = '${note.id}' AND user_id <> '${(await officer.get('/api/v1/session')).body.user.id}'`), '');
});

test('of a list there is no one record; what is missing is said', async () => {
  const page = `/tests/${Date.now()}`;
  assert.equal((await print(officer, { kind: 'page', page })).status, 204);
  assert.equal(await logged(`detail ->> 'page' = '${page}'`), `page|Panel of 3 March|${page}`);
  const faults = (answer) => expectStatus(answer, 422).body.errors.map((fault) => fault.pointer).sort();
  assert.deepEqual(faults(await officer.post('/api/v1/prints', {})), ['/kind', '/page', '/reason']);
  assert.deepEqual(faults(await print(officer, { kind: 'person' })), ['/id']);
  assert.deepEqual(faults(await print(officer, { kind: 'user' })), ['/kind']);
});
