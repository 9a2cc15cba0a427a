// Delivery in full over HTTP: warnings that ask for a reason, the waiting list,
// sessions that end with their allocation, sessions of a group, deliveries
// without names and the linking of those who were counted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf, inventedName } from '../support/api.mjs';
import { agencyOf, BODY_OF, bringTo, END, makeAllocation, makeIntervention, tryMove } from '../support/delivery.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

let server, people, coordinator, provider, rival, neighbour, analyst, police;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  provider = await people.as('provider_worker', 'bristol');
  rival = await people.as('provider_worker', 'northsom');
  neighbour = await people.as('spoke_coordinator', 'northsom');
  police = await people.as('eit_officer', 'bristol');
  analyst = await people.as('hub_analyst');
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
const offer = async (fields = {}) => makeIntervention(coordinator, { provider: await agencyOf(provider), ...fields });
const read = async (who, id) => ok(await who.get(`/api/v1/allocations/${id}`)).body;
const dayFromNow = (days) => new Date(Date.now() + days * 86400000).toISOString();
const day = (days) => dayFromNow(days).slice(0, 10);
const propose = (episode, intervention, fields = {}) => coordinator.post('/api/v1/allocations',
  { episode_id: episode.id, intervention_id: intervention.id, ...fields });

/* ---- warnings ---- */

test('what does not fit is warned of, and gone on with for a reason that is kept', async () => {
  const help = await offer({ min_age: 0, max_age: 10, max_risk_level: 'low', area: 'Easton', approach: 'boot_camps' });
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  const offers = ok(await coordinator.get(`/api/v1/episodes/${episode.id}/offers`)).body.items;
  assert.deepEqual(offers.find((each) => each.id === help.id).warnings.map((w) => w.warning).sort(),
    ['harmful', 'risk_above', 'too_old']);
  const asked = faultsOf(ok(await propose(episode, help), 422));
  assert.deepEqual(Object.keys(asked), ['/go_on_reason']);
  assert.match(asked['/go_on_reason'], /aged up to 10 and they are \d+.*low or less and theirs is high.*live in Easton.*Boot camps are likely to do harm\. Say why you go on all the same$/);
  const made = ok(await propose(episode, help, { lives_in_area: true, go_on_reason: 'Nothing else is open this month' }), 201).body;
  assert.deepEqual(made.warnings.map((w) => [w.warning, w.reason, w.step]).sort(), [
    ['harmful', 'Nothing else is open this month', 'propose'], ['risk_above', 'Nothing else is open this month', 'propose'],
    ['too_old', 'Nothing else is open this month', 'propose']]);
  ok(await tryMove(coordinator, made.id, 'offer'));
  assert.deepEqual((await read(provider, made.id)).warnings, [], 'a provider is not told');
});

test('what fits is not warned of, and needs no reason', async () => {
  const help = await offer({ min_age: 5, max_age: 25, min_risk_level: 'low', max_risk_level: 'high' });
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'medium');
  const made = ok(await propose(episode, help), 201).body;
  assert.deepEqual(made.warnings, []);
});

test('an intervention\'s ages and risk levels are the other way round: refused by wording', async () => {
  const help = await offer();
  const refused = await coordinator.patch(`/api/v1/interventions/${help.id}`, { max_risk_level: 'nonsense' },
    (await coordinator.get(`/api/v1/interventions/${help.id}`)).etag);
  assert.ok(faultsOf(ok(refused, 422))['/max_risk_level']);
});

/* ---- the waiting list ---- */

