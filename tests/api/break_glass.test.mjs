// Break-glass over HTTP (R21): one record, a reason, at most an hour by the
// database's clock, told to its spoke, each reading logged as what it is, and
// reviewed by somebody else.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { dateIn, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const PATH = '/api/v1/break-glass';
let server, people, coordinator, opener, lead, police;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  police = await people.as('eit_officer', 'bristol');
  opener = await people.as('project_officer', 'northsom');
  lead = await people.as('ig_lead');
  // Ten a day are allowed; tests may run again.
  await server.psql("UPDATE casework.break_glass SET opened_at = opened_at - interval '2 days', until = until - interval '2 days' WHERE outcome IS NULL");
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
const asked = (reference, fields = {}) => ({ reference, purpose: 'missing', reason: 'Missing since noon, the family is on the phone', ...fields });
const open = (reference, fields, who = opener) => who.post(PATH, asked(reference, fields));
const passed = (id) => server.psql(`UPDATE casework.break_glass SET opened_at = opened_at - interval '61 minutes',
  until = until - interval '61 minutes' WHERE id = '${id}'`);
const review = async (id, who, body = { outcome: 'justified', note: 'They were found by it' }) =>
  who.post(`${PATH}/${id}/review`, body, (await who.get(`${PATH}/${id}`)).etag ?? '"1"');

test('it opens one record to read, and nothing else of it', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  ok(await coordinator.post(`/api/v1/episodes/${episode.id}/notes`, { kind: 'general', text: 'Stays with an invented aunt',
    happened_at: new Date().toISOString() }), 201);
  const made = ok(await open(episode.reference.toLowerCase()), 201).body;
  assert.deepEqual([made.open, made.mine, made.spoke, made.person], [true, true, 'bristol', null]);
  assert.ok(new Date(made.until) - new Date(made.opened_at) <= 3600000);
  const seen = ok(await opener.get(`${PATH}/${made.id}/case`)).body;
  assert.equal(seen.person.name, person.name);
  assert.equal(seen.person.episodes[0].risk_level, 'high');
  assert.ok(seen.events.some((each) => each.kind === 'note' && each.summary === 'Stays with an invented aunt'));
  assert.ok(!JSON.stringify(seen).includes(person.id), 'no id of the record');
  for (const path of [`people/${person.id}`, `people/${person.id}/journey`, `episodes/${episode.id}`])
    ok(await opener.get(`/api/v1/${path}`), 404);
  ok(await coordinator.get(`${PATH}/${made.id}/case`), 404);
});

test('each reading is in the access log as break-glass, with its reason', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = ok(await open(episode.reference), 201).body;
  for (let n = 0; n < 2; n++) ok(await opener.get(`${PATH}/${made.id}/case`));
  const rows = JSON.parse(await server.psql(`SELECT json_agg(detail) FROM audit.access_log
    WHERE action = 'break_glass' AND person_id = '${person.id}'`));
  assert.equal(rows.length, 2);
  assert.ok(rows.every((each) => each.break_glass === made.id && each.reason.startsWith('Missing since noon')));
  const entries = ok(await coordinator.get(`/api/v1/access-log?person_id=${person.id}`)).body.items;
  assert.ok(entries.some((each) => each.action === 'break_glass'));
});

test("it ends by itself, and by whoever opened it", async () => {
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const first = ok(await open(episode.reference, { minutes: 5 }), 201).body;
  await server.psql(`UPDATE casework.break_glass SET opened_at = opened_at - interval '299 seconds', until = until - interval '299 seconds'
    WHERE id = '${first.id}'`);
  await new Promise((done) => setTimeout(done, 1500));
  ok(await opener.get(`${PATH}/${first.id}/case`), 404);
  const second = ok(await open(episode.reference), 201).body;
  ok(await opener.post(`${PATH}/${second.id}/end`));
  ok(await opener.get(`${PATH}/${second.id}/case`), 404);
  assert.equal(ok(await opener.get(`${PATH}/${second.id}`)).body.open, false);
});

test('one at a time: the next closes the one before', async () => {
  const one = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const other = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const first = ok(await open(one.episode.reference), 201).body;
  const second = ok(await open(other.episode.reference), 201).body;
  ok(await opener.get(`${PATH}/${first.id}/case`), 404);
  ok(await opener.get(`${PATH}/${second.id}/case`));
});

