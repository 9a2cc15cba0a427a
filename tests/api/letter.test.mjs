// The letter that tells the referrer: drafted by the decision, read over, sent
// once, and what its clock and its reader see of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, faultsOf, ok, PATH } from '../support/referral.mjs';
import { useServer } from '../support/server.mjs';

const LETTERS = '/api/v1/letters';
let server, at;

before(async () => {
  server = await useServer();
  at = await desk(server);
});
after(() => server?.stop());

const letterOf = async (referral, who = at.coordinator) =>
  ok(await who.get(`${LETTERS}/${(await at.again(at.coordinator, referral)).body.letters[0].id}`));
const act = (who, letter, verb, body) => who.post(`${LETTERS}/${letter.body.id}/${verb}`, body, letter.etag);
const issue = (letter, body = { channel: 'here', checked: true }) => act(at.coordinator, letter, 'issue', body);

test('each result drafts its letter in the partnership\'s words', async () => {
  const results = [
    ['decline', { decline_reason: 'below_threshold' }, 'declined', /not able to accept/],
    ['redirect', { redirected_to: 'camhs' }, 'redirected', /another service can help better: CAMHS/],
    ['accept', { new_person: true }, 'accepted_to_panel', /the multi-agency panel will discuss/],
    ['convene', { new_person: true }, 'extraordinary_meeting', /at short notice/],
    ['allocate', { new_person: true }, 'straight_to_intervention', /arranging support now/],
    ['mark-out-of-area', { note: 'Lives in Newport' }, 'out_of_area', /outside the area/],
  ];
  for (const [verb, body, result, words] of results) {
    const referral = await at.decided(verb, body);
    const letter = (await letterOf(referral)).body;
    assert.equal(letter.state, 'draft');
    assert.equal(letter.result, result);
    assert.match(letter.words, words);
    assert.ok(letter.words.includes(referral.body.name), result);
    assert.ok(letter.words.includes(referral.body.reference));
    assert.ok(!/[{}]/.test(letter.words), letter.words);
    assert.equal(letter.due_on, await server.psql(`SELECT casework.working_days_after(access.today(),
        reference.setting_days(reference.spoke_id('bristol'), 'referrer_told_working_days', NULL))`));
    assert.deepEqual(letter.moves, ['issue', 'set_aside']);
  }
});

test('it holds what the referrer wrote, and nothing kept inside', async () => {
  const referral = await at.decided('decline', { decline_reason: 'already_held_elsewhere',
    note: 'INSIDE: brother Dexter is on the list', result_for_referrer: 'Talk to the school nurse.' });
  const letter = await letterOf(referral);
  assert.ok(!letter.text.includes('INSIDE') && !letter.text.includes('Dexter'));
  assert.equal(letter.body.own_words, 'Talk to the school nurse.');
  assert.match(letter.body.words, /Another service is already working on this/);
});

test('nobody outside sees a draft; once sent the referrer reads it', async () => {
  const referral = await at.decided('decline', { decline_reason: 'below_threshold', result_for_referrer: 'Own words' });
  const draft = await letterOf(referral);
  assert.equal((await at.referrer.get(`${LETTERS}/${draft.body.id}`)).status, 404);
  assert.equal((await at.neighbour.get(`${LETTERS}/${draft.body.id}`)).status, 404);
  assert.deepEqual(ok(await at.referrer.get(`${PATH}/${referral.body.id}/letters`)).body.items, []);
  assert.equal((await at.again(at.referrer, referral)).body.told_at, null);

  assert.deepEqual(faultsOf(await issue(draft, {})), { '/channel': 'Select how it is sent',
    '/checked': 'Say that you have read it over: it must name no other child' });
  const sent = ok(await issue(draft));
  assert.equal(sent.body.state, 'issued');
  assert.ok(sent.body.signed_by);
  const seen = ok(await at.referrer.get(`${LETTERS}/${draft.body.id}`));
  assert.deepEqual([seen.body.words, seen.body.own_words, seen.body.inside, seen.body.person_id],
    [draft.body.words, 'Own words', false, null]);
  const told = (await at.again(at.referrer, referral)).body;
  assert.ok(told.told_at);
  assert.equal(told.result.text, 'Own words');
  assert.equal(ok(await at.referrer.get(`${PATH}/${referral.body.id}/letters`)).body.items.length, 1);
  const item = ok(await at.referrer.get(`${PATH}?mine=true&limit=5`)).body.items.find((i) => i.id === referral.body.id);
  assert.ok(item.told_at);
});