test('waiting has a place, a free place is said, and starting beyond capacity asks why', async () => {
  const help = await offer({ capacity: 1 });
  const [one, two, three] = [await makeAllocation(coordinator, 'bristol', help), await makeAllocation(coordinator, 'bristol', help),
    await makeAllocation(coordinator, 'bristol', help)].map((made) => made.allocation);
  await bringTo(coordinator, one.id, 'active');
  await bringTo(coordinator, two.id, 'waiting_list');
  await bringTo(coordinator, three.id, 'waiting_list');
  assert.deepEqual((await read(provider, two.id)).waiting, { position: 1, of: 2, since: day(0), place_free: false });
  assert.equal((await read(provider, three.id)).waiting.position, 2);
  assert.deepEqual((await read(provider, two.id)).start_warnings.map((w) => w.warning), ['full']);
  const full = faultsOf(ok(await tryMove(provider, two.id, 'start'), 422));
  assert.equal(full['/go_on_reason'], 'All 1 places are taken. Say why you go on all the same');
  ok(await tryMove(provider, one.id, 'complete', BODY_OF.complete));
  assert.equal((await read(provider, two.id)).waiting.place_free, true);
  // Whoever delivers it is told on their home page, of the first in the line alone.
  const free = (await provider.get('/api/v1/tasks?limit=200')).body.items.filter((each) => each.kind === 'place_free');
  assert.deepEqual(free.filter((each) => [two.id, three.id].includes(each.id)).map((each) => [each.id, each.href]),
    [[two.id, `/allocations/${two.id}`]]);
  assert.equal((await read(provider, three.id)).waiting.place_free, false);
  const jumped = faultsOf(ok(await tryMove(provider, three.id, 'start'), 422));
  assert.match(jumped['/go_on_reason'], /^1 other has waited longer\./);
  ok(await tryMove(provider, two.id, 'start'));
  const over = ok(await tryMove(provider, three.id, 'start', { go_on_reason: 'A second worker has come' })).body;
  assert.equal(over.state, 'active');
  assert.equal(over.waiting, null);
  const told = await read(coordinator, three.id);
  assert.deepEqual(told.warnings.map((w) => [w.warning, w.reason, w.step]), [['full', 'A second worker has come', 'start']]);
});

/* ---- the end ---- */

test('what was planned past the end is cancelled with it, and the journey tells how it ended', async () => {
  const { allocation, person } = await makeAllocation(coordinator, 'bristol', await offer());
  await bringTo(coordinator, allocation.id, 'active');
  const at = `/api/v1/allocations/${allocation.id}/sessions`;
  const ahead = ok(await provider.post(at, { planned_at: dayFromNow(7) }), 201).body;
  ok(await provider.post(at, { planned_at: dayFromNow(-7) }), 201);
  ok(await provider.post(at, { planned_at: dayFromNow(-14), minutes: 90, happened: true, attendance: 'attended' }), 201);
  ok(await tryMove(coordinator, allocation.id, 'withdraw', END));
  const sessions = ok(await coordinator.get(at)).body.items;
  assert.deepEqual(sessions.map((s) => [s.cancelled, s.to_log]), [[true, false], [false, true], [false, false]]);
  const { dosage } = await read(coordinator, allocation.id);
  assert.deepEqual([dosage.sessions, dosage.cancelled_with_it, dosage.to_log, dosage.sessions_offered, dosage.hours_attended],
    [2, 1, 1, 1, 1.5]);
  const late = await coordinator.patch(`/api/v1/sessions/${ahead.id}`, { note: 'x' },
    (await coordinator.get(`/api/v1/sessions/${ahead.id}`)).etag);
  assert.equal(ok(late, 409).body.detail, 'This session was cancelled when the intervention ended.');
  const { events } = ok(await coordinator.get(`/api/v1/people/${person.id}/journey`)).body;
  const end = events.find((e) => e.kind === 'allocation' && e.detail.to === 'withdrawn');
  assert.equal(end.summary, END.exit_summary);
  assert.equal(end.detail.exit_reason, END.exit_reason);
  assert.equal(events.filter((e) => e.kind === 'session').length, 2);
});

/* ---- the provider's own ---- */

test('a provider has its own young people, with contact safety, and nobody else', async () => {
  const { allocation, person } = await makeAllocation(coordinator, 'bristol', await offer());
  await bringTo(coordinator, allocation.id, 'active');
  const mine = ok(await provider.get('/api/v1/my-young-people')).body.items;
  const card = mine.find((each) => each.id === allocation.id);
  assert.equal(card.person.id, person.id);
  assert.ok('contact_safety' in card.person);
  assert.equal(card.need_to_know, 'Likes boxing');
  assert.equal(ok(await rival.get('/api/v1/my-young-people')).body.items.find((each) => each.id === allocation.id), undefined);
  ok(await coordinator.get('/api/v1/my-young-people'), 403);
});

