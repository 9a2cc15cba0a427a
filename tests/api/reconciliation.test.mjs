// The published year reproduced: every figure that follows from others does,
// every difference is there with its reason; and another partnership's files of
// the same columns need nothing but themselves.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { handIn, takeIn, until, withdraw } from '../support/imports.mjs';
import { root, useServer } from '../support/server.mjs';

let server, people, analyst, officer, year;
const of = (measure, rule, where = '') => year.lines.find((line) =>
  line.measure === measure && line.rule === rule && line.where.startsWith(where));
const shape = (line) => [line.published, line.derived, line.difference, line.verdict];

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  analyst = await people.as('hub_analyst');
  officer = await people.as('project_officer', 'bristol');
  year = await until(async () => (await analyst.get('/api/v1/reconciliation?period=2023-24')).body,
    (body) => body.lines.length >= 24, 'the published year');
});
after(async () => server?.stop());

test('what follows from the rows of the files does so to the last figure', async () => {
  // Added up here from the files themselves, apart from the product.
  const text = await readFile(join(root, 'config/figures/interventions-2023-24.csv'), 'utf8');
  const rows = text.trim().split('\n').slice(1).map((line) => line.split(',').slice(0, 8));
  const sum = (column, keep = () => true) => rows.filter(keep).reduce((all, row) => all + Number(row[column] || 0), 0);
  const all = year.tables.find((table) => table.by === 'all').items[0];
  assert.deepEqual([all.interventions, all.young_people, all.adults_25_plus, all.professionals, all.group_sessions],
    [rows.length, sum(4), sum(5), sum(6), sum(7)]);
  const by = (name) => Object.fromEntries(year.tables.find((table) => table.by === name).items.map((item) => [item.key, item]));
  for (const [area, name] of [['bathnes', 'B&NES'], ['bristol', 'Bristol'], ['somerset', 'Somerset']])
    assert.equal(by('area')[name].young_people, sum(4, (row) => row[0] === area), name);
  const modes = Object.values(by('mode')).map((item) => item.young_people ?? 0);
  assert.equal(modes.reduce((a, b) => a + b), all.young_people, 'by mode adds up to all');
  const levels = Object.values(by('level')).reduce((a, item) => a + (item.young_people ?? 0), 0);
  assert.equal(levels, all.young_people, 'by level, too');
  assert.equal(Object.values(by('approach')).reduce((a, item) => a + item.interventions, 0), rows.length, 'by approach, too');
});

test('the differences of the source are there, each with its size', () => {
  assert.deepEqual(shape(of('interventions_delivered', 'delivered_overviews')), [56, 50, 6, 'differs']);
  assert.deepEqual(shape(of('interventions_delivered', 'delivered_rows')), [56, 20, 36, 'differs']);
  assert.deepEqual(shape(of('professionals_reached', 'professionals_elsewhere', 'foreword')), [1689, 1578, 111, 'differs']);
  assert.deepEqual(shape(of('professionals_reached', 'professionals_elsewhere', 'finance')), [1578, 1689, -111, 'differs']);
  assert.deepEqual(shape(of('professionals_reached', 'professionals_rows', 'foreword')), [1689, 418, 1271, 'differs']);
  assert.deepEqual(shape(of('young_people_reached', 'young_people_rows')), [18698, 3821, 14877, 'differs']);
  assert.deepEqual(shape(of('young_people_reached', 'young_people_overviews')), [18698, 12665, 6033, 'differs']);
  assert.deepEqual(shape(of('parents_carers_over_25_reached', 'parents_rows')), [2031, 510, 1521, 'differs']);
  assert.deepEqual(shape(of('interventions_somerset', 'area_rows')), [4, 3, 1, 'differs']);
  assert.deepEqual(shape(of('somerset_professionals', 'area_professionals')), [118, 96, 22, 'differs']);
  assert.deepEqual(shape(of('somerset_at_risk_young_people_supported', 'area_at_risk')), [229, 58, 171, 'differs']);
  assert.deepEqual(shape(of('northsom_people_engaged', 'area_engaged_students')), [6500, 6100, 400, 'differs']);
});