test('its own paragraph and address change until it is sent, and never after', async () => {
  const draft = await letterOf(await at.decided('decline', { decline_reason: 'out_of_age' }));
  assert.ok(faultsOf(await at.coordinator.patch(`${LETTERS}/${draft.body.id}`, { addressee: null }, draft.etag))['/addressee']);
  assert.equal((await at.coordinator.patch(`${LETTERS}/${draft.body.id}`, { words: 'x' }, draft.etag)).status, 422);
  const changed = ok(await at.coordinator.patch(`${LETTERS}/${draft.body.id}`,
    { addressee: 'Ms Probe', own_words: 'One thing more.' }, draft.etag));
  assert.deepEqual([changed.body.addressee, changed.body.own_words], ['Ms Probe', 'One thing more.']);
  assert.equal((await issue(draft)).status, 412);
  const sent = ok(await issue(changed));
  assert.equal((await at.coordinator.patch(`${LETTERS}/${draft.body.id}`, { own_words: 'x' }, sent.etag)).status, 409);
  assert.equal((await issue(sent)).status, 409);
  await assert.rejects(server.psql(`UPDATE casework.referral_letter SET words = 'x' WHERE id = '${draft.body.id}'`),
    /has been sent/, 'not even in the database');
});

test('another letter replaces one that was sent', async () => {
  const referral = await at.decided('decline', { decline_reason: 'below_threshold' });
  const letters = `${PATH}/${referral.body.id}/letters`;
  assert.equal((await at.coordinator.post(letters, {})).status, 409, 'one is being written');
  const first = ok(await issue(await letterOf(referral)));
  assert.ok(faultsOf(await at.coordinator.post(letters, { result: 'redirected' }))['/result']);
  assert.ok(faultsOf(await at.coordinator.post(letters, { result: 'heard_at_meeting' }))['/result']);
  const second = ok(await at.coordinator.post(letters, {}), 201);
  assert.equal(second.location, `${LETTERS}/${second.body.id}`);
  assert.equal(second.body.replaces_id, first.body.id);
  assert.equal((await at.officer.post(letters, {})).status, 403);
  assert.equal((await at.coordinator.post(`${PATH}/${(await at.sent()).body.id}/letters`, {})).status, 409);
});

test('why a referrer is not written to is kept', async () => {
  const draft = await letterOf(await at.decided('decline', { decline_reason: 'below_threshold' }, at.coordinator,
    { source: 'community', narrative: 'Rang in' }));
  assert.equal(draft.body.audience, 'community');
  assert.doesNotMatch(draft.body.words, /not able to accept/, 'the community is not told the result');
  assert.ok(faultsOf(await issue(draft))['/channel'], 'they have no account');
  assert.ok(faultsOf(await act(at.coordinator, draft, 'set-aside', {}))['/reason']);
  assert.ok(faultsOf(await act(at.coordinator, draft, 'set-aside', { reason: 'bored' }))['/reason']);
  assert.ok(faultsOf(await act(at.coordinator, draft, 'set-aside', { reason: 'other' }))['/note']);
  const aside = ok(await act(at.coordinator, draft, 'set-aside', { reason: 'anonymous' }));
  assert.deepEqual([aside.body.state, aside.body.reason, aside.body.due_on], ['not_sent', 'anonymous', null]);
});