test('a reference nobody has answers as one that cannot be opened', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const restriction = ok(await coordinator.post(`/api/v1/people/${person.id}/restrictions`, { spoke: 'bristol', named_only: false,
    reason: 'staff_relative', review_on: dateIn(30) }), 201);
  const { id } = (await opener.get('/api/v1/session')).body.user;
  ok(await coordinator.post(`/api/v1/restrictions/${restriction.body.id}/users`, { user_id: id, entry: 'blocked', reason: 'Invented' }, restriction.etag));
  const bare = ({ status, body }) => ({ status, errors: body.errors, title: body.title });
  const nobody = bare(await open('BR-E20-9999'));
  assert.equal(nobody.status, 422);
  assert.deepEqual(bare(await open(episode.reference)), nobody, 'restricted: blocked');
  const own = await makeCase(opener, 'northsom', 'active_monitoring');
  assert.deepEqual(bare(await open(own.episode.reference)), nobody, 'one they may open anyway');
  assert.ok(Number(await server.psql(`SELECT count(*) FROM audit.access_log WHERE action = 'refused' AND record_kind = 'break_glass'
    AND user_id = '${id}' AND at > now() - interval '1 minute'`)) >= 3, 'and each try is logged');
});

test('what the police hold stays held, and what is confidential is not there', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  ok(await police.post('/api/v1/contacts', { person_id: person.id, type: 'home_visit', seen: true, held: true,
    note: 'Invented secret of the police', happened_at: new Date().toISOString() }), 201);
  ok(await coordinator.post(`/api/v1/people/${person.id}/addresses`, { code: 'refuge', lines: 'Invented confidential road',
    postcode: 'BS9 9ZZ', confidential: true }), 201);
  const made = ok(await open(episode.reference), 201).body;
  const seen = ok(await opener.get(`${PATH}/${made.id}/case`)).body;
  assert.doesNotMatch(JSON.stringify(seen), /Invented secret|Invented confidential/);
  assert.ok(seen.events.some((each) => each.kind === 'held' && /ask/.test(each.title)));
});

test('the spoke is told, and somebody else judges it once it has ended', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = ok(await open(episode.reference), 201).body;
  const waiting = async (who) => ok(await who.get(`${PATH}?to_review=true&limit=200`)).body.items.find((each) => each.id === made.id);
  assert.equal((await waiting(coordinator)).person.id, person.id);
  assert.equal((await waiting(lead)).person, null);
  assert.equal(await waiting(opener), undefined);
  ok(await review(made.id, coordinator), 409);
  await passed(made.id);
  ok(await review(made.id, opener), 403);
  assert.deepEqual(Object.keys(faultsOf(ok(await review(made.id, coordinator, {}), 422))).sort(), ['/note', '/outcome']);
  const judged = ok(await review(made.id, coordinator, { outcome: 'not_justified', note: 'The duty desk was there' })).body;
  assert.deepEqual([judged.outcome, judged.may_review], ['not_justified', false]);
  assert.equal(await waiting(coordinator), undefined);
  ok(await review(made.id, lead), 409);
  assert.equal(ok(await opener.get(`${PATH}/${made.id}`)).body.review_note, 'The duty desk was there');
});

test('nobody judges their own, not even a coordinator of both spokes', async () => {
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = ok(await open(episode.reference), 201).body;
  await passed(made.id);
  await assert.rejects(server.psql(`UPDATE casework.break_glass SET outcome = 'justified', review_note = 'Mine', reviewed_at = now(),
    reviewed_by = user_id WHERE id = '${made.id}'`));
});

test('who may open at all, and every fault at once', async () => {
  for (const role of ['panel_member', 'provider_worker', 'referrer'])
    ok(await open('BR-E26-0001', {}, await people.as(role, 'bristol')), 403);
  for (const role of ['ig_lead', 'system_admin', 'hub_analyst', 'hub_grant_officer'])
    ok(await open('BR-E26-0001', {}, await people.as(role)), 403);
  assert.deepEqual(Object.keys(faultsOf(ok(await opener.post(PATH, {}), 422))).sort(), ['/purpose', '/reason', '/reference']);
  assert.deepEqual(Object.keys(faultsOf(ok(await open('BR-E26-0001', { minutes: 61, reason: 'x' }), 422))).sort(), ['/minutes', '/reason']);
  ok(await opener.get(`${PATH}/${randomUUID()}/case`), 404);
});
