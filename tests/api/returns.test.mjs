// Quarterly returns over HTTP: filled in, handed in, queried, approved, sent,
// restated; what leaves the spoke; each figure traced to its rows; the figures
// counted once more here, by another hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

let server, people, coordinator, officer, neighbour, hub, analyst;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'southglos');
  officer = await people.as('project_officer', 'southglos');
  neighbour = await people.as('spoke_coordinator', 'northsom');
  hub = await people.as('hub_grant_officer');
  analyst = await people.as('hub_analyst');
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));

// A quarter of long ago that no other run has used: nothing is counted in it.
async function started() {
  for (;;) {
    const quarter = `${1920 + Math.floor(Math.random() * 90)}-${['01', '04', '07', '10'][Math.floor(Math.random() * 4)]}-01`;
    const answer = await coordinator.post('/api/v1/returns', { quarter });
    if (answer.status !== 409) return ok(answer, 201).body;
  }
}
const show = async (who, id) => ok(await who.get(`/api/v1/returns/${id}`));
async function move(who, id, verb, note) {
  const { etag } = await show(who, id);
  return who.post(`/api/v1/returns/${id}/${verb}`, note === undefined ? {} : { note }, etag);
}
async function fill(id, fields) {
  const { etag } = await show(coordinator, id);
  return coordinator.patch(`/api/v1/returns/${id}`, fields, etag);
}
const figures = async (who, id) => ok(await who.get(`/api/v1/returns/${id}/figures`)).body.items;
async function handedIn() {
  const { id } = await started();
  ok(await fill(id, { narrative: 'A quarter like others.' }));
  ok(await move(coordinator, id, 'submit'));
  return id;
}

test('a quarter has one return, and is one', async () => {
  const made = await started();
  assert.equal(made.state, 'draft');
  assert.match(made.quarter_name, /^Q[1-4] \d{4}-\d\d$/);
  assert.equal((await coordinator.post('/api/v1/returns', { quarter: made.quarter })).status, 409);
  assert.deepEqual(Object.keys(faultsOf(ok(await coordinator.post('/api/v1/returns', { quarter: '2025-08-01' }), 422))), ['/quarter']);
  assert.deepEqual(Object.keys(faultsOf(ok(await coordinator.post('/api/v1/returns', { quarter: '2090-07-01' }), 422))), ['/quarter']);
});

test('every fault of what is filled in is told at once', async () => {
  const { id } = await started();
  assert.deepEqual(faultsOf(ok(await fill(id, { case_study: 'A story', money: [
    { funding_stream: 'vru_grant', budget: 10 }, { funding_stream: 'vru_grant' },
    { funding_stream: 'match_funding', budget: 1, variance_reason: 'other' }], match: [{ kind: 'cash' }] }), 422)), {
    '/case_study_permission': 'Select whether the young person agreed to their story being told',
    '/match/0/amount': 'Enter what it is worth', '/match/0/source': 'Enter who gave it',
    '/money/1/budget': 'Enter the budget for the quarter',
    '/money/1/intervention_id': 'This intervention and funding stream are on another line',
    '/money/2/funding_stream': 'Enter match funding under match funding, not here',
    '/money/2/variance_note': 'Say why spending differs from the budget' });
});

test('money has its variance, and each variance its reason; match funding is 20% of the grant', async () => {
  const { id } = await started();
  const money = [{ funding_stream: 'vru_grant', budget: 1000, forecast: 950, actual: 900.5 }];
  const saved = ok(await fill(id, { narrative: 'Words', money, match: [{ kind: 'in_kind', source: 'A hall', amount: 199.99 }] })).body;
  assert.equal(saved.money[0].variance, -99.5);
  assert.equal(saved.match_test.enough, saved.match_test.match >= saved.match_test.grant * 0.2);
  assert.deepEqual(Object.keys(faultsOf(ok(await move(coordinator, id, 'submit'), 422))), ['/money']);
  ok(await fill(id, { money: [{ ...money[0], variance_reason: 'recruitment' }] }));
  ok(await move(coordinator, id, 'submit'));
  assert.equal((await fill(id, { risks: 'Late words' })).status, 409, 'handed in');
});

