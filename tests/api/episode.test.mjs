// The room of the work over HTTP: an episode's moves and closing, its risk and
// its notes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { dateIn, expectStatus, makeCase, makeMeeting, makePerson } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const WORDS = `He said "I'll shank him" '; DROP TABLE note; -- <script>alert(1)</script> 🔪 %00 {{x}}`;
const CLOSING = {
  closure_reason: 'risk_reduced', closing_risk_level: 'low', closure_summary: 'Settled.', outcomes_recorded: false,
  young_person_told_on: dateIn(0), referrer_not_told: 'Left the school', re_referral_route: 'any_agency',
};
let server;
let coordinator;
let officer;
let eit;
let elsewhere;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', SPOKE);
  officer = await people.as('project_officer', SPOKE);
  eit = await people.as('eit_officer', SPOKE);
  elsewhere = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const pathOf = (episode, rest = '') => `/api/v1/episodes/${episode.id}${rest}`;
const show = async (episode, client = coordinator) => expectStatus(await client.get(pathOf(episode)), 200);
const pointers = (answer) => answer.body.errors.map((each) => each.pointer).sort();
const assess = (episode, fields = {}, client = coordinator) => client.post(pathOf(episode, '/risk-assessments'),
  { risk_to: 'high', risk_from: 'low', practitioner_level: 'high', rationale: 'First look.', ...fields });
const write = async (episode, fields = {}, client = coordinator) => expectStatus(await client.post(pathOf(episode, '/notes'),
  { kind: 'general', text: WORDS, ...fields }), 201);
const close = async (episode, fields = {}, client = coordinator) => {
  const { etag } = await show(episode);
  return client.post(pathOf(episode, '/close'), { ...CLOSING, ...fields }, etag);
};

