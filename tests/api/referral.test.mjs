// The life of a referral over HTTP: written, sent, triaged, decided, and what
// each of them may see of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf, inventedName } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

const PATH = '/api/v1/referrals';
const WORDS = `He showed a knife 🔪; said "I'll shank him" '; DROP TABLE referral; -- <script>alert(1)</script> %00 \\ {{x}}`;

let server, people, coordinator, officer, referrer, neighbour;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  officer = await people.as('eit_officer', 'bristol');
  referrer = await people.as('referrer', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

function whole(more = {}) {
  return {
    spoke: 'bristol', ...inventedName(), born_on: '2010-05-04', school: 'Invented Academy',
    concerns: [{ concern: 'weapon_carrying', certainty: 'confirmed' },
      { concern: 'peer_group_conflict', currency: 'historic' }],
    primary_concern: 'weapon_carrying', concern_on: '2026-01-15', narrative: WORDS,
    risk_to: 'Revenge', risk_from: 'None known', young_person_view: 'Wants to be left alone',
    parent_view: 'Worried', already_tried: 'Mentoring', desired_outcome: 'No knife',
    family_informed: 'informed', support_agreement: 'agreed', sharing_gateway: 'pcsc_2022',
    urgency: 'urgent', source: 'school', ...more,
  };
}

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const create = async (who, body) => ok(await who.post(PATH, body), 201);
const move = (who, answer, verb, body) =>
  who.post(`${PATH}/${answer.body.id}/${verb}`, body, answer.etag);
const sent = (who = referrer, more) => create(who, whole({ submit: true, ...more }));
const inTriage = async (who, more) =>
  ok(await move(coordinator, await again(coordinator, await sent(who, more)), 'triage'));
const again = async (who, answer) => ok(await who.get(`${PATH}/${answer.body.id}`));
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));

/* ---- writing and sending ---- */

test('a draft may lack everything, and is its maker\'s alone', async () => {
  const draft = await create(referrer, { spoke: 'bristol' });
  assert.equal(draft.body.state, 'draft');
  assert.match(draft.body.reference, /^BR-\d\d-\d{4,}$/);
  assert.equal(draft.location, `${PATH}/${draft.body.id}`);
  assert.deepEqual(draft.body.moves, ['submit', 'withdraw']);
  assert.equal(draft.body.editable, true);
  assert.equal((await coordinator.get(draft.location)).status, 404);
  assert.equal((await officer.get(draft.location)).status, 404);
  assert.equal((await neighbour.get(draft.location)).status, 404);
});

test('what was typed comes back as it was typed', async () => {
  const made = await create(referrer, whole());
  const got = (await again(referrer, made)).body;
  assert.equal(got.narrative, WORDS);
  assert.equal(got.risk_to, 'Revenge');
  assert.deepEqual(got.concerns, [
    { concern: 'weapon_carrying', primary: true, currency: 'current', certainty: 'confirmed' },
    { concern: 'peer_group_conflict', primary: false, currency: 'historic', certainty: 'suspected' }]);
  assert.equal(got.primary_concern, 'weapon_carrying');
  assert.equal(got.born_precision, 'exact');
});

test('without a spoke it goes to the only one the referrer has', async () => {
  assert.equal((await create(referrer, {})).body.spoke, 'bristol');
});

test('another spoke\'s referrals are not made', async () => {
  assert.equal((await referrer.post(PATH, { spoke: 'northsom' })).status, 403);
  assert.equal((await referrer.post(PATH, { spoke: 'atlantis' })).status, 422);
});

test('sending an empty one tells all that is missing at once', async () => {
  const at_once = await referrer.post(PATH, { spoke: 'bristol', submit: true });
  const draft = await create(referrer, { spoke: 'bristol' });
  const later = await move(referrer, draft, 'submit');
  for (const answer of [at_once, later]) {
    assert.equal(answer.status, 422);
    assert.deepEqual(Object.keys(faultsOf(answer)).sort(), ['/concern_on', '/concerns',
      '/family_informed', '/given_name', '/narrative', '/sharing_gateway', '/source',
      '/support_agreement', '/urgency']);
    assert.equal(faultsOf(answer)['/concern_on'], 'Enter the date of the concern');
  }
  assert.equal((await again(referrer, draft)).body.state, 'draft');
});