/* ---- sessions of a group ---- */

async function group() {
  const help = await offer({ mode: 'group' });
  const [a, b] = [await makeAllocation(coordinator, 'bristol', help), await makeAllocation(coordinator, 'bristol', help)];
  for (const each of [a, b]) await bringTo(coordinator, each.allocation.id, 'active');
  return { help, a, b };
}
const book = (who, help, members, fields = {}) => who.post('/api/v1/group-sessions',
  { spoke: 'bristol', intervention_id: help.id, planned_at: dayFromNow(3), minutes: 60, members, ...fields });
const patch = async (who, id, body) => who.patch(`/api/v1/group-sessions/${id}`, body,
  (await who.get(`/api/v1/group-sessions/${id}`)).etag);

test('one session of a group, several young people, one form', async () => {
  const { help, a, b } = await group();
  const taking = ok(await provider.get(`/api/v1/interventions/${help.id}/taking-part?spoke=bristol`)).body.items;
  assert.deepEqual(taking.map((each) => each.allocation_id).sort(), [a.allocation.id, b.allocation.id].sort());
  const logged = ok(await book(provider, help, [
    { allocation_id: a.allocation.id, attendance: 'attended', engagement: 'engaged', note: 'Led the warm-up' },
    { allocation_id: b.allocation.id, attendance: 'not_brought' }],
  { planned_at: dayFromNow(-1), happened: true, place: 'Gym' }), 201).body;
  assert.equal(logged.members.length, 2);
  const [session] = ok(await coordinator.get(`/api/v1/allocations/${a.allocation.id}/sessions`)).body.items;
  assert.deepEqual([session.happened, session.attendance, session.engagement, session.note, session.group_session_id, session.mode],
    [true, 'attended', 'engaged', 'Led the warm-up', logged.id, 'group']);
  const other = ok(await coordinator.get(`/api/v1/allocations/${b.allocation.id}/sessions`)).body.items[0];
  assert.deepEqual([other.happened, other.attendance], [true, 'not_brought']);
});

test('a planned one is logged later, moves for all of them, and takes another in', async () => {
  const { help, a, b } = await group();
  const made = ok(await book(provider, help, [{ allocation_id: a.allocation.id }]), 201).body;
  ok(await patch(provider, made.id, { planned_at: dayFromNow(-2), members: [{ allocation_id: b.allocation.id }] }));
  const session = ok(await coordinator.get(`/api/v1/allocations/${a.allocation.id}/sessions`)).body.items[0];
  assert.equal(session.planned_at.slice(0, 10), day(-2));
  const empty = faultsOf(ok(await patch(provider, made.id, { happened: true }), 422));
  assert.deepEqual(Object.keys(empty), ['/members']);
  const half = faultsOf(ok(await patch(provider, made.id, { happened: false,
    members: [{ allocation_id: a.allocation.id, attendance: 'late' }, { allocation_id: b.allocation.id }] }), 422));
  assert.deepEqual(Object.keys(half).sort(), ['/members/0/attendance', '/members/1/attendance']);
  const done = ok(await patch(provider, made.id, { happened: false, members: [a, b].map((each) => (
    { allocation_id: each.allocation.id, attendance: 'cancelled_provider' })) })).body;
  assert.deepEqual(done.members.map((m) => m.attendance), ['cancelled_provider', 'cancelled_provider']);
  assert.equal((await read(coordinator, a.allocation.id)).dosage.missed, 0);
});

