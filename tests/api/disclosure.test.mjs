// The register of sharings and withdrawn agreement over HTTP: what registers
// itself, what is written down, who reads it how, and what a withdrawal stops.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { makeAllocation, makeIntervention, tryMove } from '../support/delivery.mjs';
import { dateIn, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

let server, people, coordinator, project, police, neighbour, lead;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  project = await people.as('project_officer', 'bristol');
  police = await people.as('eit_officer', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
  lead = await people.as('ig_lead');
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
const shared = (fields = {}) => ({ purpose: 'education', gateway: 'children_2004_s10', content: ['identity', 'education'],
  recipient_name: 'A college in another county', ...fields });
const withdrawn = (fields = {}) => ({ kind: 'sharing', change: 'withdrawn', changed_on: dateIn(0), by_whom: 'young_person',
  how: 'text_message', ...fields });
const sharingsOf = async (episode, who = coordinator) =>
  ok(await who.get(`/api/v1/episodes/${episode.id}/disclosures`)).body.items;
const add = (episode, body) => coordinator.post(`/api/v1/episodes/${episode.id}/disclosures`, body);
const agree = (episode, body, who = coordinator) => who.post(`/api/v1/episodes/${episode.id}/agreements`, body);
const review = async (id, body, who = coordinator) =>
  who.post(`/api/v1/disclosures/${id}/review`, body, (await who.get(`/api/v1/disclosures/${id}`)).etag);

test('what is shared by hand is written down with its power, and stands in the journey', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = ok(await add(episode, shared({ review_on: dateIn(90), recipient_person: 'The registrar' })), 201).body;
  assert.deepEqual([made.reference, made.recipient, made.ongoing, made.made_by, made.person.id, made.shared_on],
    [episode.reference, 'A college in another county', true, 'staff', person.id, dateIn(0)]);
  const { events } = ok(await coordinator.get(`/api/v1/people/${person.id}/journey?kind=sharing`)).body;
  assert.equal(events.length, 1);
  assert.match(events[0].title, /A college in another county/);
  assert.equal((await sharingsOf(episode, police))[0].id, made.id);
});

test('every fault is told at once', async () => {
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  assert.deepEqual(Object.keys(faultsOf(ok(await add(episode, {}), 422))).sort(),
    ['/content', '/gateway', '/purpose', '/recipient_agency']);
  assert.deepEqual(Object.keys(faultsOf(ok(await add(episode, shared({ recipient_agency: 'opcc_hub',
    gateway: 'other_legal', expires_on: dateIn(-9), shared_on: dateIn(-2) })), 422))).sort(),
  ['/expires_on', '/gateway_reason', '/recipient_name']);
  assert.ok('/content' in faultsOf(ok(await add(episode, shared({ content: ['nonsense'] })), 422)));
  assert.ok('/review_on' in faultsOf(ok(await add(episode, shared({ review_on: dateIn(800) })), 422)));
});

test('an offer to a provider registers itself and ends with the allocation', async () => {
  const intervention = await makeIntervention(coordinator);
  const { episode, allocation } = await makeAllocation(coordinator, 'bristol', intervention);
  assert.deepEqual(await sharingsOf(episode), []);
  ok(await tryMove(coordinator, allocation.id, 'offer'));
  const [one] = await sharingsOf(episode);
  assert.deepEqual([one.made_by, one.recipient_agency, one.purpose, one.ongoing, one.ended_on, one.gateway],
    ['allocation', 'openhand_martial_arts', 'intervention', true, null, 'pcsc_2022']);
  ok(await tryMove(coordinator, allocation.id, 'unsuitable', { reason: 'need_not_met' }));
  const [ended] = await sharingsOf(episode);
  assert.deepEqual([ended.id, ended.ended_on], [one.id, dateIn(0)]);
});

test('extracts of minutes and letters to professionals registered themselves', async () => {
  const counts = JSON.parse(await server.psql(`SELECT json_build_array(
      (SELECT count(*) FROM casework.minutes_extract_part),
      (SELECT count(*) FROM casework.disclosure d JOIN casework.minutes_extract_part p ON p.id = d.source_id
        WHERE d.source_kind = 'minutes_extract_part' AND d.recipient_agency_id = p.agency_id AND d.person_id = p.person_id),
      (SELECT count(*) FROM casework.referral_letter WHERE state = 'issued' AND audience = 'professional'),
      (SELECT count(*) FROM casework.disclosure d JOIN casework.referral_letter l ON l.id = d.source_id
        WHERE d.source_kind = 'referral_letter' AND d.purpose = 'referral_result'))`));
  assert.ok(counts[0] > 0 && counts[2] > 0, 'some were sent');
  assert.deepEqual([counts[1], counts[3]], [counts[0], counts[2]]);
});

test('whoever keeps the register reads it without the case', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = ok(await add(episode, shared({ review_on: dateIn(30) })), 201).body;
  const listed = ok(await lead.get('/api/v1/disclosures?spoke=bristol&limit=200')).body.items.find((each) => each.id === made.id);
  assert.equal(listed.reference, episode.reference);
  assert.equal(listed.person, null);
  ok(await lead.get(`/api/v1/disclosures/${made.id}`), 403);
  ok(await lead.get(`/api/v1/people/${person.id}`), 403);
  const mine = ok(await coordinator.get('/api/v1/disclosures?spoke=bristol&limit=200')).body.items;
  assert.equal(mine.find((each) => each.id === made.id).person.id, person.id);
  assert.deepEqual(ok(await neighbour.get('/api/v1/disclosures?spoke=bristol')).body.items, []);
  ok(await neighbour.get(`/api/v1/disclosures/${made.id}`), 404);
});