describe('an episode', () => {
  it('opens for somebody the spoke knows, once', async () => {
    const person = await makePerson(officer, SPOKE);
    const answer = await officer.post('/api/v1/episodes', { spoke: SPOKE, person_id: person.id, note: 'Raised at a meeting' });
    assert.equal(answer.status, 201, answer.text);
    assert.match(answer.body.reference, /^BR-E\d\d-\d{4,}$/);
    assert.equal(answer.location, pathOf(answer.body));
    assert.equal(answer.body.state, 'referred');
    assert.equal(answer.body.person.name, person.name);
    assert.deepEqual(answer.body.moves, ['close', 'list', 'request_checks', 'triage']);
    assert.equal(answer.body.closure, null);
    const again = await officer.post('/api/v1/episodes', { spoke: SPOKE, person_id: person.id });
    assert.equal(again.status, 409);
  });

  it('does not open in another spoke, nor for whom that spoke does not know', async () => {
    const person = await makePerson(coordinator, SPOKE);
    assert.equal((await coordinator.post('/api/v1/episodes', { spoke: 'northsom', person_id: person.id })).status, 403);
    const strange = await elsewhere.post('/api/v1/episodes', { spoke: 'northsom', person_id: person.id });
    assert.equal(strange.status, 422);
    assert.deepEqual(pointers(strange), ['/person_id']);
  });

  it('moves step by step, each with its reason', async () => {
    const { episode } = await makeCase(coordinator, SPOKE, 'referred');
    const silent = await coordinator.post(pathOf(episode, '/triage'), {}, '"1"');
    assert.deepEqual(pointers(silent), ['/note']);
    for (const [verb, state] of [['triage', 'triage'], ['request-checks', 'agency_checks'], ['list', 'listed'],
      ['monitor', 'active_monitoring'], ['step-down', 'step_down'], ['monitor', 'active_monitoring']]) {
      const { etag } = await show(episode);
      const moved = await officer.post(pathOf(episode, `/${verb}`), { note: `Because of ${verb}` }, etag);
      assert.equal(moved.status, 200, moved.text);
      assert.equal(moved.body.state, state);
      assert.notEqual(moved.etag, etag);
    }
    const history = expectStatus(await eit.get(pathOf(episode, '/history')), 200).body.items;
    assert.deepEqual(history.map((each) => each.verb),
      ['monitor', 'step_down', 'monitor', 'list', 'request_checks', 'triage', 'open']);
    assert.equal(history[0].note, 'Because of monitor');
    assert.ok(history[0].by.name);
  });

  it('does not move where it cannot, without a version, or on an old one', async () => {
    const { episode } = await makeCase(coordinator, SPOKE, 'referred');
    const { etag } = await show(episode);
    assert.equal((await officer.post(pathOf(episode, '/monitor'), { note: 'x' }, etag)).status, 409);
    assert.equal((await officer.post(pathOf(episode, '/triage'), { note: 'x' })).status, 428);
    expectStatus(await officer.post(pathOf(episode, '/triage'), { note: 'x' }, etag), 200);
    const stale = await officer.post(pathOf(episode, '/list'), { note: 'x' }, etag);
    assert.equal(stale.status, 412);
    assert.equal(stale.body.current.state, 'triage');
    assert.equal((await eit.post(pathOf(episode, '/list'), { note: 'x' }, etag)).status, 403);
    assert.equal((await elsewhere.post(pathOf(episode, '/list'), { note: 'x' }, etag)).status, 404);
  });

  it('says who leads and when it is next looked at; a null empties', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const colleague = expectStatus(await coordinator.get(`/api/v1/colleagues?spoke=${SPOKE}&permission=episode.write`), 200).body.items[0];
    const first = await coordinator.patch(pathOf(episode), {
      lead_user_id: colleague.id, next_review_on: dateIn(-3), statutory_lead: 'Children’s social care' }, '"1"');
    assert.equal(first.status, 200, first.text);
    assert.equal(first.body.lead.name, colleague.name);
    assert.equal(first.body.review_overdue, true);
    assert.deepEqual(first.body.flags, ['statutory_lead_elsewhere']);
    const second = await coordinator.patch(pathOf(episode), { lead_user_id: null, lead_professional: 'Sam, early help' }, first.etag);
    assert.equal(second.body.lead, null);
    assert.equal(second.body.lead_professional, 'Sam, early help');
    assert.equal(second.body.statutory_lead, 'Children’s social care');
    assert.deepEqual(pointers(await coordinator.patch(pathOf(episode), { state: 'closed', risk_level: 'low' }, second.etag)), ['/risk_level', '/state']);
  });

  it('stands in its spoke’s list, by state, risk, lead and overdue review', async () => {
    const { episode } = await makeCase(coordinator, SPOKE, 'listed', 'very_high');
    const me = (await coordinator.get('/api/v1/session')).body;
    const { etag } = await show(episode);
    expectStatus(await coordinator.patch(pathOf(episode), { lead_user_id: me.user?.id ?? me.id, next_review_on: dateIn(-1) }, etag), 200);
    const listed = async (query, client = coordinator) =>
      expectStatus(await client.get(`/api/v1/episodes?spoke=${SPOKE}&limit=5${query}`), 200).body.items.some(({ id }) => id === episode.id);
    assert.equal(await listed(''), true);
    assert.equal(await listed('&state=listed&risk=very_high&mine=true&overdue=true'), true);
    assert.equal(await listed('&state=step_down'), false);
    assert.equal(await listed('&risk=low'), false);
    assert.equal(await listed('&mine=true', officer), false);
    assert.equal(await listed('', elsewhere), false);
  });

  it('pages through the list without losing or repeating any', async () => {
    const made = [];
    for (let i = 0; i < 3; i++) made.push((await makeCase(coordinator, SPOKE)).episode.id);
    const seen = [];
    let path = `/api/v1/episodes?spoke=${SPOKE}&limit=2`;
    for (let page = 0; page < 3; page++) {
      const { body } = expectStatus(await coordinator.get(path), 200);
      seen.push(...body.items.map(({ id }) => id));
      path = `/api/v1/episodes?spoke=${SPOKE}&limit=2&cursor=${body.next}`;
    }
    assert.equal(new Set(seen).size, 6);
    for (const id of made) assert.ok(seen.includes(id));
  });

  it('is another spoke’s business only there', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const nowhere = { id: '00000000-0000-4000-8000-000000000000' };
    for (const rest of ['', '/history', '/risk-assessments', '/notes']) {
      const theirs = await elsewhere.get(pathOf(episode, rest));
      const none = await elsewhere.get(pathOf(nowhere, rest));
      assert.equal(theirs.status, 404, rest);
      assert.equal(theirs.body.detail, none.body.detail);
    }
  });
});

