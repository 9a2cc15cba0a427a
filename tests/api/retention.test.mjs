// Retention over HTTP: what is due, a hold, a disposal by two persons, and its
// certificate; and that the figures of every quarter stay what they were.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

let server, coordinator, lead, other;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  other = await people.as('spoke_coordinator', 'northsom');
  lead = await people.as('ig_lead');
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const sql = (text) => execFileSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', server.conninfo, '-c', text],
  { encoding: 'utf8' }).trim();
// Somebody of long ago, closed with a note, as the owner loads old records.
function former(name) {
  const id = randomUUID();
  sql(`INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision) VALUES ('${id}', ARRAY[reference.spoke_id('bristol')], '${name}', '1995-02-03', 'exact');
    INSERT INTO casework.person_name (person_id, kind, given_name, family_name) VALUES ('${id}', 'legal', '${name}', 'Longago');
    INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on) VALUES ('${id}', reference.spoke_id('bristol'), '${id}', 'listed', '2015-01-05');
    INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at) VALUES (reference.spoke_id('bristol'), '${id}', '${id}', 'general', 'Words of ${name}', '2015-01-06');
    UPDATE casework.episode SET state = 'closed', state_reason = 'risk_reduced', closed_on = '2015-06-01', closure_reason = 'risk_reduced', closure_summary = 'Ended', closing_risk_level = 'low',
      young_person_told_on = '2015-06-01', referrer_told_on = '2015-06-01', re_referral_route = 'any_agency', outcomes_recorded = false, retention_trigger_on = '2021-06-01' WHERE id = '${id}';`);
  return { id, reference: sql(`SELECT reference FROM casework.episode WHERE id = '${id}'`) };
}
const dueOf = async (who, id) => ok(await who.get('/api/v1/retention?spoke=bristol')).body.items.find((each) => each.person_id === id);
const propose = (id) => coordinator.post('/api/v1/retention/disposals', { spoke: 'bristol', person_id: id, reason: 'Read the whole record' });

test('what is due names cases; the young person only for who reads the case', async () => {
  const name = `Aldous${Date.now() % 100000}`;
  const { id, reference } = former(name);
  const due = await dueOf(coordinator, id);
  assert.deepEqual(due.references, [reference]);
  assert.equal(due.due_on, '2021-06-01');
  assert.equal(due.person.name, `${name} Longago`);
  assert.equal(due.may_propose, true);
  const seen = await dueOf(lead, id);
  assert.equal(seen.person, null);
  assert.equal(seen.may_propose, false);
  assert.equal(ok(await other.get('/api/v1/retention?spoke=bristol')).body.items.length, 0);
});

test('a hold stops a disposal, and is lifted with a reason', async () => {
  const { id, reference } = former(`Bertram${Date.now() % 100000}`);
  const proposed = ok(await propose(id), 201);
  assert.match((await coordinator.post('/api/v1/retention/holds', { reference: 'BR-E00-9999', reason: 'inquest' })).body.errors[0].detail, /no case of that reference/);
  assert.match((await lead.post('/api/v1/retention/holds', { reason: 'inquest' })).body.errors[0].detail, /Enter the reference of the case/);
  const hold = ok(await lead.post('/api/v1/retention/holds', { reference: reference.toLowerCase(), reason: 'inquest', note: 'The coroner asked' }), 201);
  assert.equal(hold.body.in_force, true);
  assert.equal(hold.body.person, null, 'named only for who reads the case');
  assert.deepEqual((await dueOf(lead, id)).held, ['inquest']);
  const refused = await lead.post(`/api/v1/retention/disposals/${proposed.body.id}/dispose`, {}, proposed.etag);
  assert.equal(refused.status, 409, refused.text);
  assert.match(refused.body.detail, /held: inquest/);
  const lifted = ok(await coordinator.post(`/api/v1/retention/holds/${hold.body.id}/lift`, { reason: 'The inquest is over' },
    (await coordinator.get(`/api/v1/retention/holds/${hold.body.id}`)).etag));
  assert.equal(lifted.body.in_force, false);
  const back = ok(await coordinator.post(`/api/v1/retention/disposals/${proposed.body.id}/withdraw`, {}, proposed.etag));
  assert.equal(back.body.state, 'withdrawn');
});