test('values that are none are told with the rest', async () => {
  const answer = await referrer.post(PATH, whole({
    born_on: '2010-02-31', concern_on: '2099-01-01', primary_concern: 'robbery',
    concerns: [{ concern: 'assault' }, { concern: 'assault' }], nonsense: 'x' }));
  assert.equal(answer.status, 422);
  assert.deepEqual(Object.keys(faultsOf(answer)).sort(), ['/born_on', '/concern_on',
    '/concerns/1/concern', '/nonsense', '/primary_concern']);
});

test('a code of no vocabulary is refused at its field', async () => {
  const answer = await referrer.post(PATH, whole({ urgency: 'whenever' }));
  assert.equal(answer.status, 422);
  assert.ok(faultsOf(answer)['/urgency']);
});

test('what the result will be is not the referrer\'s to send', async () => {
  for (const field of ['state', 'result_for_referrer', 'decline_reason', 'referred_by', 'submitted_at']) {
    const answer = await referrer.post(PATH, whole({ [field]: 'declined' }));
    assert.equal(answer.status, 422, field);
  }
});

test('a draft is changed, emptied and sent', async () => {
  const draft = await create(referrer, whole());
  const changed = ok(await referrer.patch(draft.location, {
    family_name: 'Probachanged', known_as: 'Kez', risk_from: null,
    concerns: [{ concern: 'robbery' }], primary_concern: 'robbery' }, draft.etag));
  assert.equal(changed.body.family_name, 'Probachanged');
  assert.equal(changed.body.risk_from, null);
  assert.equal(changed.body.narrative, WORDS);
  assert.deepEqual(changed.body.concerns.map((c) => c.concern), ['robbery']);
  const submitted = ok(await move(referrer, changed, 'submit'));
  assert.equal(submitted.body.state, 'submitted');
  assert.ok(submitted.body.submitted_at);
  assert.deepEqual(submitted.body.history.map((h) => h.verb), ['create', 'submit']);
});

test('a change that sends is all or nothing', async () => {
  const draft = await create(referrer, whole({ narrative: undefined }));
  const refused = await referrer.patch(draft.location, { risk_to: 'New', submit: true }, draft.etag);
  assert.equal(refused.status, 422);
  assert.ok(faultsOf(refused)['/narrative']);
  assert.equal((await again(referrer, draft)).body.risk_to, 'Revenge');
  const done = ok(await referrer.patch(draft.location,
    { risk_to: 'New', narrative: 'Now told', submit: true }, draft.etag));
  assert.equal(done.body.state, 'submitted');
  assert.equal(done.body.risk_to, 'New');
});

test('main concern and concerns agree after a change too', async () => {
  const draft = await create(referrer, whole());
  const answer = await referrer.patch(draft.location, { concerns: [{ concern: 'robbery' }] }, draft.etag);
  assert.equal(answer.status, 422);
  assert.deepEqual(Object.keys(faultsOf(answer)), ['/primary_concern']);
});

test('a change needs a version, and the right one', async () => {
  const draft = await create(referrer, whole());
  assert.equal((await referrer.patch(draft.location, { school: 'x' })).status, 428);
  ok(await referrer.patch(draft.location, { school: 'First' }, draft.etag));
  const stale = await referrer.patch(draft.location, { school: 'Second', concerns: [] }, draft.etag);
  assert.equal(stale.status, 412);
  assert.equal(stale.body.current.school, 'First');
  assert.equal(stale.body.current.concerns.length, 2);
});

test('once sent, its referrer changes it no more', async () => {
  const referral = await sent();
  const answer = await referrer.patch(referral.location, { narrative: 'x' }, referral.etag);
  assert.equal(answer.status, 409);
  assert.equal((await again(referrer, referral)).body.narrative, WORDS);
  assert.equal(referral.body.editable, false);
});

test('the same key sends once', async () => {
  const body = whole({ submit: true });
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const first = ok(await referrer.post(PATH, body, undefined, headers), 201);
  const second = ok(await referrer.post(PATH, body, undefined, headers), 201);
  assert.equal(second.body.id, first.body.id);
});

test('a plain form post makes a referral and goes to its page', async () => {
  const answer = await referrer.form(PATH, {
    spoke: 'bristol', ...inventedName(), 'born_on-day': '4', 'born_on-month': '5', 'born_on-year': '2010',
    'concerns[0][concern]': 'robbery', 'concerns[0][certainty]': 'confirmed', primary_concern: 'robbery' });
  assert.equal(answer.status, 303, answer.text);
  assert.match(answer.location, /^\/referrals\/[0-9a-f-]{36}$/);
  const got = ok(await referrer.get(`/api/v1${answer.location}`)).body;
  assert.equal(got.born_on, '2010-05-04');
  assert.deepEqual(got.concerns, [{ concern: 'robbery', primary: true, currency: 'current', certainty: 'confirmed' }]);
});

