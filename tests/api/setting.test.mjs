// What a spoke works by: dated, kept, checked, and what every clock runs by.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, faultsOf, ok, PATH } from '../support/referral.mjs';
import { useServer } from '../support/server.mjs';

const SETTINGS = '/api/v1/spokes/bristol/settings';
let server, at, officer;

before(async () => {
  server = await useServer();
  at = await desk(server);
  officer = await at.people.as('project_officer', 'bristol');
});
after(async () => {
  await server?.psql(`DELETE FROM reference.spoke_setting_value v WHERE v.reason LIKE 'Probe%';
    UPDATE reference.spoke_setting_value v SET valid_to = NULL, replaced_at = NULL
     WHERE NOT EXISTS (SELECT FROM reference.spoke_setting_value w
        WHERE w.spoke_id = v.spoke_id AND w.setting = v.setting AND w.valid_from >= v.valid_from AND w.id <> v.id)`);
  await server?.stop();
});

const say = (setting, value, more = {}, who = at.coordinator) =>
  who.post(SETTINGS, { setting, value, reason: 'Probe', ...more });
const shown = async (setting) =>
  ok(await at.coordinator.get(`${SETTINGS}?setting=${setting}`)).body.items[0];
const day = (n) => server.psql(`SELECT access.today() + ${n}`);

test('every setting says what it is, what holds and what was said', async () => {
  const { items } = ok(await at.coordinator.get(SETTINGS)).body;
  assert.ok(items.length > 30);
  const told = items.find((item) => item.setting === 'referrer_told_working_days');
  assert.deepEqual([told.label, told.group, told.kind, told.unit, told.value, told.least, told.most],
    ['Tell the referrer the result within', 'clocks', 'number', 'working days', '2', 1, 20]);
  assert.equal(told.history.at(-1).valid_from, null, 'as the partnership began');
  const quorum = items.find((item) => item.setting === 'quorum_agency_types');
  assert.match(quorum.words, /Police/);
  assert.deepEqual(ok(await at.neighbour.get(SETTINGS)).body.items, [], 'another spoke\'s are not theirs');
  ok(await officer.get(SETTINGS));
});

test('values are checked, in words', async () => {
  for (const [setting, value, words] of [
    ['triage_working_days', '0', /whole number between 1 and 20/],
    ['triage_working_days', '2.5', /whole number/], ['triage_working_days', 'two', /whole number/],
    ['meeting_type', 'party', /Select one from the list/],
    ['quorum_agency_types', 'police|wizards', /Select them from the list/],
    ['nonsense', '1', /no such setting/],
    ['review_days_high', '365', /must not be more than/],
    ['eligible_min_age', '29', /must not be more than/]]) {
    const answer = await say(setting, value);
    assert.equal(answer.status, 422, `${setting} ${value}: ${answer.text}`);
    assert.match(faultsOf(answer)['/value'], words);
  }
  assert.deepEqual(Object.keys(faultsOf(await at.coordinator.post(SETTINGS, {}))).sort(),
    ['/reason', '/setting', '/value']);
  assert.ok(faultsOf(await say('triage_working_days', '2', { valid_from: await day(-1) }))['/valid_from']);
});

test('only the coordinator of the spoke changes them', async () => {
  assert.equal((await say('triage_working_days', '2', {}, officer)).status, 403);
  assert.equal((await say('triage_working_days', '2', {}, at.referrer)).status, 403);
  assert.equal((await say('triage_working_days', '2', {}, at.neighbour)).status, 403);
  await assert.rejects(server.psql(`SET SESSION AUTHORIZATION throughline_server;
    UPDATE reference.spoke_setting_value SET value = '9'`), /permission denied/);
});

test('a change from today holds at once, its history is kept, and another the same day replaces it', async () => {
  assert.equal(ok(await say('agency_check_working_days', '4')).body.value, '4');
  const second = ok(await say('agency_check_working_days', '6')).body;
  assert.equal(second.value, '6');
  assert.deepEqual(second.history.slice(0, 3).map((h) => [h.value, h.replaced]), [['6', false], ['4', true], ['3', false]]);
  assert.ok(second.history[0].by.name);
  assert.equal(ok(await at.coordinator.get('/api/v1/spokes')).body.items
    .find((spoke) => spoke.code === 'bristol').settings.agency_check_working_days, '6');
  assert.equal(await server.psql(`SELECT value FROM reference.spoke_setting
    WHERE spoke_id = reference.spoke_id('bristol') AND setting = 'agency_check_working_days'`), '6');
});

test('a change of a day to come waits for that day', async () => {
  const from = await day(30);
  const said = ok(await say('first_contact_working_days', '8', { valid_from: from })).body;
  assert.deepEqual([said.value, said.next], ['5', { value: '8', valid_from: from }]);
  assert.equal((await shown('first_contact_working_days')).history[1].valid_to, from);
  for (const [on, value] of [[29, '5'], [30, '8'], [300, '8']])
    assert.equal(await server.psql(`SELECT reference.setting_on(reference.spoke_id('bristol'),
      'first_contact_working_days', access.today() + ${on})`), value, `day ${on}`);
});

test('a clock runs by what held when it started', async () => {
  const before_ = await at.sent();
  await server.psql(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE casework.referral SET submitted_at = submitted_at - interval '3 days' WHERE id = '${before_.body.id}'; COMMIT`);
  const due = (await at.again(at.coordinator, before_)).body.triage_due_on;
  ok(await say('triage_working_days', '7'));
  assert.equal((await at.again(at.coordinator, before_)).body.triage_due_on, due, 'not rewritten');
  const later = await at.sent();
  const wanted = await server.psql('SELECT casework.working_days_after(access.today(), 7)');
  assert.equal(later.body.triage_due_on, wanted);
  const item = ok(await at.coordinator.get(`${PATH}?state=submitted&limit=50`)).body.items
    .find(({ id }) => id === later.body.id);
  assert.equal(item.triage_due_on, wanted, 'the list says the same');
});

test('the words of a letter are the spoke\'s own', async () => {
  ok(await say('letter_declined', 'Dear colleague, {name} ({reference}): no. {reason}'));
  const referral = await at.decided('decline', { decline_reason: 'out_of_age' });
  const { body } = ok(await at.coordinator.get(`/api/v1/letters/${referral.body.letters[0].id}`));
  assert.equal(body.words, `Dear colleague, ${referral.body.name} (${referral.body.reference}): no. `
    + 'They are outside the ages that this partnership works with.');
});
