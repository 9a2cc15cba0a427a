// Requests about what is held, over HTTP: from what came by post to the copy
// that is given out; and to have something put right.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { dateIn, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

let server, people, coordinator, lead, other, rooms;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  other = await people.as('spoke_coordinator', 'northsom');
  lead = await people.as('ig_lead');
  rooms = new Set((await lead.get('/api/v1/reference/subject_room')).body.items.map((each) => each.code));
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const base = '/api/v1/subject-access';
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
async function step(id, verb, body = {}) {
  return lead.post(`${base}/${id}/${verb}`, body, (await lead.get(`${base}/${id}`)).etag);
}
async function ask(kind) {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  const note = ok(await coordinator.post(`/api/v1/episodes/${episode.id}/notes`,
    { kind: 'general', text: 'Came with Kenton Invented to the park.', happened_at: new Date().toISOString() }), 201).body;
  const made = ok(await lead.post(base, { reference: episode.reference, kind, asked_by: 'young_person', asker_name: person.name,
    asked: 'All of it', received_on: dateIn(-2) }), 201).body;
  return { person, episode, note, id: made.id, made };
}
const known = (id) => step(id, 'identify', { identity_on: dateIn(0), identity_how: 'Passport seen' });

test('every fault at once, in words; a case of another spoke is found by who works for all', async () => {
  const faults = faultsOf(await lead.post(base, {}));
  assert.deepEqual(Object.keys(faults).sort(), ['/asked', '/asked_by', '/asker_name', '/kind', '/received_on', '/reference']);
  assert.match(faultsOf(await lead.post(base, { reference: 'BR-E00-9999', kind: 'access', asked_by: 'young_person', asker_name: 'A',
    asked: 'All', received_on: dateIn(0) }))['/reference'], /no case of that reference/);
});