/* ---- who sees what ---- */

test('another spoke\'s referral is as if it were not there', async () => {
  const referral = await sent();
  const theirs = await neighbour.get(referral.location);
  const none = await neighbour.get(`${PATH}/00000000-0000-4000-8000-000000000000`);
  assert.equal(theirs.status, 404);
  const bare = { instance: 0, request_id: 0 };
  assert.deepEqual({ ...theirs.body, ...bare }, { ...none.body, ...bare });
  for (const verb of ['triage', 'withdraw', 'decline', 'accept']) {
    const bodies = { withdraw: { reason: 'other' }, decline: { decline_reason: 'below_threshold' },
      accept: { new_person: true } };
    assert.equal((await move(neighbour, referral, verb, bodies[verb])).status, 404, verb);
  }
});

test('a referrer sees their own, and nobody else\'s', async () => {
  const mine = await sent();
  const police = await sent(officer, { source: 'police_eit' });
  const list = ok(await referrer.get(`${PATH}?limit=200`)).body.items;
  assert.ok(list.some((item) => item.id === mine.body.id));
  assert.ok(list.every((item) => item.mine));
  assert.ok(!list.some((item) => item.id === police.body.id));
  assert.equal((await referrer.get(police.location)).status, 404);
});

test('a referrer sees progress and result, not what triage kept inside', async () => {
  const referral = await inTriage();
  const asked = ok(await move(coordinator, referral, 'request-information', { question: 'When was it?' }));
  assert.equal(asked.body.paused, true);
  const theirs = await again(referrer, asked);
  assert.deepEqual(theirs.body.questions.map((q) => [q.question, q.answer]), [['When was it?', null]]);
  const answered = ok(await move(referrer, theirs, 'answer', { answer: 'Last Tuesday' }));
  assert.equal(answered.body.state, 'in_triage');
  const declined = ok(await move(coordinator, await again(coordinator, answered), 'decline', {
    decline_reason: 'below_threshold', note: 'INSIDE: brother is on the list',
    result_for_referrer: 'School support fits better.' }));
  assert.equal(declined.body.state_note, 'INSIDE: brother is on the list');
  const told = await again(referrer, declined);
  assert.ok(!told.text.includes('INSIDE'));
  assert.deepEqual({ ...told.body.result, at: 0 }, { state: 'declined', at: 0,
    decline_reason: 'below_threshold', redirected_to: null, text: null }, 'told in the letter, once it is sent');
  assert.equal(declined.body.result.text, 'School support fits better.');
  assert.deepEqual(told.body.letters, []);
  assert.equal(told.body.questions[0].answer, 'Last Tuesday');
  assert.equal(told.body.person, null);
  assert.equal(told.body.others, null);
  assert.deepEqual(told.body.moves, []);
});

test('the annex is the police\'s, and the others learn that they may ask', async () => {
  const referral = await sent(officer, { source: 'police_eit' });
  const written = ok(await officer.put(`${referral.location}/annex`, { text: 'Source says: CANARYANNEX' }, referral.etag));
  assert.equal(written.body.annex, 'Source says: CANARYANNEX');
  const changed = ok(await officer.put(`${referral.location}/annex`, { text: 'CANARYANNEX two' }, written.etag));
  assert.equal(changed.body.annex, 'CANARYANNEX two');
  const seen = await again(coordinator, referral);
  assert.ok(!seen.text.includes('CANARYANNEX'));
  assert.equal(seen.body.annex_held, true);
  assert.equal(seen.body.annex_open, false);
  assert.equal((await coordinator.put(`${referral.location}/annex`, { text: 'x' }, seen.etag)).status, 403);
  assert.equal((await officer.put(`${referral.location}/annex`, {}, seen.etag)).status, 422);
  const rows = await server.psql(`SELECT count(*) FROM audit.access_log
    WHERE record_kind = 'referral_police_annex' AND action = 'view' AND record_id = '${referral.body.id}'`);
  assert.ok(Number(rows) >= 2);
});