test('what agrees agrees, what cannot be added up says so', () => {
  for (const measure of ['interventions_bathnes', 'interventions_bristol', 'total_received'])
    assert.equal(year.lines.find((line) => line.measure === measure).verdict, 'agrees', measure);
  assert.deepEqual(shape(of('match_funding_total', 'match_funding')), [2127311, 305733.4, 1821577.6, 'holds']);
  for (const measure of ['interventions_northsom', 'interventions_southglos', 'southglos_young_people', 'northsom_students',
    'bristol_professionals_trained'])
    assert.deepEqual(shape(year.lines.find((line) => line.measure === measure)).slice(1), [null, null, 'not_derivable'], measure);
  assert.deepEqual(year.counts, { agrees: 4, differs: 15, not_derivable: 5 });
  assert.deepEqual(year.silent.map((row) => row.subject), ['Detached multi-agency youth work', 'Admit', 'Teachable moments']);
  assert.deepEqual(year.unsaid, [], 'each figure stands in its own wording');
});

test('every published total is spoken of, and each difference has its reason, with who and when', async () => {
  const text = await readFile(join(root, 'config/figures/totals-2023-24.csv'), 'utf8');
  for (const line of text.trim().split('\n').slice(1))
    assert.ok(year.lines.some((each) => each.measure === line.split(',')[0]), line);
  for (const line of year.lines.filter((each) => each.verdict === 'differs' || each.verdict === 'not_derivable'))
    assert.ok(line.reason?.text && line.reason.by.name && line.reason.at, `${line.measure} ${line.rule}`);
});

test('each figure opens its rows, which add up to it', async () => {
  for (const line of year.lines) {
    const { status, body } = await officer.get(`/api/v1/reconciliation/${line.figure}?rule=${line.rule}`);
    assert.equal(status, 200);
    assert.equal(body.rows.length, line.parts, line.rule);
    if (line.derived !== null)
      assert.ok(Math.abs(body.rows.reduce((all, row) => all + row.counts, 0) - line.derived) < 0.005, line.rule);
  }
  const { body } = await officer.get(`/api/v1/reconciliation/${of('interventions_somerset', 'area_rows').figure}?rule=area_rows`);
  assert.deepEqual(body.rows.map((row) => row.subject), ['Sports Mentoring', 'Admit', 'Teachable moments']);
  assert.equal((await officer.get(`/api/v1/reconciliation/${of('total_received', 'grants').figure}?rule=area_rows`)).status, 404);
});

test('a reason is data: the newest stands, the earlier are kept', async () => {
  const { figure } = of('interventions_somerset', 'area_rows');
  const before_ = (await analyst.get(`/api/v1/reconciliation/${figure}?rule=area_rows`)).body.reasons.length;
  assert.equal((await officer.post(`/api/v1/reconciliation/${figure}/reasons`, { rule: 'area_rows', text: 'Mine' })).status, 403);
  assert.equal((await analyst.post(`/api/v1/reconciliation/${figure}/reasons`, { rule: 'area_rows' })).status, 422);
  const { status, body } = await analyst.post(`/api/v1/reconciliation/${figure}/reasons`, { rule: 'area_rows', text: 'Probe: asked again' });
  assert.equal(status, 200);
  assert.deepEqual([body.reasons.length, body.reasons[0].text], [before_ + 1, 'Probe: asked again']);
  await server.psql("DELETE FROM reporting.reconciliation_reason WHERE text LIKE 'Probe:%'");
});