describe('risk', () => {
  it('is a judgement with its reasons, and sets level and review', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const answer = await assess(episode, { contexts: ['peer', 'online'], leading_context: 'peer',
      risk_factors: ['weapon_carrying'], protective_factors: ['trusted_adult'], rationale: WORDS });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.level, 'high');
    assert.equal(answer.body.change, 'baseline');
    assert.equal(answer.body.rationale, WORDS);
    assert.equal(answer.etag, '"1"');
    const after_ = (await show(episode)).body;
    assert.equal(after_.risk_level, 'high');
    const days = Number(await server.psql(`SELECT value FROM reference.spoke_setting s JOIN reference.spoke p ON p.id = s.spoke_id
      WHERE p.code = '${SPOKE}' AND setting = 'review_days_high'`));
    const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });
    assert.equal(after_.next_review_on, london.format(Date.now() + days * 86400000));
  });

  it('counts the panel’s level over the practitioner’s, and asks why', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    assert.deepEqual(pointers(await assess(episode, { panel_level: 'medium' })), ['/override_reason']);
    const agreed = await assess(episode, { panel_level: 'medium', override_reason: 'protective_factors' });
    assert.equal(agreed.body.level, 'medium');
    assert.equal((await show(episode)).body.risk_level, 'medium');
  });

  it('tells the change since the last and since the first', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    for (const [days, level] of [[-30, 'high'], [-20, 'low'], [-10, 'medium'], [-5, 'medium']])
      expectStatus(await assess(episode, { practitioner_level: level, assessed_at: `${dateIn(days)}T12:00:00Z` }), 201);
    // Told late, of long ago: it is the first now, and the level stays.
    expectStatus(await assess(episode, { practitioner_level: 'very_high', assessed_at: `${dateIn(-90)}T12:00:00Z` }), 201);
    const { items } = expectStatus(await eit.get(pathOf(episode, '/risk-assessments')), 200).body;
    assert.deepEqual(items.map((each) => each.change), ['same', 'increased', 'reduced', 'reduced', 'baseline']);
    assert.deepEqual(items.map((each) => each.change_from_baseline), ['reduced', 'reduced', 'reduced', 'reduced', 'baseline']);
    const { body } = await show(episode);
    assert.equal(body.risk_level, 'medium');
  });

  it('very high is reviewed at the next meeting of its series', async () => {
    const series = expectStatus(await coordinator.post('/api/v1/meeting-series',
      { spoke: SPOKE, name: `Risk series ${Date.now()}`, type: 'roth' }), 201).body;
    await makeMeeting(coordinator, SPOKE, { series_id: series.id, starts_at: `${dateIn(40)}T12:00:00Z` });
    await makeMeeting(coordinator, SPOKE, { series_id: series.id, starts_at: `${dateIn(3)}T12:00:00Z` });
    await makeMeeting(coordinator, SPOKE, { series_id: series.id, starts_at: `${dateIn(-3)}T12:00:00Z` });
    const { episode } = await makeCase(coordinator, SPOKE);
    const { etag } = await show(episode);
    expectStatus(await coordinator.patch(pathOf(episode), { series_id: series.id }, etag), 200);
    expectStatus(await assess(episode, { practitioner_level: 'very_high' }), 201);
    assert.equal((await show(episode)).body.next_review_on, dateIn(3));
  });

  it('refuses codes that are in no list, and who does not judge', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    assert.deepEqual(pointers(await assess(episode, { practitioner_level: 'terrible' })), ['/practitioner_level']);
    assert.deepEqual(pointers(await assess(episode, { risk_factors: ['terrible'] })), ['/risk_factors']);
    assert.deepEqual(pointers(await assess(episode, { leading_context: 'peer', contexts: ['family'] })), ['/leading_context']);
    assert.equal((await assess(episode, {}, eit)).status, 403);
    assert.equal((await assess(episode, {}, elsewhere)).status, 404);
  });
});