test('every reading is in the access log', async () => {
  const referral = await sent();
  await again(coordinator, referral);
  const rows = await server.psql(`SELECT count(*) FROM audit.access_log
    WHERE record_kind = 'referral' AND action = 'view' AND operation = 'referral.show'
      AND record_id = '${referral.body.id}'`);
  assert.equal(rows, '1');
});

/* ---- the list ---- */

test('the list has what a table shows, and filters', async () => {
  const referral = await sent();
  const items = ok(await coordinator.get(`${PATH}?state=submitted&limit=200`)).body.items;
  const item = items.find((each) => each.id === referral.body.id);
  assert.ok(items.every((each) => each.state === 'submitted' && each.spoke === 'bristol'));
  assert.equal(item.name, referral.body.name);
  assert.equal(item.school, 'Invented Academy');
  assert.equal(item.primary_concern, 'weapon_carrying');
  assert.equal(item.urgency, 'urgent');
  assert.equal(item.waiting_days, 0);
  assert.equal(item.overdue, false);
  assert.equal(item.triage_due_on, await server.psql(
    "SELECT casework.working_days_after(access.today(), 0)"), 'what is urgent, the same working day');
  const usual = await sent(referrer, { urgency: 'standard' });
  assert.equal(usual.body.triage_due_on, await server.psql(
    `SELECT casework.working_days_after((now() AT TIME ZONE 'Europe/London')::date,
            (SELECT value::integer FROM reference.spoke_setting WHERE setting = 'triage_working_days'
                AND spoke_id = reference.spoke_id('bristol')))`));
  const open = ok(await coordinator.get(`${PATH}?state=open&limit=200`)).body.items;
  assert.ok(open.every((each) => ['submitted', 'in_triage', 'information_requested'].includes(each.state)));
  assert.deepEqual(ok(await coordinator.get(`${PATH}?spoke=northsom`)).body.items, []);
  assert.ok(ok(await officer.get(`${PATH}?mine=true&limit=200`)).body.items.every((each) => each.mine));
});

test('pages follow each other without gap or repeat', async () => {
  await sent();
  await sent();
  await sent();
  const all = ok(await coordinator.get(`${PATH}?state=open&limit=200`)).body.items.map((i) => i.id).slice(0, 6);
  const paged = [];
  let next = '';
  while (paged.length < all.length) {
    const page = ok(await coordinator.get(`${PATH}?state=open&limit=2${next && `&cursor=${next}`}`)).body;
    paged.push(...page.items.map((item) => item.id));
    next = page.next;
    if (!next) break;
  }
  assert.deepEqual(paged.slice(0, all.length), all);
  const page = ok(await coordinator.get(`${PATH}?state=open&limit=1`)).body;
  assert.equal((await coordinator.get(`${PATH}?limit=1&cursor=${page.next}`)).status, 400);
});

/* ---- triage ---- */

test('a referral is decided only in triage, and by those who triage', async () => {
  const referral = await sent();
  const seen = await again(coordinator, referral);
  assert.deepEqual(seen.body.moves, ['triage', 'withdraw']);
  assert.equal((await move(coordinator, seen, 'decline', { decline_reason: 'below_threshold' })).status, 409);
  assert.equal((await move(officer, await again(officer, referral), 'triage')).status, 403);
  assert.equal((await move(referrer, referral, 'triage')).status, 403);
  const taken = ok(await move(coordinator, seen, 'triage'));
  assert.equal(taken.body.state, 'in_triage');
  assert.equal((await move(coordinator, taken, 'triage')).status, 409);
  assert.equal((await move(coordinator, taken, 'answer', { answer: 'x' })).status, 409);
  assert.equal((await move(referrer, taken, 'submit')).status, 409);
});

test('a question stands until it is answered', async () => {
  const referral = await inTriage();
  assert.equal((await move(coordinator, referral, 'request-information', {})).status, 422);
  const asked = ok(await move(coordinator, referral, 'request-information', { question: 'Who?' }));
  assert.equal((await move(coordinator, asked, 'triage')).status, 409);
  assert.equal((await move(coordinator, asked, 'decline', { decline_reason: 'below_threshold' })).status, 409);
  assert.equal((await move(officer, asked, 'answer', { answer: 'not mine' })).status, 409);
});