test('only those who take part can be booked, and only by those who see them', async () => {
  const { help, a } = await group();
  const { allocation: elsewhere } = await makeAllocation(coordinator, 'bristol', await offer());
  for (const members of [[{ allocation_id: elsewhere.id }], [{ allocation_id: a.allocation.id }, { allocation_id: a.allocation.id }]])
    assert.match(faultsOf(ok(await book(provider, help, members), 422))['/members'], /take part in this intervention/);
  ok(await book(provider, help, []), 422);
  ok(await book(rival, help, [{ allocation_id: a.allocation.id }]), 403);
  const made = ok(await book(provider, help, [{ allocation_id: a.allocation.id }]), 201).body;
  ok(await rival.get(`/api/v1/group-sessions/${made.id}`), 404);
  ok(await neighbour.get(`/api/v1/group-sessions/${made.id}`), 404);
  ok(await police.get(`/api/v1/group-sessions/${made.id}`), 403);
  assert.ok(ok(await provider.get('/api/v1/group-sessions?spoke=bristol')).body.items.some((g) => g.id === made.id));
});

test('rivals are not booked together without a reason, and a provider is told no more than that', async () => {
  const { help, a, b } = await group();
  const conflict = ok(await coordinator.post('/api/v1/associations', { person_id: a.person.id, other_id: b.person.id,
    kind: 'conflict', certainty: 'suspected', basis: 'said', source: 'Head of year', known_on: day(-3) }), 201).body;
  const both = [a, b].map((each) => ({ allocation_id: each.allocation.id }));
  const warned = ok(await book(provider, help, both), 422);
  assert.deepEqual(faultsOf(warned), { '/go_on_reason':
    'These young people should not be booked together: ask the spoke. To go on, say why' });
  assert.ok(!warned.text.includes(a.person.name) && !warned.text.includes(b.person.name));
  const made = ok(await book(provider, help, both, { go_on_reason: 'The spoke has mediated' }), 201).body;
  assert.equal(made.went_on, true);
  const told = (await read(coordinator, a.allocation.id)).warnings;
  assert.deepEqual(told.map((w) => [w.warning, w.reason, w.step]), [['rival', 'The spoke has mediated', 'group_session']]);
  assert.deepEqual((await read(provider, a.allocation.id)).warnings, []);
  // In two groups at overlapping times, too.
  const soon = { planned_at: dayFromNow(20) };
  ok(await book(provider, help, [both[0]], soon), 201);
  ok(await book(provider, help, [both[1]], soon), 422);
  ok(await book(provider, help, [both[1]], { planned_at: dayFromNow(21) }), 201);
  // A third is warned of at the proposal already.
  const { episode, person } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  ok(await coordinator.post('/api/v1/associations', { person_id: person.id, other_id: a.person.id, kind: 'victim_of',
    certainty: 'confirmed', basis: 'seen', source: 'Youth worker', known_on: day(-1) }), 201);
  assert.match(faultsOf(ok(await propose(episode, help), 422))['/go_on_reason'], /^Someone they are in conflict with takes part in it\./);
  // When it has ended nobody is warned.
  ok(await coordinator.post(`/api/v1/associations/${conflict.id}/end`, { reason: 'They made it up' },
    (await coordinator.get(`/api/v1/associations/${conflict.id}`)).etag));
  ok(await book(provider, help, both, { planned_at: dayFromNow(30) }), 201);
});

test('who is not to be there after all is taken out, until it is logged', async () => {
  const { help, a, b } = await group();
  const made = ok(await book(provider, help, [a, b].map((each) => ({ allocation_id: each.allocation.id }))), 201).body;
  const out = ok(await patch(provider, made.id, { members: [{ allocation_id: a.allocation.id, booked: false }] })).body;
  assert.deepEqual(out.members.map((m) => m.allocation_id), [b.allocation.id]);
  assert.deepEqual(ok(await provider.get(`/api/v1/allocations/${a.allocation.id}/sessions`)).body.items, []);
  ok(await patch(provider, made.id, { planned_at: dayFromNow(-1), happened: true,
    members: [{ allocation_id: b.allocation.id, attendance: 'attended' }] }));
  const late = ok(await patch(provider, made.id, { members: [{ allocation_id: b.allocation.id, booked: false }] })).body;
  assert.equal(late.members.length, 1, 'what was logged stays');
});

/* ---- without names ---- */