test('from what came by post to the copy that is given out', async () => {
  const { id, made, person } = await ask('access');
  assert.equal(made.state, 'received');
  assert.equal(made.person, null, 'information governance reads no case by it');
  assert.equal(ok(await coordinator.get(`${base}/${id}`)).body.person.id, person.id);
  assert.equal((await other.get(`${base}/${id}`)).status, 404);
  assert.equal((await step(id, 'gather')).status, 409, 'not before it is known who asks');
  assert.equal(ok(await known(id)).body.state, 'in_progress');
  const paused = ok(await step(id, 'pause', { note: 'Which years?' })).body;
  assert.equal(paused.state, 'paused');
  ok(await step(id, 'resume'));
  const longer = ok(await step(id, 'extend', { reason: 'Two areas hold records' })).body;
  assert.ok(longer.due_on > made.due_on);
  assert.equal((await step(id, 'extend', { reason: 'Again' })).status, 409, 'once');
  const found = ok(await step(id, 'gather')).body;
  assert.ok(found.items > 3);
  assert.equal((await coordinator.get(`${base}/${id}/items`)).status, 403);
  const items = ok(await lead.get(`${base}/${id}/items?limit=200`)).body.items;
  // In words that whoever asked can read: no column, code or count of the program's.
  const said = items.filter((each) => each.content);
  for (const each of said) {
    assert.doesNotMatch(each.content, /^(Position|Version|Number|Held): |_|\["|\{"|: (true|false)$|\dT\d\d:/m, each.room);
    assert.ok(rooms.has(each.room), `${each.room} has a heading`);
  }
  const assessed = said.find((each) => each.room === 'risk_assessment').content;
  assert.match(assessed, /^Assessed: \d+ [A-Z][a-z]+ \d{4} at \d\d:\d\d$/m);
  assert.match(assessed, /^The practitioner's rating: High$/m);
  const note = items.find((each) => each.room === 'note');
  assert.match(note.content, /Kenton Invented/);
  assert.match(faultsOf(await lead.post(`/api/v1/subject-items/${note.id}/redactions`, { passage: 'Nowhere', reason: 'third_party' }))['/passage'], /do not stand/);
  const redacted = ok(await lead.post(`/api/v1/subject-items/${note.id}/redactions`, { passage: 'Kenton Invented', reason: 'third_party' })).body;
  assert.match(redacted.given_out, /Came with \[removed\] to the park/);
  const undone = ok(await lead.post(`/api/v1/subject-items/${note.id}/redactions/${redacted.redactions[0].id}/undo`, { reason: 'He agreed' })).body;
  assert.match(undone.given_out, /Kenton/);
  ok(await lead.post(`/api/v1/subject-items/${note.id}/redactions`, { passage: 'Kenton Invented', reason: 'third_party' }));
  const risk = items.find((each) => each.room === 'risk_assessment');
  const etag = (await lead.get(`/api/v1/subject-items/${risk.id}`)).etag;
  assert.match(faultsOf(await lead.post(`/api/v1/subject-items/${risk.id}/decide`, { decision: 'exempt' }, etag))['/exemption'], /Select which exemption/);
  ok(await lead.post(`/api/v1/subject-items/${risk.id}/decide`, { decision: 'exempt', exemption: 'serious_harm' }, etag));
  assert.equal((await step(id, 'answer')).status, 409);
  ok(await lead.post(`${base}/${id}/include`, {}));
  const answered = ok(await step(id, 'answer')).body;
  assert.equal(answered.state, 'answered');
  const copy = ok(await lead.get(`${base}/${id}/copy`)).body;
  const text = JSON.stringify(copy.content);
  assert.ok(!text.includes('Kenton') && text.includes('[removed]') && copy.hash_holds);
  assert.deepEqual(copy.content.withheld, [{ items: 1, exemption: 'serious_harm' }]);
  assert.equal((await step(id, 'pause', { note: 'Late' })).status, 409, 'closed');
  const log = await server.psql(`SELECT count(*) FROM audit.access_log WHERE action = 'export' AND record_kind = 'subject_copy' AND record_id = '${id}'`);
  assert.equal(Number(log), 2, 'made and read, both in the log');
});

test('to have something put right: corrected, who was given it before, a statement', async () => {
  const { id, note } = await ask('rectification');
  ok(await known(id));
  const early = await step(id, 'outcome', { outcome: 'corrected', outcome_note: 'Done' });
  assert.equal(early.status, 409);
  assert.match(early.body.detail, /No correction was recorded/);
  const etag = (await coordinator.get(`/api/v1/notes/${note.id}`)).etag;
  const amended = await coordinator.post(`/api/v1/notes/${note.id}/amend`, { text: 'Came alone.', reason: 'He was alone' }, etag);
  assert.ok([200, 201].includes(amended.status), amended.text);
  const done = ok(await step(id, 'outcome', { outcome: 'corrected', outcome_note: 'Told by letter' })).body;
  assert.equal(done.amended.filter((each) => each.kind === 'note').length, 1);
  assert.ok(Array.isArray(done.recipients));
  const { id: second, person } = await ask('rectification');
  assert.deepEqual(ok(await coordinator.get(`/api/v1/people/${person.id}`)).body.statements, []);
  ok(await known(second));
  assert.match(faultsOf(await step(second, 'outcome', { outcome: 'statement', outcome_note: 'Told' }))['/statement'], /Enter/);
  const stated = ok(await step(second, 'outcome', { outcome: 'statement', outcome_note: 'Told', statement: 'I was not there.' })).body;
  assert.equal(stated.statement, 'I was not there.');
  const [stands, ...more] = ok(await coordinator.get(`/api/v1/people/${person.id}`)).body.statements;
  assert.deepEqual([stands.id, stands.about, stands.statement, stands.spoke, more], [second, 'All of it', 'I was not there.', 'bristol', []],
    'it stands with the record it disputes');
  const officer = await people.as('project_officer', 'bristol');
  assert.equal(ok(await officer.get(`/api/v1/people/${person.id}`)).body.statements.length, 1, 'for everybody who works with it');
  assert.equal((await officer.get(`${base}/${second}`)).status, 403, 'without the request');
  const { events } = ok(await officer.get(`/api/v1/people/${person.id}/journey`)).body;
  assert.ok(events.length > 0);
  assert.deepEqual(events.filter((event) => /subject_request/.test(JSON.stringify(event))), [], 'nor is it told of in the journey');
});

test('an open request keeps the record from disposal', async () => {
  const { person } = await ask('access');
  const refused = await coordinator.post('/api/v1/retention/disposals', { spoke: 'bristol', person_id: person.id, reason: 'Old' });
  assert.equal(refused.status, 409);
});