test('another partnership\'s files of the same columns reconcile without a line of code', async () => {
  const partnership = `Fenland ${process.pid}`;
  const given = { period: '2031-32', partnership };
  const files = [
    { kind: 'interventions_year', csv: `spoke,intervention,mode,prevention_level,young_people,adults_25_plus,professionals,group_sessions,published_wording
ely,Rowing,group,secondary,40,,5,,forty young people and 5 professionals
ely,Mentoring,one_to_one,secondary,12,3,,,12 young people and three carers
march,Street work,outreach,tertiary,8,,,,eight` },
    { kind: 'totals_year', csv: `measure,published_value,where
interventions_delivered,4,foreword
interventions_ely,2,overview
interventions_march,1,overview
young_people_reached,75,foreword
wisbech_young_people,15,overview
march_professionals,6,overview` },
    { kind: 'finance_year', csv: 'item,amount_gbp\nvru_grant_received,"£1,000.00"\nsv_duty_grant_received,500\ntotal_received,"1,600"\nmatch_funding_total,150' },
  ];
  const taken = [];
  for (const file of files) {
    const it = await handIn(analyst, { ...given, ...file });
    assert.equal(it.state, 'ready', JSON.stringify(it.wrong));
    taken.push(await takeIn(analyst, it));
  }
  const theirs = (await analyst.get(`/api/v1/reconciliation?period=2031-32&partnership=${encodeURIComponent(partnership)}`)).body;
  const told = Object.fromEntries(theirs.lines.map((line) => [`${line.measure} ${line.rule}`, shape(line)]));
  assert.deepEqual(told, {
    'interventions_delivered delivered_overviews': [4, 3, 1, 'differs'],
    'interventions_delivered delivered_rows': [4, 3, 1, 'differs'],
    'interventions_ely area_rows': [2, 2, 0, 'agrees'],
    'interventions_march area_rows': [1, 1, 0, 'agrees'],
    'young_people_reached young_people_rows': [75, 60, 15, 'differs'],
    'young_people_reached young_people_overviews': [75, 75, 0, 'agrees'],
    'wisbech_young_people area_young_people': [15, null, null, 'not_derivable'],
    'march_professionals area_professionals': [6, null, null, 'not_derivable'],
    'total_received grants': [1600, 1500, 100, 'differs'],
    'match_funding_total match_funding': [150, 200, -50, 'differs'],
  });
  assert.deepEqual(theirs.unsaid.map((row) => row.value), [40], 'forty is beyond the words it knows');
  assert.ok((await analyst.get('/api/v1/reconciliation')).body.years.some((each) => each.partnership === partnership));
  for (const it of taken) assert.equal((await withdraw(analyst, it)).status, 200);
});

// The year of which the hub holds returns: each spoke's figures as the hub sees them.
async function handedIn() {
  const this_ = new Date().getMonth() < 3 ? new Date().getFullYear() - 1 : new Date().getFullYear();
  for (const begins of [this_, this_ - 1]) {
    const items = (await analyst.get(`/api/v1/returns?year=${begins}`)).body.items.filter((item) => item.edition > 0);
    if (!items.length) continue;
    const returns = await Promise.all(items.map(async (item) =>
      ({ ...item, figures: (await analyst.get(`/api/v1/returns/${item.id}/figures`)).body.items })));
    return { period: `${begins}-${String(begins + 1).slice(2)}`, returns };
  }
  throw new Error('nobody has handed in a return');
}