test('a disposal takes two, erases, and leaves a certificate that can be checked', async () => {
  const name = `Cosmo${Date.now() % 100000}`;
  const { id, reference } = former(name);
  const proposed = ok(await propose(id), 201);
  assert.equal((await propose(id)).status, 409, 'once');
  assert.equal((await coordinator.post(`/api/v1/retention/disposals/${proposed.body.id}/dispose`, {}, proposed.etag)).status, 403);
  const done = ok(await lead.post(`/api/v1/retention/disposals/${proposed.body.id}/dispose`, {}, proposed.etag)).body;
  assert.equal(done.state, 'disposed');
  assert.deepEqual(done.certificate.references, [reference]);
  assert.equal(done.hash_holds, true);
  assert.ok(done.certificate.tables.some((each) => each.table === 'note' && each.treatment === 'erase' && each.rows === 1));
  assert.ok(!JSON.stringify(done.certificate).includes(name));
  assert.equal(sql(`SELECT count(*) FROM casework.note WHERE person_id = '${id}'`), '0');
  assert.equal(ok(await coordinator.get(`/api/v1/people/${id}`)).body.name, 'Record disposed of');
  const found = ok(await coordinator.get(`/api/v1/search?q=${name}`)).body.items;
  assert.ok(!JSON.stringify(found).includes(id), 'no search finds it');
  assert.equal(await dueOf(lead, id), undefined);
});

test('a refusal needs its words, and the record stays', async () => {
  const { id } = former(`Dorian${Date.now() % 100000}`);
  const proposed = ok(await propose(id), 201);
  const wordless = await lead.post(`/api/v1/retention/disposals/${proposed.body.id}/refuse`, {}, proposed.etag);
  assert.equal(wordless.body.errors[0].detail, 'Enter why it is not disposed of');
  const refused = ok(await lead.post(`/api/v1/retention/disposals/${proposed.body.id}/refuse`, { note: 'A sibling is open' }, proposed.etag)).body;
  assert.equal(refused.state, 'refused');
  assert.equal(sql(`SELECT count(*) FROM casework.note WHERE person_id = '${id}'`), '1');
});

test('a referral that led to nobody is disposed of after two years', async () => {
  const id = randomUUID();
  sql(`INSERT INTO casework.referral (id, spoke_id, state, given_name, family_name, narrative) VALUES ('${id}', reference.spoke_id('bristol'), 'draft', 'Elva', 'Longago', 'Words');
    UPDATE casework.referral SET state = 'withdrawn', decided_at = '2015-01-05' WHERE id = '${id}'`);
  const due = ok(await lead.get('/api/v1/retention?spoke=bristol')).body.items.find((each) => each.referral_id === id);
  assert.equal(due.category, 'referral_not_accepted');
  const proposed = ok(await coordinator.post('/api/v1/retention/disposals', { spoke: 'bristol', referral_id: id, reason: 'Nothing came of it' }), 201);
  ok(await lead.post(`/api/v1/retention/disposals/${proposed.body.id}/dispose`, {}, proposed.etag));
  assert.equal(sql(`SELECT given_name || ' ' || narrative FROM casework.referral WHERE id = '${id}'`), 'Disposed of Disposed of');
});

test('many of the demo at once, in a transaction that is undone: no figure changes', () => {
  const [before_, after_] = sql(`BEGIN;
    SELECT casework.disposal_figures(ARRAY(SELECT id FROM casework.person));
    SELECT FROM casework.disposal_carry_out(ARRAY(SELECT p.id FROM casework.person p WHERE cardinality(casework.person_held(p.id)) = 0 AND p.disposal_id IS NULL ORDER BY p.id LIMIT 150), NULL, NULL);
    SELECT casework.disposal_figures(ARRAY(SELECT id FROM casework.person));
    ROLLBACK;`).split('\n').filter((line) => /^[0-9a-f]{64}$/.test(line));
  assert.match(before_, /^[0-9a-f]{64}$/);
  assert.equal(after_, before_);
});

test('the rules say how long, from when and why', async () => {
  const rules = ok(await coordinator.get('/api/v1/retention/rules')).body.items;
  assert.equal(rules.find((each) => each.category === 'looked_after').years, 75);
  assert.ok(rules.every((each) => each.source.length > 10));
});