test('a late review stands in its own list until somebody looks', async () => {
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = ok(await add(episode, shared({ review_on: dateIn(30) })), 201).body;
  await server.psql(`UPDATE casework.disclosure SET review_on = access.today() - 400 WHERE id = '${made.id}'`);
  const late = async () => ok(await lead.get('/api/v1/disclosures?spoke=bristol&state=overdue&limit=200')).body.items.map((each) => each.id);
  assert.ok((await late()).includes(made.id));
  assert.ok('/next_review_on' in faultsOf(ok(await review(made.id, { outcome: 'continue', reason: 'Still enrolled' }), 422)));
  const looked = ok(await review(made.id, { outcome: 'continue', reason: 'Still enrolled', next_review_on: dateIn(60) }, project)).body;
  assert.deepEqual([looked.overdue, looked.review_on, looked.reviews.length], [false, dateIn(60), 1]);
  assert.ok(!(await late()).includes(made.id));
  ok(await review(made.id, { outcome: 'recalled', reason: 'They left the college' }));
  ok(await review(made.id, { outcome: 'ended', reason: 'Again' }), 409);
});

test('two who look at once: the second is told', async () => {
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = ok(await add(episode, shared({ review_on: dateIn(30) })), 201);
  const body = { outcome: 'ended', reason: 'Invented' };
  ok(await coordinator.post(`/api/v1/disclosures/${made.body.id}/review`, body), 428);
  ok(await coordinator.post(`/api/v1/disclosures/${made.body.id}/review`, body, made.etag));
  ok(await project.post(`/api/v1/disclosures/${made.body.id}/review`, body, made.etag), 412);
});