test('what the year\'s returns come to stands beside what is published, down to each return', async () => {
  const { period, returns } = await handedIn();
  const of_ = (spoke) => returns.filter((each) => each.spoke === spoke).sort((a, b) => a.quarter.localeCompare(b.quarter));
  const figure = (each, measure, name, category = 'total') => each.figures.find((f) =>
    f.measure === measure && f.category === category && (f.intervention?.name ?? null) === name);
  // An intervention whose young people so far are told, in a spoke's last return.
  const spoke = [...new Set(returns.map((each) => each.spoke))].find((code) =>
    of_(code).at(-1).figures.some((f) => f.measure === 'young_people_ytd' && f.intervention && f.value > 4));
  const last = of_(spoke).at(-1);
  const told = last.figures.find((f) => f.measure === 'young_people_ytd' && f.category === 'total' && f.intervention && f.value > 4);
  const all = figure(last, 'young_people_ytd', null);
  const csv = `spoke,intervention,mode,prevention_level,young_people,adults_25_plus,professionals,group_sessions,published_wording
${spoke},${told.intervention.name},group,secondary,${told.value + 3},,7,,
${spoke},Nowhere in our catalogue,group,secondary,9,,,,`;
  const totals = `measure,published_value,where
${spoke}_young_people,${(all.value ?? 0) + 11},overview
young_people_reached,100000,foreword
interventions_delivered,3,foreword`;
  const taken = [];
  for (const file of [{ kind: 'interventions_year', csv }, { kind: 'totals_year', csv: totals }]) {
    const it = await handIn(analyst, { period, ...file });
    assert.equal(it.state, 'ready', JSON.stringify(it.wrong));
    taken.push(await takeIn(analyst, it));
  }
  try {
    const now = (await analyst.get(`/api/v1/reconciliation?period=${period}`)).body;
    const line = (rule) => now.lines.find((each) => each.rule === rule);
    assert.deepEqual([now.returns.handed_in, now.returns.due], [returns.length, 20]);
    const row = line('returned_row_young_people');
    assert.deepEqual([row.where, row.published, row.derived, row.difference], [told.intervention.name, told.value + 3, told.value, 3]);
    const whole = of_(spoke).length === 4;
    assert.equal(row.verdict, whole ? 'differs' : 'incomplete', 'what is not handed in is not guessed');
    assert.equal(now.lines.filter((each) => each.rule === 'returned_row_young_people').length, 1, 'what is not in the catalogue has no return');

    const hidden = of_(spoke).some((each) => figure(each, 'professionals', told.intervention.name)?.hidden);
    const professionals = of_(spoke).reduce((sum, each) => sum + (figure(each, 'professionals', told.intervention.name)?.value ?? 0), 0);
    assert.equal(line('returned_row_professionals').derived, hidden ? null : professionals);

    assert.equal(line('returned_area_young_people').derived, all.hidden ? null : all.value);
    const lasts = [...new Set(returns.map((each) => each.spoke))].map((code) => figure(of_(code).at(-1), 'young_people_ytd', null));
    const sum = lasts.some((f) => f?.hidden) ? null : lasts.reduce((a, f) => a + (f?.value ?? 0), 0);
    assert.equal(line('returned_young_people').derived, sum);
    assert.equal(line('returned_young_people').verdict, sum === null ? 'hidden' : returns.length === 20 ? 'differs' : 'incomplete');
    const ran = new Set(returns.flatMap((each) => each.figures.filter((f) => f.intervention).map((f) => `${each.spoke} ${f.intervention.id}`)));
    assert.equal(line('returned_interventions').derived, ran.size);

    for (const each of now.lines.filter((one) => one.rule.startsWith('returned'))) {
      const { body } = await analyst.get(`/api/v1/reconciliation/${each.figure}?rule=${each.rule}`);
      assert.equal(body.returns.length, each.parts, each.rule);
      if (each.derived !== null) assert.equal(body.returns.reduce((a, part) => a + part.value, 0), each.derived, each.rule);
      assert.ok(body.returns.every((part) => returns.some((one) => one.id === part.return)), 'each opens its return');
    }
    const said = await analyst.post(`/api/v1/reconciliation/${row.figure}/reasons`, { rule: row.rule, text: 'Probe: two spokes share it' });
    assert.equal(said.body.reasons[0].text, 'Probe: two spokes share it');

    const theirs = (await (await people.as('project_officer', spoke)).get(`/api/v1/reconciliation?period=${period}`)).body.lines;
    assert.equal(theirs.find((each) => each.rule === 'returned_row_young_people').derived, told.value, 'the spoke sees its own');
    assert.equal(theirs.find((each) => each.rule === 'returned_young_people'), undefined, 'and no sum that others\' figures could be taken from');
    const other = (await (await people.as('project_officer', spoke === 'bristol' ? 'somerset' : 'bristol'))
      .get(`/api/v1/reconciliation?period=${period}`)).body.lines;
    assert.equal(other.find((each) => each.rule === 'returned_row_young_people'), undefined, 'another spoke sees none of it');
  } finally {
    await server.psql("DELETE FROM reporting.reconciliation_reason WHERE text LIKE 'Probe:%'");
    for (const it of taken) await withdraw(analyst, it);
  }
});

test('no return is held of the published year: that is said, not counted as nothing', () => {
  assert.equal(year.returns.handed_in, 0);
  assert.equal(year.returns.due, 20);
  assert.match(year.returns.first, /^Q[1-4] \d{4}-\d{2}$/);
  assert.deepEqual(year.lines.filter((line) => line.rule.startsWith('returned')), []);
});

test('Home Office key measures come in the same way', () => {
  assert.equal(year.series.length, 12);
  assert.deepEqual(year.series.filter((point) => point.measure === 'hospital_sharp_object').map((point) => point.period),
    ['2023-24 Q1', '2023-24 Q2', '2023-24 Q3', '2023-24 Q4']);
  assert.ok(year.series.every((point) => point.source === 'Invented for the demonstration'));
});