test('the whole way: submitted, queried, answered, approved, sent, restated, approved again', async () => {
  const { id } = await started();
  assert.equal((await hub.get(`/api/v1/returns/${id}`)).status, 404, 'a draft is the spoke\'s');
  assert.deepEqual(Object.keys(faultsOf(ok(await move(coordinator, id, 'submit'), 422))), ['/narrative']);
  ok(await fill(id, { narrative: 'Words' }));
  assert.equal((await move(officer, id, 'submit')).status, 403, 'the coordinator signs off');
  ok(await move(coordinator, id, 'submit'));
  assert.equal((await move(coordinator, id, 'approve')).status, 403);
  assert.equal((await neighbour.get(`/api/v1/returns/${id}`)).status, 404);
  assert.equal((await move(hub, id, 'send')).status, 409, 'not before it is approved');
  assert.equal((await hub.post(`/api/v1/returns/${id}/query`, {}, '"2"')).status, 422, 'a question has words');
  ok(await move(hub, id, 'query', 'Is this all?'));
  ok(await fill(id, { risks: 'One more' }));
  ok(await move(coordinator, id, 'answer', 'It is now.'));
  ok(await move(hub, id, 'approve'));
  ok(await move(hub, id, 'send'));
  assert.equal((await move(hub, id, 'query', 'And?')).status, 409);
  ok(await move(coordinator, id, 'restate', 'A sheet came late.'));
  const seen = ok(await move(hub, id, 'approve')).body;
  assert.deepEqual(seen.history.map((h) => [h.verb, h.note]), [['start', null], ['submit', null], ['query', 'Is this all?'],
    ['answer', 'It is now.'], ['approve', null], ['send', null], ['restate', 'A sheet came late.'], ['approve', null]]);
  assert.equal(seen.edition, 3);
  assert.equal(seen.risks, 'One more');
});

test('of two who answer at once one is told', async () => {
  const id = await handedIn();
  const { etag } = await show(hub, id);
  const both = await Promise.all(['approve', 'query'].map((verb) => hub.post(`/api/v1/returns/${id}/${verb}`, { note: 'x' }, etag)));
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412]);
});

test('a story leaves the spoke only where they said it may', async () => {
  const { id } = await started();
  ok(await fill(id, { narrative: 'Words', case_study: 'Their story', case_study_permission: 'declined' }));
  ok(await move(coordinator, id, 'submit'));
  assert.equal((await show(coordinator, id)).body.case_study.words, 'Their story');
  assert.equal((await show(hub, id)).body.case_study, null);
});

// The last return that was handed in with figures.
async function last(who) {
  const { items } = ok(await who.get('/api/v1/returns?spoke=southglos')).body;
  return items.find((item) => item.state && item.state !== 'draft').id;
}

test('the hub is given nothing small', async () => {
  for (const who of [hub, analyst]) {
    const seen = await figures(who, await last(who));
    assert.ok(seen.length > 20);
    for (const figure of seen) {
      assert.ok(figure.hidden ? figure.value === null : figure.value >= 5, JSON.stringify(figure));
      assert.equal(figure.now, null);
    }
    assert.ok(seen.some((figure) => figure.hidden));
    assert.equal((await who.get(`/api/v1/returns/${await last(who)}/rows?measure=young_people`)).status, 403);
  }
});

test('each figure opens its rows, and they add up to it', async () => {
  const { id } = await started();
  const { items } = ok(await coordinator.get('/api/v1/returns')).body;
  const open = items.find((item) => item.id && item.over)?.id ?? id;
  const all = (await figures(coordinator, open)).filter((f) => f.now === null || f.now === f.value);
  assert.ok(all.length > 20);
  for (const figure of all.filter((_, n) => n % 4 === 0)) {
    const wanted = new URLSearchParams({ measure: figure.measure, category: figure.category });
    if (figure.intervention) wanted.set('intervention_id', figure.intervention.id);
    const rows = ok(await coordinator.get(`/api/v1/returns/${open}/rows?${wanted}`)).body.items;
    const events = ['sessions', 'completions', 'exits'].includes(figure.measure);
    const heads = rows.filter((row) => events || !row.person).reduce((sum, row) => sum + row.amount, 0);
    const named = events ? 0 : new Set(rows.flatMap((row) => row.person?.id ?? [])).size;
    assert.equal(heads + named, figure.value, JSON.stringify(figure));
  }
});