test('withdrawn agreement: told to all, reviewed, somebody has it to do, and it carries nothing more', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const open = ok(await add(episode, shared({ gateway: 'consent_confidentiality', review_on: dateIn(30) })), 201).body;
  const once = ok(await add(episode, shared({ gateway: 'consent_confidentiality' })), 201).body;
  ok(await agree(episode, withdrawn({ by_name: 'Themselves', note: 'Does not want the college told' }), project), 201);

  const [banner] = ok(await police.get(`/api/v1/people/${person.id}`)).body.withdrawn;
  assert.deepEqual([banner.kind, banner.changed_on, banner.gateway], ['sharing', dateIn(0), null]);
  const flags = Object.fromEntries((await sharingsOf(episode)).map((each) => [each.id, each.flagged]));
  assert.deepEqual(flags, { [open.id]: true, [once.id]: false });
  const flagged = ok(await lead.get('/api/v1/disclosures?spoke=bristol&state=flagged&limit=200')).body.items;
  assert.ok(flagged.some((each) => each.id === open.id));
  const actions = ok(await coordinator.get(`/api/v1/episodes/${episode.id}/actions`)).body.items;
  assert.equal(actions.length, 1);
  assert.match(actions[0].description, /1 open/);

  assert.match(faultsOf(ok(await add(episode, shared({ gateway: 'consent_confidentiality' })), 422))['/gateway'], /withdrawn on/);
  assert.ok('/gateway_reason' in faultsOf(ok(await add(episode, shared()), 422)));
  ok(await add(episode, shared({ gateway_reason: 'The school must keep them apart from another pupil' })), 201);
  assert.ok('/gateway' in faultsOf(ok(await review(open.id, { outcome: 'continue', reason: 'x', next_review_on: dateIn(9) }), 422)));
  const kept = ok(await review(open.id, { outcome: 'continue', reason: 'Duty to co-operate', next_review_on: dateIn(9),
    gateway: 'children_2004_s10' })).body;
  assert.deepEqual([kept.flagged, kept.gateway, kept.gateway_reason], [false, 'children_2004_s10', 'Duty to co-operate']);
});

test('what the product would share by itself waits for a power, too', async () => {
  const intervention = await makeIntervention(coordinator);
  const { episode, allocation } = await makeAllocation(coordinator, 'bristol', intervention);
  ok(await agree(episode, withdrawn()), 201);
  const refused = ok(await tryMove(coordinator, allocation.id, 'offer'), 409);
  assert.match(refused.body.detail, /agreement to sharing was withdrawn on/);
  assert.deepEqual(await sharingsOf(episode), []);
  ok(await agree(episode, withdrawn({ gateway: 'children_1989_s47', gateway_reason: 'An enquiry is open' })), 201);
  ok(await tryMove(coordinator, allocation.id, 'offer'));
  const [made] = await sharingsOf(episode);
  assert.deepEqual([made.gateway, made.gateway_reason], ['children_1989_s47', 'An enquiry is open']);
  assert.equal(made.rests_on.change, 'withdrawn');
});

test('agreement moves to and fro, dated, and keeps what was said', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  assert.deepEqual(Object.keys(faultsOf(ok(await agree(episode, {}), 422))).sort(),
    ['/by_whom', '/change', '/changed_on', '/how', '/kind']);
  assert.ok('/change' in faultsOf(ok(await agree(episode, withdrawn({ change: 'given' })), 422)));
  assert.ok('/changed_on' in faultsOf(ok(await agree(episode, withdrawn({ changed_on: dateIn(2) })), 422)));
  ok(await agree(episode, withdrawn({ kind: 'support', changed_on: dateIn(-4) })), 201);
  assert.ok('/change' in faultsOf(ok(await agree(episode, withdrawn({ kind: 'support' })), 422)));
  assert.ok('/changed_on' in faultsOf(ok(await agree(episode, withdrawn({ kind: 'support', change: 'given', changed_on: dateIn(-6) })), 422)));
  ok(await agree(episode, withdrawn({ kind: 'support', change: 'given' })), 201);
  const said = ok(await police.get(`/api/v1/episodes/${episode.id}/agreements`)).body.items;
  assert.deepEqual(said.map((each) => each.change), ['given', 'withdrawn']);
  assert.deepEqual(ok(await coordinator.get(`/api/v1/people/${person.id}`)).body.withdrawn, []);
  ok(await agree(episode, withdrawn(), police), 403);
  ok(await agree(episode, withdrawn(), neighbour), 404);
});