describe('notes', () => {
  it('keep every word, latest first, a page at a time', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    for (const day of [-3, -1, -2]) await write(episode, { happened_at: `${dateIn(day)}T09:00:00Z`, text: `${WORDS} ${day}` });
    const first = expectStatus(await eit.get(pathOf(episode, '/notes?limit=2')), 200).body;
    assert.deepEqual(first.items.map(({ text }) => text), [`${WORDS} -1`, `${WORDS} -2`]);
    const rest = expectStatus(await eit.get(pathOf(episode, `/notes?limit=2&cursor=${first.next}`)), 200).body;
    assert.deepEqual(rest.items.map(({ text }) => text), [`${WORDS} -3`]);
    assert.equal(rest.next, null);
    assert.deepEqual((await eit.get(pathOf(episode, '/notes?kind=voice'))).body.items, []);
  });

  it('are amended, never overwritten', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const note = await write(episode);
    const amended = await eit.post(`/api/v1/notes/${note.body.id}/amend`, { text: 'Better words', reason: 'Typing mistake' }, note.etag);
    assert.equal(amended.status, 200, amended.text);
    assert.equal(amended.body.replaces_id, note.body.id);
    assert.equal(amended.body.happened_at, note.body.happened_at);
    const now = (await coordinator.get(pathOf(episode, '/notes'))).body.items;
    assert.deepEqual(now.map(({ text }) => text), ['Better words']);
    const all = (await coordinator.get(pathOf(episode, '/notes?all_versions=true'))).body.items;
    assert.deepEqual(all.map(({ text, replaced }) => [text, replaced]), [['Better words', false], [WORDS, true]]);
    const again = await coordinator.post(`/api/v1/notes/${note.body.id}/amend`, { text: 'Third', reason: 'x' }, note.etag);
    assert.equal(again.status, 412);
    const frozen = await coordinator.post(`/api/v1/notes/${note.body.id}/amend`, { text: 'Third', reason: 'x' }, '"2"');
    assert.equal(frozen.status, 409);
    assert.deepEqual(pointers(await coordinator.post(`/api/v1/notes/${amended.body.id}/amend`, { text: 'x' }, amended.etag)), ['/reason']);
  });

  it('in error are struck from view and stay in the record', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const note = await write(episode);
    const struck = await officer.post(`/api/v1/notes/${note.body.id}/in-error`, { reason: 'Wrong young person' }, note.etag);
    assert.equal(struck.status, 200, struck.text);
    assert.equal(struck.body.in_error, true);
    assert.equal(struck.body.in_error_reason, 'Wrong young person');
    assert.ok(struck.body.in_error_by.name);
    assert.deepEqual((await coordinator.get(pathOf(episode, '/notes'))).body.items, []);
    assert.equal((await coordinator.get(pathOf(episode, '/notes?all_versions=true'))).body.items.length, 1);
    assert.equal((await coordinator.post(`/api/v1/notes/${note.body.id}/amend`, { text: 'x', reason: 'x' }, struck.etag)).status, 409);
    assert.equal((await elsewhere.post(`/api/v1/notes/${note.body.id}/in-error`, { reason: 'x' }, struck.etag)).status, 404);
  });

  it('are in the access log, each reading of them', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const note = await write(episode);
    await eit.get(pathOf(episode, '/notes'));
    const count = await server.psql(`SELECT count(*) FROM audit.access_log WHERE action = 'list' AND record_kind = 'note'
      AND detail -> 'ids' ? '${note.body.id}'`);
    assert.equal(count, '1');
  });
});