test('opening rows is written down in the access log', async () => {
  const id = await last(coordinator);
  const before = Number(await server.psql(`SELECT count(*) FROM audit.access_log WHERE operation = 'return.rows' AND record_kind = 'person'`));
  ok(await coordinator.get(`/api/v1/returns/${id}/rows?measure=young_people`));
  assert.equal(Number(await server.psql(`SELECT count(*) FROM audit.access_log WHERE operation = 'return.rows' AND record_kind = 'person'`)), before + 1);
});

// Another hand: the raw rows, counted here.
test('the figures of every spoke agree with a recount of the raw rows', async () => {
  const rows = JSON.parse(await server.psql(`SELECT json_agg(x) FROM (
      SELECT s.spoke_id AS spoke, l.intervention_id AS line, coalesce(p.merged_into, p.id) AS person,
             coalesce(v.born_on, p.born_on) AS born, to_char(s.planned_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS day
        FROM casework.session s JOIN casework.allocation l ON l.id = s.allocation_id
        JOIN casework.person p ON p.id = s.person_id LEFT JOIN casework.person v ON v.id = p.merged_into
       WHERE s.happened AND s.attendance IN ('attended', 'part', 'late')
      UNION ALL
      SELECT d.spoke_id, d.intervention_id, coalesce(p.merged_into, p.id), coalesce(v.born_on, p.born_on), d.started_on::text
        FROM casework.delivery_person x JOIN casework.delivery d ON d.id = x.delivery_id JOIN casework.person p ON p.id = x.person_id
        LEFT JOIN casework.person v ON v.id = p.merged_into WHERE d.in_error_at IS NULL) AS x`));
  const heads = JSON.parse(await server.psql(`SELECT json_agg(x) FROM (
      SELECT d.spoke_id AS spoke, d.intervention_id AS line, d.started_on::text AS day,
             d.under_18 + d.aged_18_24 - (SELECT count(*) FROM casework.delivery_person x WHERE x.delivery_id = d.id AND x.age_band <> '25_plus') AS young
        FROM casework.delivery d WHERE d.in_error_at IS NULL AND d.headcount_kind <> 'attendances') AS x`));
  const counted = JSON.parse(await server.psql(`SELECT json_agg(x) FROM (
      SELECT s.id AS spoke, q::date::text AS quarter, c.intervention_id AS line, c.measure, c.value
        FROM reference.spoke s CROSS JOIN generate_series(reporting.quarter_of(access.today()) - interval '12 months',
             reporting.quarter_of(access.today())::timestamp, interval '3 months') AS q
       CROSS JOIN LATERAL reporting.counted(s.id, q::date, (q + interval '3 months')::date) AS c
       WHERE c.category = 'total' AND c.measure LIKE 'young%') AS x`));
  const born25 = (born) => `${Number(born.slice(0, 4)) + 25}${born.slice(4)}`;
  const yearOf = (day) => `${Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0)}-04-01`;
  const plus3 = (day) => (day.slice(5, 7) === '10' ? `${Number(day.slice(0, 4)) + 1}-01-01` : `${day.slice(0, 5)}${String(Number(day.slice(5, 7)) + 3).padStart(2, '0')}-01`);
  const young = (born, day) => born === null || day < born25(born);
  assert.ok(counted.length > 100);
  for (const figure of counted) {
    const [from, to, year] = [figure.quarter, plus3(figure.quarter), yearOf(figure.quarter)];
    const mine = (row) => row.spoke === figure.spoke && (figure.line === null || row.line === figure.line) && row.day >= year && row.day < to;
    const first = new Map();
    for (const row of rows.filter(mine).sort((a, b) => a.day.localeCompare(b.day))) {
      const held = first.get(row.person) ?? { born: row.born, year: row.day, quarter: null };
      held.quarter ??= row.day >= from ? row.day : null;
      first.set(row.person, held);
    }
    const unnamed = heads.filter((h) => mine(h) && (figure.measure === 'young_people_ytd' || h.day >= from)).reduce((sum, h) => sum + h.young, 0);
    const named = [...first.values()].filter((p) => ({
      young_people: p.quarter && young(p.born, p.quarter), young_people_new: p.quarter && p.quarter === p.year && young(p.born, p.quarter),
      young_people_continuing: p.quarter && p.year < from && young(p.born, p.quarter), young_people_ytd: young(p.born, p.year) })[figure.measure]).length;
    assert.equal(figure.value, named + (figure.measure === 'young_people_continuing' ? 0 : unnamed), JSON.stringify(figure));
  }
});
