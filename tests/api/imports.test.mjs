// Files taken in: checked whole with every fault at once, taken in whole or
// not at all, replaced with history, undone; by a job of the server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { handIn, importOf, settled, takeIn, withdraw } from '../support/imports.mjs';
import { useServer } from '../support/server.mjs';

let server, people, analyst, grants, coordinator, officer;
// Years nobody else uses, so that a run can follow a run.
const period = `21${String(10 + (process.pid % 80)).padStart(2, '0')}`;
const year = `${period}-${String((Number(period) + 1) % 100).padStart(2, '0')}`;
const partnership = `Probe ${process.pid}`;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  analyst = await people.as('hub_analyst');
  grants = await people.as('hub_grant_officer');
  coordinator = await people.as('spoke_coordinator', 'bristol');
  officer = await people.as('project_officer', 'bristol');
});
after(async () => server?.stop());

const HEADER = 'spoke,intervention,mode,prevention_level,young_people,adults_25_plus,professionals,group_sessions,published_wording';
const file = (...rows) => [HEADER, ...rows].join('\n');
const figures = (csv, more = {}) => ({ kind: 'interventions_year', period: year, csv, file_name: 'probe.csv', ...more });

test('the kinds say what a file holds, and who may hand one in', async () => {
  const { items } = (await analyst.get('/api/v1/imports/kinds')).body;
  const kind = items.find((item) => item.kind === 'interventions_year');
  assert.deepEqual([kind.may, kind.target, kind.period, kind.columns[0].name, kind.columns[0].required],
    [true, 'figures', 'year', 'spoke', true]);
  const theirs = (await coordinator.get('/api/v1/imports/kinds')).body.items;
  assert.deepEqual(theirs.filter((item) => item.may).map((item) => item.kind), ['catalogue']);
});

test('what is missing is asked for at once', async () => {
  const { status, body } = await analyst.post('/api/v1/imports', {});
  assert.equal(status, 422);
  assert.deepEqual(body.errors.map((error) => error.pointer).sort(), ['/csv', '/kind']);
  for (const [input, pointer] of [[{ kind: 'interventions_year', csv: 'a\n1' }, '/period'], [{ kind: 'nonsense', csv: 'a' }, '/kind']]) {
    const answer = await analyst.post('/api/v1/imports', input);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.errors[0].pointer, pointer);
  }
});

test('who may not hand in figures is refused', async () => {
  assert.equal((await coordinator.post('/api/v1/imports', figures(file('bristol,Probe,group,primary,1,,,,')))).status, 403);
  assert.equal((await officer.post('/api/v1/imports', figures(file('bristol,Probe,group,primary,1,,,,')))).status, 403);
});

test('every fault of a file is told at once, in words, and nothing is taken in', async () => {
  const it = await handIn(analyst, figures(file(
    'leeds,,solo,primary,many,,,,', 'bristol,Boxing,group,primary,1.5,,-3,,', 'bristol,Boxing,group,primary,2,,,,',
    'bristol,Boxing,group,primary,2,,,,,extra', 'bristol,Fine,group,primary,"1,250",,,,')));
  assert.equal(it.state, 'faulty');
  assert.equal(it.rows, 5);
  const told = it.wrong.map((fault) => `${fault.line} ${fault.column}: ${fault.detail}`);
  assert.match(told[0], /^2 spoke: “leeds” is not in the list: bathnes, /);
  assert.deepEqual(told.slice(1, 2), ['2 intervention: Fill in: Intervention']);
  assert.match(told[2], /^2 mode: “solo” is not in the list: /);
  assert.deepEqual(told.slice(3), ['2 young_people: Enter a whole number, like 12 or 1,250',
    '3 young_people: Enter a whole number, like 12 or 1,250', '3 professionals: Enter a whole number, like 12 or 1,250',
    '5 null: This row has more cells than the header has columns']);
  assert.equal(it.faults, told.length);
  assert.equal(it.wrong[0].label, 'Spoke');
  assert.deepEqual(it.moves, ['withdraw']);
  assert.match(it.job.message, /^7 things to put right\. Nothing was taken in\.$/);
  const asked = await analyst.post(`/api/v1/imports/${it.id}/commit`, {}, it.etag);
  assert.equal(asked.status, 409);
  assert.match(asked.body.detail, /Put the file right/);
});

