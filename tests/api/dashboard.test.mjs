// Dashboards over HTTP: each board in its schema, the period and the spoke from
// the address, figures that agree with the pages they lead to, and files.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

const BOARDS = ['flow', 'waiting', 'decisions', 'declines', 'risk', 'dosage', 'completion', 'outcomes', 'equity', 'attendance', 'eit', 'places', 'key_measures'];
let server;
let coordinator;
let analyst;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  analyst = await people.as('hub_analyst');
});
after(async () => server.stop());

const ask = async (who, board, query = '') => (await who.get(`/api/v1/dashboards/${board}${query}`)).body;
const cellsOf = (sheet) => sheet.rows.flatMap((row) => row.cells.map((cell, n) => ({ ...cell, ...sheet.columns[n], line: row.line })));
const valueOf = (board, sheet, line, series) => {
  const found = board.sheets.find((one) => one.sheet === sheet);
  return found.rows.find((row) => row.line === line)?.cells[found.columns.findIndex((column) => column.series === series)].value ?? 0;
};

for (const board of BOARDS) {
  test(`${board}: as counted inside the spoke`, async () => {
    const told = await ask(coordinator, board);
    assert.deepEqual([told.board, told.spoke, told.inside, told.period], [board, 'bristol', true, '13w']);
    for (const sheet of told.sheets) {
      for (const row of sheet.rows) assert.equal(row.cells.length, sheet.columns.length, `${sheet.sheet} ${row.line}`);
      assert.ok(cellsOf(sheet).every(({ hidden }) => !hidden), sheet.sheet);
    }
  });
  test(`${board}: no small count of young people outside it`, async () => {
    for (const query of ['?period=2025-q3', '?period=2025', '?period=2025-q3&spoke=bristol']) {
      const told = await ask(analyst, board, query);
      assert.equal(told.inside, false);
      if (['attendance', 'places', 'key_measures'].includes(board)) continue;
      const small = told.sheets.flatMap((sheet) => cellsOf(sheet).filter(({ value, unit, series }) =>
        unit === 'count' && !['planned', 'offered', 'attended'].includes(series) && value > 0 && value < 5));
      assert.deepEqual(small, [], query);
      for (const sheet of told.sheets) assert.ok(cellsOf(sheet).every(({ hidden, value }) => !hidden || value === null), sheet.sheet);
    }
  });
}

test('what cannot be asked for', async () => {
  assert.equal((await coordinator.get('/api/v1/dashboards/nothing')).status, 404);
  assert.equal((await coordinator.get('/api/v1/dashboards/flow?spoke=northsom')).status, 404);
  for (const [who, query, words] of [[analyst, 'from=2025-07-01&to=2025-07-08', /Select a quarter or a year/], [analyst, 'period=13w', /Select a quarter/],
    [coordinator, 'from=2025-07-08&to=2025-07-01', /same as or after the first/], [coordinator, 'period=2999', /has begun/]]) {
    const { status, body } = await who.get(`/api/v1/dashboards/flow?${query}`);
    assert.equal(status, 422);
    assert.match(body.errors[0].detail, words);
  }
});

test('all days between two, and nothing else', async () => {
  const told = await ask(coordinator, 'flow', '?from=2025-07-01&to=2025-09-30');
  const quarter = await ask(coordinator, 'flow', '?period=2025-q2');
  assert.deepEqual([told.from, told.to], ['2025-07-01', '2025-09-30']);
  assert.deepEqual(told.sheets.find(({ sheet }) => sheet === 'flow').rows, quarter.sheets.find(({ sheet }) => sheet === 'flow').rows);
});

test('the caseload is the list of open episodes', async () => {
  const told = await ask(coordinator, 'flow');
  const { items } = (await coordinator.get('/api/v1/episodes?spoke=bristol&risk=high&limit=200')).body;
  assert.equal(valueOf(told, 'caseload', 'high', 'open'), items.filter(({ state }) => state !== 'closed').length);
});

test('the Early Intervention Team is counted as on its own page', async () => {
  const told = await ask(coordinator, 'eit', '?period=2025-q3');
  const { counts } = (await coordinator.get(`/api/v1/contacts/counts?spoke=bristol&from=${told.from}&to=${told.to}`)).body;
  for (const measure of ['identified', 'discussed', 'referred', 'engaged'])
    assert.equal(valueOf(told, 'eit', measure, 'young_people'), counts[measure], measure);
});

test('how support ended is what the quarterly return says', async () => {
  const { items } = (await coordinator.get('/api/v1/returns')).body;
  const held = items.filter(({ id }) => id);
  assert.ok(held.length > 0);
  for (const { id, quarter } of held) {
    const figures = (await coordinator.get(`/api/v1/returns/${id}/figures`)).body.items.filter(({ intervention }) => !intervention);
    const [year, month] = quarter.split('-').map(Number);
    const told = await ask(coordinator, 'completion', `?period=${month < 4 ? year - 1 : year}-q${1 + ((month + 8) % 12) / 3}`);
    const now = (figure) => figure?.now ?? figure?.value ?? 0;
    assert.equal(valueOf(told, 'completion', 'completed', 'allocations'), now(figures.find(({ measure }) => measure === 'completions')), quarter);
    for (const figure of figures.filter(({ measure, category }) => measure === 'exits' && category !== 'total'))
      assert.equal(valueOf(told, 'completion', figure.category, 'allocations'), now(figure), `${quarter} ${figure.category}`);
  }
});

test('a table as a file: with a reason, small numbers hidden unless its own staff ask', async () => {
  const path = '/api/v1/dashboards/decisions.csv?spoke=bristol&period=2025-q3&sheet=referral_result';
  assert.equal((await coordinator.get(path)).status, 422);
  const outside = await coordinator.get(`${path}&reason=Invented`);
  assert.equal(outside.status, 200);
  assert.match(outside.headers.get('content-type'), /^text\/csv/);
  assert.equal(outside.text.split('\r\n')[0], 'spoke,from,to,table,line,"Referrals"');
  const counted = await coordinator.get(`${path}&reason=Invented&as_counted=true`);
  assert.ok(counted.text.split('\r\n').length > outside.text.split('\r\n').length, 'one spoke by lines is for its own staff');
  const hub = await analyst.get(`${path}&reason=Invented&as_counted=true`);
  assert.equal(hub.text, outside.text);
  assert.equal((await coordinator.get(path.replace('referral_result', 'nothing') + '&reason=Invented')).status, 404);
  const logged = await server.psql(`SELECT count(*) FROM audit.access_log WHERE action = 'export' AND record_kind = 'dashboard'
    AND detail ->> 'reason' = 'Invented' AND detail ->> 'sheet' = 'referral_result' AND at > now() - interval '10 minutes'`);
  assert.ok(Number(logged) >= 3, logged);
});

test('what there is to choose from', async () => {
  const own = (await coordinator.get('/api/v1/dashboards')).body;
  assert.deepEqual([own.inside, own.spokes.map(({ code }) => code), own.periods[0].code], [true, ['bristol'], '13w']);
  const hub = (await analyst.get('/api/v1/dashboards')).body;
  assert.deepEqual([hub.inside, hub.spokes.length], [false, 5]);
  for (const { code } of hub.periods.slice(0, 3)) assert.equal((await analyst.get(`/api/v1/dashboards/flow?period=${code}`)).status, 200, code);
});