test('in triage its words are put right, and stay complete', async () => {
  const referral = await inTriage();
  const changed = ok(await coordinator.patch(`${PATH}/${referral.body.id}`, { school: 'Right School' }, referral.etag));
  assert.equal(changed.body.school, 'Right School');
  const emptied = await coordinator.patch(`${PATH}/${referral.body.id}`, { narrative: null }, changed.etag);
  assert.equal(emptied.status, 422);
  assert.ok(faultsOf(emptied)['/narrative']);
  assert.equal((await coordinator.patch(`${PATH}/${referral.body.id}`, { submit: true }, changed.etag)).status, 409);
  assert.equal((await officer.patch(`${PATH}/${referral.body.id}`, { school: 'x' }, changed.etag)).status, 409);
});

test('accepting needs to know who, then makes record and episode together', async () => {
  const referral = await inTriage();
  const unsaid = await move(coordinator, referral, 'accept', {});
  assert.equal(unsaid.status, 422);
  assert.ok(faultsOf(unsaid)['/person_id']);
  const accepted = ok(await move(coordinator, referral, 'accept', {
    new_person: true, lead_professional: 'Sam of the school', note: 'inside', result_for_referrer: 'On the next panel.' }));
  const { body } = accepted;
  assert.equal(body.state, 'accepted_to_panel');
  assert.equal(body.person.name, body.name);
  assert.equal(body.episode.state, 'listed');
  assert.match(body.episode.reference, /^BR-E\d\d-/);
  assert.deepEqual(body.moves, []);
  const person = ok(await coordinator.get(`/api/v1/people/${body.person.id}`)).body;
  assert.equal(person.born_on, '2010-05-04');
  assert.ok(person.names.some((name) => name.kind === 'legal' && name.source === `Referral ${body.reference}`));
  assert.equal(await server.psql(`SELECT lead_professional FROM casework.episode
    WHERE referral_id = '${body.id}'`), 'Sam of the school');
  assert.equal((await move(coordinator, accepted, 'accept', {})).status, 409);
  assert.equal(await server.psql(`SELECT count(*) FROM casework.episode WHERE referral_id = '${body.id}'`), '1');
});

test('a stale acceptance leaves nothing behind', async () => {
  const referral = await inTriage();
  ok(await coordinator.patch(`${PATH}/${referral.body.id}`, { school: 'Elsewhere' }, referral.etag));
  const stale = await move(coordinator, referral, 'accept', { new_person: true });
  assert.equal(stale.status, 412);
  assert.equal(await server.psql(`SELECT count(*) FROM casework.person_name
    WHERE family_name = '${referral.body.family_name}'`), '0');
});

test('two acceptances at once make one record and one episode', async () => {
  const referral = await inTriage();
  const answers = await Promise.all([1, 2, 3].map(() =>
    move(coordinator, referral, 'accept', { new_person: true })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 412, 412]);
  assert.equal(await server.psql(`SELECT count(*) FROM casework.person_name
    WHERE family_name = '${referral.body.family_name}' AND kind = 'legal'`), '1');
});

test('nobody is made twice without being looked at', async () => {
  const name = inventedName();
  const first = ok(await move(coordinator, await inTriage(referrer, name), 'accept', { new_person: true }));
  const referral = await inTriage(referrer, name);
  const doubted = await move(coordinator, referral, 'accept', { new_person: true });
  assert.equal(doubted.status, 409);
  const known = first.body.person.id;
  const second = ok(await move(coordinator, referral, 'person', { new_person: true, not_same_as: [known] }));
  assert.notEqual(second.body.person.id, known);
  assert.equal(second.body.state, 'in_triage');
  assert.equal((await move(coordinator, second, 'person', { new_person: true })).status, 422);
  const linked = ok(await move(coordinator, second, 'person', { person_id: known }));
  assert.equal(linked.body.person.id, known);
  assert.equal(linked.body.open_episode.id, first.body.episode.id);
  assert.deepEqual(linked.body.others.map((other) => other.id), [first.body.id]);
});

test('who it is about is said in triage, of people known here', async () => {
  const referral = await sent();
  const seen = await again(coordinator, referral);
  assert.equal((await move(coordinator, seen, 'person', { new_person: true })).status, 409);
  const other = ok(await neighbour.post('/api/v1/people', { spoke: 'northsom', ...inventedName() }), 201);
  const taken = ok(await move(coordinator, seen, 'triage'));
  for (const verb of ['person', 'accept']) {
    const answer = await move(coordinator, taken, verb, { person_id: other.body.id });
    assert.equal(answer.status, 422, answer.text);
    assert.ok(faultsOf(answer)['/person_id']);
  }
  const both = await move(coordinator, taken, 'person', { person_id: other.body.id, new_person: true });
  assert.equal(both.status, 422);
});