const assembly = async (fields = {}) => ({ spoke: 'bristol', intervention_id: (await offer({ mode: 'universal' })).id,
  started_on: day(-10), place: 'Sports hall', school: 'Invented Academy', under_18: 2, professionals: 3,
  headcount_kind: 'unique', ...fields });

test('a delivery counts people without names; a correction says why and keeps what it said', async () => {
  const made = ok(await provider.post('/api/v1/deliveries', await assembly()), 201);
  assert.deepEqual([made.body.sessions, made.body.ended_on, made.body.young_people, made.body.named],
    [1, day(-10), 2, null]);
  const path = `/api/v1/deliveries/${made.body.id}`;
  assert.deepEqual(Object.keys(faultsOf(ok(await provider.patch(path, { under_18: 4 }, made.etag), 422))), ['/change_reason']);
  const now = ok(await provider.patch(path, { under_18: 4, change_reason: 'Two had left early' }, made.etag)).body;
  assert.equal(now.under_18, 4);
  assert.deepEqual(now.versions.map((v) => [v.version, v.reason, v.said.under_18]), [[1, 'Two had left early', 2]]);
  const items = ok(await analyst.get('/api/v1/deliveries?spoke=bristol')).body.items;
  assert.ok(items.some((each) => each.id === made.body.id));
  ok(await rival.get(path), 404);
  ok(await neighbour.get(path), 404);
});

test('every fault of a delivery is told at once', async () => {
  const answer = ok(await coordinator.post('/api/v1/deliveries', { spoke: 'bristol', started_on: day(3) }), 422);
  assert.deepEqual(Object.keys(faultsOf(answer)).sort(), ['/headcount_kind', '/intervention_id', '/started_on', '/under_18']);
  const nobody = ok(await coordinator.post('/api/v1/deliveries', await assembly({ under_18: 0, professionals: 0,
    ended_on: day(-20) })), 422);
  assert.deepEqual(faultsOf(nobody), { '/ended_on': 'The last date must be the same as or after the first',
    '/under_18': 'Enter how many people took part' });
  const theirs = await makeIntervention(neighbour, { spokes: ['northsom'] });
  assert.deepEqual(Object.keys(faultsOf(ok(await coordinator.post('/api/v1/deliveries',
    await assembly({ intervention_id: theirs.id })), 422))), ['/intervention_id']);
});

test('who was counted can be linked by name, and the count stays right', async () => {
  const made = ok(await coordinator.post('/api/v1/deliveries', await assembly()), 201).body;
  const path = `/api/v1/deliveries/${made.id}`;
  const link = async (fields = {}) => {
    const person = ok(await coordinator.post('/api/v1/people', { spoke: 'bristol', ...inventedName(), born_precision: 'exact',
      born_on: new Date(Date.UTC(2011, 0, Math.floor(Math.random() * 700))).toISOString().slice(0, 10), ...fields }), 201).body;
    return { person, answer: await coordinator.post(`${path}/people`, { person_id: person.id }) };
  };
  const first = await link();
  const shown = ok(first.answer).body;
  assert.deepEqual([shown.named, shown.under_18, shown.people[0].age_band], [1, 2, '0_17']);
  ok(await coordinator.post(`${path}/people`, { person_id: first.person.id }), 409);
  ok((await link()).answer);
  const third = await link();
  assert.match(faultsOf(ok(third.answer, 422))['/person_id'], /linked already: correct the headcount first/);
  assert.match(faultsOf(ok((await link({ born_on: '2001-01-01' })).answer, 422))['/person_id'], /correct the headcount/);
  const fewer = await coordinator.patch(path, { under_18: 1, change_reason: 'Counted twice' }, (await coordinator.get(path)).etag);
  assert.deepEqual(faultsOf(ok(fewer, 422)), { '/under_18': 'More than that are linked by name' });
  ok(await coordinator.delete(`${path}/people/${shown.people[0].id}`));
  assert.equal(ok(await coordinator.get(path)).body.named, 1);
  assert.deepEqual([ok(await analyst.get(path)).body.named, ok(await analyst.get(path)).body.people], [null, []]);
});
