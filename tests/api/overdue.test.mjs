// What is late: each clock that has run out, oldest first, and none that waits.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, ok, PATH } from '../support/referral.mjs';
import { useServer } from '../support/server.mjs';

let server, at;

before(async () => {
  server = await useServer();
  at = await desk(server);
});
after(() => server?.stop());

const late = async (clock, who = at.coordinator) =>
  ok(await who.get(`/api/v1/overdue?spoke=bristol&clock=${clock}&limit=200`)).body.items;
const count = async (clock) =>
  ok(await at.coordinator.get('/api/v1/overdue/counts?spoke=bristol')).body.items.find((c) => c.clock === clock);
const backdate = (id, days) => server.psql(`BEGIN; SET LOCAL session_replication_role = replica;
  UPDATE casework.referral SET submitted_at = submitted_at - interval '${days} days',
         decided_at = decided_at - interval '${days} days' WHERE id = '${id}';
  UPDATE casework.referral_letter SET clock_from = clock_from - interval '${days} days' WHERE referral_id = '${id}';
  UPDATE casework.state_change SET at = at - interval '${days} days' WHERE subject_id = '${id}'; COMMIT`);
const of = (items, id) => items.find((item) => item.subject.id === id);

test('triage that is late is listed by how many working days, and not while a question is out', async () => {
  const referral = await at.inTriage();
  const { id } = referral.body;
  assert.equal(of(await late('triage'), id), undefined, 'not yet');
  const earlier = (await count('triage')).late;
  await backdate(id, 21);
  const item = of(await late('triage'), id);
  assert.equal(item.name, referral.body.name);
  assert.equal(item.href, `/referrals/${id}`);
  assert.equal(item.days_late, Number(await server.psql(
    `SELECT casework.working_days_between('${item.due_on}', access.today())`)));
  assert.ok(item.days_late >= 12, String(item.days_late));
  assert.equal((await count('triage')).late, earlier + 1);
  assert.ok((await count('triage')).most_days_late >= item.days_late);
  ok(await at.move(at.coordinator, referral, 'request-information', { question: 'When?' }));
  assert.equal(of(await late('triage'), id), undefined, 'the clock stands still');
});

test('oldest first, in pages without gap or repeat', async () => {
  for (const days of [30, 40, 50]) await backdate((await at.inTriage()).body.id, days);
  const all = await late('triage');
  assert.deepEqual(all.map((i) => i.due_on), all.map((i) => i.due_on).sort());
  const paged = [];
  let next = '';
  while (paged.length < Math.min(all.length, 4)) {
    const page = ok(await at.coordinator.get(`/api/v1/overdue?spoke=bristol&clock=triage&limit=2${next && `&cursor=${next}`}`)).body;
    paged.push(...page.items.map((i) => i.subject.id));
    next = encodeURIComponent(page.next ?? '');
    if (!next) break;
  }
  assert.deepEqual(paged, all.map((i) => i.subject.id).slice(0, paged.length));
});

test('a referrer not told in time is late until the letter is sent', async () => {
  const referral = await at.decided('decline', { decline_reason: 'below_threshold' });
  const letter = ok(await at.coordinator.get(`/api/v1/letters/${referral.body.letters[0].id}`));
  assert.equal(of(await late('referrer_told'), letter.body.id), undefined);
  await backdate(referral.body.id, 14);
  const item = of(await late('referrer_told'), letter.body.id);
  assert.equal(item.href, `/letters/${letter.body.id}`);
  assert.equal(item.reference, referral.body.reference);
  ok(await at.coordinator.post(`/api/v1/letters/${letter.body.id}/issue`, { channel: 'here', checked: true }, letter.etag));
  assert.equal(of(await late('referrer_told'), letter.body.id), undefined);
});

test('agencies that have not answered, and providers that have not met them, are late', async () => {
  const accepted = await at.decided('accept', { new_person: true });
  const episode = accepted.body.episode.id;
  await server.psql(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE casework.episode SET state = 'agency_checks', risk_level = 'high' WHERE id = '${episode}';
    INSERT INTO casework.state_change (machine, subject_id, spoke_id, verb, from_state, to_state, at)
      VALUES ('episode', '${episode}', reference.spoke_id('bristol'), 'request_checks', 'triage', 'agency_checks', now() - interval '28 days');
    COMMIT`);
  assert.ok(of(await late('agency_checks'), episode));
  const { items } = ok(await at.coordinator.get('/api/v1/interventions?spoke=bristol')).body;
  const offer = ok(await at.coordinator.post('/api/v1/allocations',
    { episode_id: episode, intervention_id: items[0].id }), 201);
  const offered = ok(await at.coordinator.post(`/api/v1/allocations/${offer.body.id}/offer`, {}, offer.etag));
  assert.equal(of(await late('first_contact'), offer.body.id), undefined);
  await server.psql(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE casework.allocation SET offered_on = offered_on - 6 WHERE id = '${offer.body.id}'; COMMIT`);
  const item = of(await late('first_contact'), offer.body.id);
  assert.equal(item.due_on, await server.psql(`SELECT casework.working_days_after('${item.since}', 2)`), 'two where the risk is high');
  assert.equal(offered.body.state, 'offered');
});

test('another spoke\'s lateness is not told', async () => {
  assert.deepEqual(await late('triage', at.neighbour), []);
  assert.equal((await at.coordinator.get('/api/v1/overdue?clock=nonsense')).status, 422);
  const counts = ok(await at.neighbour.get('/api/v1/overdue/counts?spoke=bristol')).body.items;
  assert.deepEqual(counts.map((c) => c.late), [0, 0, 0, 0, 0]);
});

test('what it may repeat or belong to is offered, likeliest first', async () => {
  const first = await at.decided('accept', { new_person: true });
  const { given_name, family_name, born_on } = first.body;
  const again = await at.inTriage(undefined, { given_name, family_name, born_on });
  const { items } = ok(await at.coordinator.get(`${PATH}/${again.body.id}/candidates`)).body;
  assert.ok(items.some((i) => i.kind === 'episode' && i.id === first.body.episode.id), JSON.stringify(items));
  assert.ok(items.some((i) => i.kind === 'referral' && i.id === first.body.id));
  const waiting = await at.sent(undefined, { given_name, family_name, born_on });
  const more = ok(await at.coordinator.get(`${PATH}/${again.body.id}/candidates`)).body.items;
  assert.ok(more.find((i) => i.id === waiting.body.id).reasons.includes('similar_name'));
  ok(await at.move(at.coordinator, again, 'add-to-episode', { episode_id: first.body.episode.id }));
});