test('one open episode: a second referral is added to it', async () => {
  const first = ok(await move(coordinator, await inTriage(), 'accept', { new_person: true }));
  const referral = await inTriage();
  const linked = ok(await move(coordinator, referral, 'person', { person_id: first.body.person.id }));
  const twice = await move(coordinator, linked, 'accept', {});
  assert.equal(twice.status, 409);
  assert.match(twice.body.detail, /open episode/);
  const added = ok(await move(coordinator, linked, 'add-to-episode', { episode_id: first.body.episode.id }));
  assert.equal(added.body.state, 'added_to_episode');
  assert.equal(added.body.episode.id, first.body.episode.id);
  const another = await inTriage();
  const straight = ok(await move(coordinator, another, 'add-to-episode', { episode_id: first.body.episode.id }));
  assert.equal(straight.body.person.id, first.body.person.id);
  const nowhere = await move(coordinator, await inTriage(), 'add-to-episode', {});
  assert.equal(nowhere.status, 422);
});

test('an extraordinary meeting and straight to intervention open episodes too', async () => {
  const convened = ok(await move(coordinator, await inTriage(), 'convene', { new_person: true }));
  assert.deepEqual([convened.body.state, convened.body.episode.state], ['extraordinary_meeting', 'listed']);
  const allocated = ok(await move(coordinator, await inTriage(), 'allocate', { new_person: true }));
  assert.deepEqual([allocated.body.state, allocated.body.episode.state],
    ['straight_to_intervention', 'active_monitoring']);
});

test('redirect, duplicate and out of area each say where to', async () => {
  const redirected = await inTriage();
  assert.equal((await move(coordinator, redirected, 'redirect', {})).status, 422);
  assert.ok(faultsOf(await move(coordinator, redirected, 'redirect', { redirected_to: 'nowhere' }))['/redirected_to']);
  assert.equal(ok(await move(coordinator, redirected, 'redirect', { redirected_to: 'mash', note: 'rang them' }))
    .body.result.redirected_to, 'mash');

  const original = await sent();
  const repeat = await inTriage();
  for (const wrong of ['BR-26-999999', repeat.body.id, 'x'])
    assert.ok(faultsOf(await move(coordinator, repeat, 'mark-duplicate', { duplicate_of: wrong }))['/duplicate_of'], wrong);
  const marked = ok(await move(coordinator, repeat, 'mark-duplicate', { duplicate_of: original.body.reference.toLowerCase() }));
  assert.equal(marked.body.duplicate_of.id, original.body.id);

  const outside = await inTriage();
  assert.ok(faultsOf(await move(coordinator, outside, 'mark-out-of-area', {}))['/note']);
  assert.equal(ok(await move(coordinator, outside, 'mark-out-of-area', { note: 'Lives in Newport' })).body.state, 'out_of_area');
});

test('what is decided stays decided', async () => {
  const declined = ok(await move(coordinator, await inTriage(), 'decline', { decline_reason: 'out_of_age' }));
  const bodies = {
    triage: {}, 'request-information': { question: 'x' }, accept: { new_person: true }, convene: { new_person: true },
    allocate: { new_person: true }, 'add-to-episode': {}, redirect: { redirected_to: 'mash' },
    decline: { decline_reason: 'below_threshold' }, 'mark-duplicate': { duplicate_of: 'x' },
    'mark-out-of-area': { note: 'x' }, withdraw: { reason: 'other' }, person: { new_person: true },
    submit: {}, answer: { answer: 'x' },
  };
  for (const [verb, body] of Object.entries(bodies))
    assert.equal((await move(coordinator, declined, verb, body)).status, 409, verb);
  assert.equal((await coordinator.patch(`${PATH}/${declined.body.id}`, { school: 'x' }, declined.etag)).status, 409);
});

test('a referrer withdraws, with a reason', async () => {
  const referral = await sent();
  assert.ok(faultsOf(await move(referrer, referral, 'withdraw', {}))['/reason']);
  assert.ok(faultsOf(await move(referrer, referral, 'withdraw', { reason: 'bored' }))['/reason']);
  const withdrawn = ok(await move(referrer, referral, 'withdraw', { reason: 'support_found', note: 'Uncle helps' }));
  assert.equal(withdrawn.body.state, 'withdrawn');
  const last = withdrawn.body.history.at(-1);
  assert.deepEqual([last.verb, last.reason, last.note], ['withdraw', 'support_found', 'Uncle helps']);
});

