// Risk corrected: what an assessment said stays, what was struck no longer counts,
// and the panel's level and the practitioner's tell one story.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { addToAgenda, attend, dateIn, discussionOf, expectStatus, makeCase, makeMeeting, minute, move } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
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

const rated = (fields) => ({ risk_to: 'high', risk_from: 'low', practitioner_level: 'high', rationale: 'First look.', ...fields });
const assess = async (episode, fields = {}) =>
  expectStatus(await coordinator.post(`/api/v1/episodes/${episode.id}/risk-assessments`, rated(fields)), 201);
const show = async (episode) => expectStatus(await coordinator.get(`/api/v1/episodes/${episode.id}`), 200).body;
const list = async (episode, query = '') =>
  expectStatus(await coordinator.get(`/api/v1/episodes/${episode.id}/risk-assessments${query}`), 200).body.items;
const pointers = (answer) => answer.body.errors.map((each) => each.pointer).sort();

describe('an assessment', () => {
  it('is corrected with a reason; what it said stays', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const made = await assess(episode, { protective_factors: ['trusted_adult'], contexts: ['peer'], leading_context: 'peer' });
    const path = `/api/v1/risk-assessments/${made.body.id}`;
    const amend = (fields, etag, client = coordinator) => client.post(`${path}/amend`, rated(fields), etag);
    assert.deepEqual(pointers(await amend({ practitioner_level: 'medium' }, made.etag)), ['/reason']);
    assert.equal((await amend({ reason: 'typing_error' })).status, 428);
    const better = await amend({ practitioner_level: 'medium', reason: 'typing_error', reason_note: 'One too many' }, made.etag);
    assert.equal(better.status, 200, better.text);
    assert.deepEqual([better.body.level, better.body.contexts, better.body.version], ['medium', [], 2]);
    const [was] = better.body.earlier;
    assert.deepEqual([was.version, was.reason, was.note, was.was.practitioner_level, was.was.leading_context],
      [1, 'typing_error', 'One too many', 'high', 'peer']);
    assert.equal((await show(episode)).risk_level, 'medium', 'the episode follows');
    assert.equal((await amend({ reason: 'typing_error' }, made.etag)).status, 412);
    assert.equal((await amend({ reason: 'typing_error' }, better.etag, eit)).status, 403);
    assert.equal((await amend({ reason: 'typing_error' }, better.etag, elsewhere)).status, 404);
    assert.deepEqual((await eit.get(path)).body.earlier, better.body.earlier);
    assert.equal((await elsewhere.get(path)).status, 404);
  });

  it('in error is struck: level and changes are those of the others', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    await assess(episode, { practitioner_level: 'medium', assessed_at: `${dateIn(-30)}T12:00:00Z` });
    const wrong = await assess(episode, { practitioner_level: 'very_high', assessed_at: `${dateIn(-10)}T12:00:00Z` });
    await assess(episode, { practitioner_level: 'high', assessed_at: `${dateIn(-5)}T12:00:00Z` });
    assert.deepEqual((await list(episode)).map((each) => each.change), ['reduced', 'increased', 'baseline']);
    const struck = await coordinator.post(`/api/v1/risk-assessments/${wrong.body.id}/in-error`, { reason: 'wrong_person' }, wrong.etag);
    assert.equal(struck.status, 200, struck.text);
    assert.deepEqual([struck.body.in_error, struck.body.change], [true, null]);
    assert.deepEqual((await list(episode)).map((each) => each.change), ['increased', 'baseline']);
    assert.equal((await list(episode, '?all_versions=true')).length, 3);
    const again = await coordinator.post(`/api/v1/risk-assessments/${wrong.body.id}/in-error`, { reason: 'duplicate' }, struck.etag);
    assert.equal(again.status, 409);
  });

  it('is reviewed when it says, else by the spoke’s period', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const { review_dates: proposed } = await show(episode);
    assert.deepEqual(Object.keys(proposed), ['low', 'medium', 'high', 'very_high']);
    assert.ok(proposed.very_high <= proposed.high && proposed.high <= proposed.low);
    await assess(episode);
    assert.equal((await show(episode)).next_review_on, proposed.high);
    await assess(episode, { review_on: dateIn(5) });
    assert.equal((await show(episode)).next_review_on, dateIn(5));
    assert.deepEqual(pointers(await coordinator.post(`/api/v1/episodes/${episode.id}/risk-assessments`, rated({ review_on: dateIn(-5) }))), ['/review_on']);
  });

  it('says why the panel differs as a code, and in words where the code asks for them', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const differs = (fields) => coordinator.post(`/api/v1/episodes/${episode.id}/risk-assessments`, rated({ panel_level: 'low', ...fields }));
    assert.deepEqual(pointers(await differs({})), ['/override_reason']);
    assert.deepEqual(pointers(await differs({ override_note: 'Because' })), ['/override_reason']);
    assert.deepEqual(pointers(await differs({ override_reason: 'mood' })), ['/override_reason']);
    assert.deepEqual(pointers(await differs({ override_reason: 'professional_judgement' })), ['/override_note']);
    const said = await differs({ override_reason: 'professional_judgement', override_note: 'Seen daily' });
    assert.deepEqual([said.status, said.body.level, said.body.override_note], [201, 'low', 'Seen daily']);
  });
});

describe('a panel', () => {
  it('rates at its meeting; the rating stands beside the practitioner’s and in the minutes', async () => {
    const { person, episode } = await makeCase(coordinator, SPOKE, 'listed', 'high');
    // After the practitioner's own look: who speaks last, counts.
    const meeting = await makeMeeting(coordinator, SPOKE, { starts_at: new Date().toISOString() });
    await addToAgenda(coordinator, meeting, person);
    expectStatus(await move(coordinator, meeting, 'open'), 200);
    await attend(coordinator, meeting);
    const before_ = await discussionOf(coordinator, meeting, person);
    assert.equal(before_.risk_change, 'not_reassessed');
    await minute(coordinator, meeting, person, { risk_after: 'medium', override_reason: 'protective_factors', rationale: 'Settled at school.' });
    assert.equal((await discussionOf(coordinator, meeting, person)).risk_change, 'reduced');
    for (const verb of ['finish', 'check']) expectStatus(await move(coordinator, meeting, verb), 200);
    expectStatus(await move(coordinator, meeting, 'sign-off', { inquorate_reason: 'A test of one' }), 200);
    const [agreed] = await list(episode);
    assert.deepEqual([agreed.practitioner_level, agreed.panel_level, agreed.override_reason, agreed.override_note, agreed.change],
      ['high', 'medium', 'protective_factors', 'Settled at school.', 'reduced']);
    assert.equal(agreed.meeting.id, meeting.id);
    const strike = await coordinator.post(`/api/v1/risk-assessments/${agreed.id}/in-error`, { reason: 'disputed' }, `"${agreed.version}"`);
    assert.equal(strike.status, 409);
    assert.match(strike.body.detail, /addendum/);
  });
});