describe('closing', () => {
  it('names everything that is missing', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const answer = await coordinator.post(pathOf(episode, '/close'), {}, '"1"');
    assert.deepEqual(pointers(answer), ['/closing_risk_level', '/closure_reason', '/closure_summary', '/outcomes_recorded',
      '/re_referral_route', '/referrer_told_on', '/young_person_told_on']);
    assert.deepEqual(pointers(await close(episode, { young_person_not_told: 'Unsafe' })), ['/young_person_not_told']);
    assert.deepEqual(pointers(await close(episode, { closure_reason: 'bored' })), ['/closure_reason']);
    assert.deepEqual(pointers(await close(episode, { closed_on: '2001-01-01' })), ['/closed_on']);
  });

  it('waits for what is still to do, and says what that is', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const action = expectStatus(await coordinator.post(pathOf(episode, '/actions'),
      { description: 'Ring school', owner_name: 'Jo', owner_agency: 'opcc_hub', due_on: dateIn(5) }), 201);
    assert.equal((await show(episode)).body.checklist.open_actions, 1);
    const early = await close(episode);
    assert.equal(early.status, 409);
    assert.match(early.body.detail, /1 open action/);
    expectStatus(await coordinator.post(`/api/v1/actions/${action.body.id}/complete`, { note: 'Rang' }, action.etag), 200);
    const done = await close(episode);
    assert.equal(done.status, 200, done.text);
  });

  it('keeps the record of a looked-after child for 75 years from birth', async () => {
    const { episode, person } = await makeCase(coordinator, SPOKE, 'active_monitoring', 'high');
    const before = (await show(episode)).body.retention;
    assert.equal(before.category, 'person');
    expectStatus(await coordinator.post(`/api/v1/people/${person.id}/care-statuses`,
      { code: 'looked_after_s20', valid_from: dateIn(-900), valid_to: dateIn(-300) }), 201);
    const proposed = (await show(episode)).body.retention;
    assert.equal(proposed.category, 'looked_after');
    assert.equal(proposed.until.slice(0, 4), String(Number(person.born_on.slice(0, 4)) + 75));
    assert.equal((await show(episode, eit)).body.retention, null, 'for those who close it');
    const closed = expectStatus(await close(episode), 200).body;
    assert.equal(closed.closure.retention_trigger_on, proposed.until);
    assert.equal(closed.retention, null);
  });

  it('keeps the whole checklist and freezes', async () => {
    const { episode, person } = await makeCase(coordinator, SPOKE, 'active_monitoring', 'high');
    const answer = await close(episode, { closed_on: dateIn(0) });
    assert.equal(answer.status, 200, answer.text);
    const { closure, moves, state, next_review_on: review } = answer.body;
    assert.equal(state, 'closed');
    assert.deepEqual(moves, []);
    assert.equal(review, null);
    assert.equal(closure.reason, 'risk_reduced');
    assert.equal(closure.referrer_not_told, 'Left the school');
    const later = (date, years) => `${Number(date.slice(0, 4)) + years}${date.slice(4)}`.replace(/(\d{3}[1235679])-02-29/, '$1-02-28');
    assert.equal(closure.retention_trigger_on,
      [later(closure.closed_on, 6), later(person.born_on, 25)].sort().at(-1));
    assert.equal((await coordinator.patch(pathOf(episode), { statutory_lead: 'x' }, answer.etag)).status, 409);
    assert.equal((await coordinator.post(pathOf(episode, '/list'), { note: 'x' }, answer.etag)).status, 409);
    assert.equal((await assess(episode)).status, 409);
    assert.equal((await coordinator.post(pathOf(episode, '/actions'),
      { description: 'x', owner_name: 'Jo', owner_agency: 'opcc_hub', due_on: dateIn(1) })).status, 409);
    assert.equal((await close(episode)).status, 409);
    await write(episode, { kind: 'file' });
    const next = await coordinator.post('/api/v1/episodes', { spoke: SPOKE, person_id: person.id });
    assert.equal(next.status, 201, 'a re-referral opens a new one');
    assert.notEqual(next.body.reference, episode.reference);
  });
});