test('a parent who rang is written to by name, a young person as you', async () => {
  const parent = await letterOf(await at.decided('accept', { new_person: true }, at.coordinator,
    { source: 'parent_carer', referrer_name: 'Nadia Probe', referrer_contact: '07700 900001, after four' }));
  assert.deepEqual([parent.body.audience, parent.body.addressee, parent.body.organisation, parent.body.send_to],
    ['family', 'Nadia Probe', null, '07700 900001, after four']);
  assert.equal(ok(await issue(parent, { channel: 'post', checked: true })).body.channel, 'post');
  const self = await letterOf(await at.decided('accept', { new_person: true }, at.coordinator, { source: 'self' }));
  assert.equal(self.body.audience, 'young_person');
  assert.match(self.body.words, /Thank you for asking us for help/);
});

test('when a young person has died, letters stop', async () => {
  const referral = await at.decided('accept', { new_person: true });
  const person = ok(await at.coordinator.get(`/api/v1/people/${referral.body.person.id}`));
  await server.psql(`UPDATE casework.person SET died_on = access.today() WHERE id = '${person.body.id}'`);
  const answer = await issue(await letterOf(referral));
  assert.equal(answer.status, 409);
  assert.match(answer.body.detail, /letters have stopped/);
});

test('reading and sending are logged, and the journey tells that they were told', async () => {
  const referral = await at.decided('accept', { new_person: true });
  const sent = ok(await issue(await letterOf(referral)));
  ok(await at.referrer.get(`${LETTERS}/${sent.body.id}`));
  const rows = await server.psql(`SELECT string_agg(DISTINCT action, ' ' ORDER BY action) FROM audit.access_log
    WHERE record_kind = 'referral_letter' AND record_id = '${sent.body.id}'`);
  assert.equal(rows, 'change create view');
  const { events } = ok(await at.coordinator.get(`/api/v1/people/${referral.body.person.id}/journey`)).body;
  const told = events.find((event) => event.ref?.kind === 'referral_letter');
  assert.deepEqual([told.kind, told.title, told.ref.id], ['triage', 'Referrer told the result', sent.body.id]);
});

test('the first meeting that hears them drafts a second letter', async () => {
  const referral = await at.decided('accept', { new_person: true });
  ok(await issue(await letterOf(referral)));
  const { episode, person } = (await at.again(at.coordinator, referral)).body;
  await server.psql(`BEGIN; SET LOCAL throughline.stand_in = '';
    INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, state)
      SELECT '${episode.id}', e.spoke_id, e.series_id, 'operational_panel', 'Probe', now() - interval '1 hour', 'planned'
        FROM casework.episode e WHERE e.id = '${episode.id}';
    UPDATE casework.meeting SET state = 'in_progress' WHERE id = '${episode.id}';
    INSERT INTO casework.agenda_item (id, spoke_id, meeting_id, person_id, episode_id, kind, position)
      SELECT '${episode.id}', e.spoke_id, e.id, e.person_id, e.id, 'new', 1 FROM casework.episode e WHERE e.id = '${episode.id}';
    INSERT INTO casework.discussion (spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at)
      SELECT e.spoke_id, e.id, e.id, e.person_id, e.id, now() - interval '1 hour' FROM casework.episode e WHERE e.id = '${episode.id}';
    COMMIT`);
  const meeting = ok(await at.coordinator.get(`/api/v1/meetings/${episode.id}`));
  ok(await at.coordinator.post(`/api/v1/meetings/${episode.id}/finish`, {}, meeting.etag));
  const letter = await letterOf(referral);
  assert.equal(letter.body.result, 'heard_at_meeting');
  assert.match(letter.body.words, /discussed this on \d/);
  ok(await issue(letter));
  const seen = (await at.again(at.referrer, referral)).body;
  assert.ok(seen.told_at && seen.heard_at);
  assert.equal(seen.letters.length, 2);
  assert.ok(person.id);
});