test('the same thing twice in a file is a fault of the second', async () => {
  const it = await handIn(analyst, figures(file('bristol,Boxing,group,primary,1,,,,', 'bristol,boxing,group,primary,2,,,,')));
  assert.deepEqual(it.wrong.map((fault) => [fault.line, fault.detail]), [[3, 'This stands in row 2 already']]);
});

test('a file that is no such file says so', async () => {
  for (const [csv, words] of [['spoke;intervention\nbristol;x', /not parted by commas/], ['spoke,intervention\n"bristol', /cannot be read from here on: a quote is opened/],
    [HEADER, /The file has no rows/], ['a,b\n1,2', /Add this column/]]) {
    const it = await handIn(analyst, figures(csv));
    assert.equal(it.state, 'faulty');
    assert.ok(it.wrong.some((fault) => words.test(fault.detail)), JSON.stringify(it.wrong));
  }
});

test('Excel\'s ways are understood', async () => {
  const it = await handIn(analyst, figures(`\uFEFFsep=,\r\nSpoke,Intervention,Mode,Prevention level,Young people,,\r\n` +
    `South Glos,"Boxing, ""late""",One-to-one,Secondary,"2,214",,\r\n,,,,,,\r\nBristol,Quiet,Group,Primary,-,,\r\n`));
  assert.equal(it.state, 'ready', JSON.stringify(it.wrong));
  assert.deepEqual(it.first_rows.map((row) => [row.line, row.cells.area, row.cells.subject, row.cells.figures.map((f) => f.value)]),
    [[3, 'southglos', 'Boxing, "late"', [2214]], [5, 'bristol', 'Quiet', []]]);
  assert.deepEqual(it.sums, [{ measure: 'young_people', label: 'Young people', count: 1, sum: 2214 }]);
  assert.equal((await withdraw(analyst, it)).status, 200);
});

const inForce = async () => (await grants.get(`/api/v1/reconciliation?period=${year}`)).body;
let first, second;

test('a good file is taken in whole, by either of the hub\'s, and seen by who reads figures', async () => {
  first = await handIn(analyst, figures(file('bristol,Boxing,group,primary,10,,,,10 young people', 'somerset,Mentoring,one_to_one,secondary,7,2,,,Seven')));
  assert.deepEqual([first.state, first.rows, first.faults, first.moves], ['ready', 2, 0, ['commit', 'withdraw']]);
  assert.equal((await inForce()).figures, 0, 'nothing before it is taken in');
  first = await takeIn(grants, first);
  assert.ok(first.committed_at);
  assert.deepEqual(first.history.map((event) => event.state), ['checking', 'ready', 'committed']);
  const all = await inForce();
  assert.equal(all.figures, 3);
  assert.deepEqual(all.tables.find((table) => table.by === 'all').items,
    [{ key: 'All', interventions: 2, young_people: 17, adults_25_plus: 2, professionals: null, group_sessions: null }]);
  assert.equal((await officer.get(`/api/v1/reconciliation?period=${year}`)).body.figures, 3);
});

test('the same file again is recognised, also with other line ends', async () => {
  const again = await analyst.post('/api/v1/imports', figures(file('bristol,Boxing,group,primary,10,,,,10 young people',
    'somerset,Mentoring,one_to_one,secondary,7,2,,,Seven').replaceAll('\n', '\r\n')));
  assert.equal(again.status, 409);
  assert.match(again.body.detail, /^This very file was handed in on .* and is in force: there is nothing to do\.?$/);
});

test('another one for the same year replaces it, if one says so', async () => {
  second = await handIn(analyst, figures(file('bristol,Boxing,group,primary,12,,,,12 young people')));
  assert.equal(second.in_the_way.id, first.id);
  const unsaid = await analyst.post(`/api/v1/imports/${second.id}/commit`, {}, second.etag);
  assert.equal(unsaid.status, 422);
  assert.equal(unsaid.body.errors[0].pointer, '/replace');
  second = await takeIn(analyst, second, { replace: true });
  assert.equal(second.replaces.id, first.id);
  assert.equal((await importOf(analyst, first.id)).state, 'replaced');
  assert.equal((await inForce()).figures, 1);
});