test('an officer does not withdraw what somebody else sent', async () => {
  const referral = await again(officer, await sent());
  assert.deepEqual(referral.body.moves, []);
  assert.equal((await move(officer, referral, 'withdraw', { reason: 'other' })).status, 409);
});

/* ---- hints and the clock ---- */

test('hints advise and never refuse', async () => {
  const referral = await sent(referrer, { born_on: '1990-01-01', urgency: 'immediate_danger', source: 'camhs',
    concerns: [{ concern: 'radicalisation' }], primary_concern: 'radicalisation' });
  assert.deepEqual([...referral.body.hints].sort(), ['health_gateway', 'immediate_danger', 'out_of_age', 'prevent']);
  assert.deepEqual((await sent()).body.hints, []);
});

const dayBefore = (days) => new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);

test('what came by telephone says when it was made and received, and triage is due from then', async () => {
  const faulty = await coordinator.post(PATH, whole({ made_on: dayBefore(3), received_on: dayBefore(9), submit: true }));
  assert.deepEqual(faultsOf(faulty), { '/received_on': 'When it reached the spoke must be on or after the day it was made' });
  const today = await sent(coordinator);
  const rang = await sent(coordinator, { made_on: dayBefore(20), received_on: dayBefore(14), source: 'parent_carer', referrer_name: 'A parent' });
  assert.deepEqual([rang.body.made_on, rang.body.received_on], [dayBefore(20), dayBefore(14)]);
  assert.equal(rang.body.overdue, true);
  assert.equal(today.body.overdue, false);
  assert.ok(rang.body.triage_due_on < today.body.triage_due_on);
  assert.ok(rang.body.waiting_days >= 8 && rang.body.waiting_days <= 10, String(rang.body.waiting_days));
  const listed = (await coordinator.get(`${PATH}?spoke=bristol&state=submitted&limit=200`)).body.items
    .find((each) => each.id === rang.body.id);
  if (listed) assert.equal(listed.triage_due_on, rang.body.triage_due_on);
});

test('who is outside the spoke says when they made it, not when it was received', async () => {
  const theirs = await sent(referrer, { made_on: dayBefore(2) });
  assert.equal(theirs.body.made_on, dayBefore(2));
  assert.equal((await referrer.post(PATH, whole({ received_on: dayBefore(2) }))).status, 403);
  const draft = await create(referrer, { spoke: 'bristol' });
  assert.equal((await referrer.patch(draft.location, { received_on: dayBefore(2) }, draft.etag)).status, 403);
});

test('in triage its days are put right, but not past the day it was sent', async () => {
  const referral = await inTriage();
  await server.psql(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE casework.referral SET submitted_at = submitted_at - interval '10 days' WHERE id = '${referral.body.id}'; COMMIT`);
  const path = `${PATH}/${referral.body.id}`;
  const later = await coordinator.patch(path, { received_on: dayBefore(2) }, referral.etag);
  assert.deepEqual(faultsOf(later), { '/received_on': 'When it reached the spoke must be no later than when it was sent here' });
  assert.equal(ok(await coordinator.patch(path, { received_on: dayBefore(12) }, referral.etag)).body.received_on, dayBefore(12));
});

test('the clock counts working days and stands still while a question is open', async () => {
  const referral = await inTriage();
  const id = referral.body.id;
  const clock = async () => {
    const { triage_due_on: due, paused, overdue, waiting_days: waited } = (await coordinator.get(`${PATH}/${id}`)).body;
    return { due, paused, overdue, waited };
  };
  const backdate = (days) => server.psql(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE casework.referral SET submitted_at = submitted_at - interval '${days} days' WHERE id = '${id}';
    UPDATE casework.state_change SET at = at - interval '${days} days' WHERE subject_id = '${id}'; COMMIT`);
  await backdate(14);
  const late = await clock();
  assert.equal(late.overdue, true);
  assert.ok(late.waited >= 8 && late.waited <= 10, String(late.waited));
  ok(await move(coordinator, referral, 'request-information', { question: 'When?' }));
  const paused = await clock();
  assert.deepEqual([paused.paused, paused.overdue, paused.waited], [true, false, late.waited]);
  await backdate(7);
  const later = await clock();
  assert.equal(later.waited, late.waited);
  assert.ok(later.due >= late.due);
});