test('withdrawn whole, what it replaced is in force again', async () => {
  assert.equal((await analyst.post(`/api/v1/imports/${second.id}/withdraw`, {}, second.etag)).status, 422, 'a reason is needed');
  assert.equal((await analyst.post(`/api/v1/imports/${second.id}/withdraw`, { reason: 'x' }, '"0"')).status, 412);
  assert.equal((await withdraw(grants, second, 'The wrong year')).status, 200);
  second = await importOf(analyst, second.id);
  assert.deepEqual([second.state, second.history.at(-1).note], ['withdrawn', 'The wrong year']);
  first = await importOf(analyst, first.id);
  assert.equal(first.state, 'committed');
  assert.match(first.history.at(-1).note, /^In force again: probe\.csv was withdrawn$/);
  assert.equal((await inForce()).figures, 3);
  assert.equal((await withdraw(analyst, first)).status, 200);
  assert.equal((await inForce()).figures, 0);
});

test('called off, nothing of it stays', async () => {
  const rows = Array.from({ length: 2500 }, (_, n) => `bristol,Probe ${n},group,primary,${n},,,,`);
  const { body } = await analyst.post('/api/v1/imports', figures(file(...rows)));
  await analyst.post(`/api/v1/jobs/${body.id}/cancel`);
  const it = await settled(analyst, body.id);
  assert.deepEqual([it.state, it.job.state], ['stopped', 'cancelled']);
  assert.equal(await server.psql(`SELECT count(*) FROM reporting.import_row WHERE import_id = '${body.id}'`), '0');
  const news = (await analyst.get('/api/v1/jobs?unseen=true')).body.items.find((job) => job.id === body.id);
  assert.equal(news.state, 'cancelled', 'who asked for it is told');
});

test('figures of a partnership that is not ours need no list of its areas', async () => {
  const it = await handIn(analyst, figures(file('Leicester City,Boxing,group,primary,10,,,,'), { partnership }));
  assert.equal(it.first_rows[0].cells.area, 'leicester_city');
  await withdraw(analyst, it);
});

test('a coordinator takes in the spoke\'s own list, and undoes it', async () => {
  const code = `probe_${process.pid}`;
  const columns = 'code,name,provider,prevention_level,targeting,mode,capacity,min_age,max_age';
  const list = (name) => `${columns}\n${code},${name},youth_mentors,secondary,targeted,one_to_one,12,10,18`;
  const provider = await server.psql('SELECT code FROM reference.agency ORDER BY code LIMIT 1');
  const input = { kind: 'catalogue', spoke: 'bristol', csv: list('Probe boxing').replace('youth_mentors', provider) };
  assert.equal((await analyst.post('/api/v1/imports', input)).status, 403, 'the hub has no catalogue');
  assert.equal((await coordinator.post('/api/v1/imports', { ...input, spoke: 'somerset' })).status, 403, 'nor of another spoke');
  const it = await handIn(coordinator, input);
  assert.equal(it.state, 'ready', JSON.stringify(it.wrong));
  assert.equal((await analyst.get(`/api/v1/imports/${it.id}`)).status, 404, 'the spoke\'s alone');
  await takeIn(coordinator, it);
  assert.equal(await server.psql(`SELECT name || capacity FROM casework.intervention WHERE code = '${code}'`), 'Probe boxing12');
  const next = await handIn(coordinator, { ...input, csv: input.csv.replace('Probe boxing', 'Probe rowing') });
  await takeIn(coordinator, next, { replace: true });
  await withdraw(coordinator, next);
  assert.equal(await server.psql(`SELECT name FROM casework.intervention WHERE code = '${code}'`), 'Probe boxing');
  await withdraw(coordinator, it);
  assert.equal(await server.psql(`SELECT active_to < access.today() FROM casework.intervention WHERE code = '${code}'`), 't');
});
