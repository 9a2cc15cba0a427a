// A quarterly return as files: who may take one and what is asked for it (R20),
// a workbook whose sums are what they say, cells that are never formulas.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { accountsOf, signIn } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

let server, people, coordinator, hub, id;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'southglos');
  hub = await people.as('hub_grant_officer');
  const { items } = (await coordinator.get('/api/v1/returns')).body;
  id = items.find((item) => item.state && item.state !== 'draft').id;
});
after(() => server?.stop());

const taken = (who, ending, query = 'reason=For+the+board') =>
  fetch(new URL(`/api/v1/returns/${id}.${ending}?${query}`, server.baseUrl), { headers: { Cookie: who.cookie } });
const file = async (who, ending, query) => {
  await who.confirmed();
  return taken(who, ending, query);
};

/* ---- a workbook read without the library that wrote it ---- */

// The files of a zip archive, by the directory at its end.
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), (method ? inflateRawSync(packed) : packed).toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return files;
}

const plain = (xml) => xml.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

// name -> Map of "C7" -> {value, formula}
function sheetsOf(bytes) {
  const files = unzip(bytes);
  const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)]
    .map(([, item]) => plain([...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, t]) => t).join('')));
  const names = [...files.get('xl/workbook.xml').matchAll(/<sheet name="(.*?)"/g)].map(([, name]) => plain(name));
  return new Map(names.map((name, n) => {
    const cells = new Map();
    for (const [, where, attributes, inner] of files.get(`xl/worksheets/sheet${n + 1}.xml`)
      .matchAll(/<c r="([A-Z]+\d+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = /<v>(.*?)<\/v>/s.exec(inner ?? '')?.[1];
      cells.set(where, { formula: /<f>(.*?)<\/f>/s.exec(inner ?? '')?.[1] ?? null,
        value: /t="s"/.test(attributes) ? strings[Number(value)] : value === undefined ? null : Number(value) });
    }
    return [name, cells];
  }));
}

const column = (where) => /[A-Z]+/.exec(where)[0];
const row = (where) => Number(/\d+/.exec(where)[0]);

function summed(cells, formula) {
  const [, letter, first, last] = /^SUM\(([A-Z]+)(\d+):\1(\d+)\)$/.exec(formula);
  let sum = 0;
  for (const [where, { value }] of cells)
    if (column(where) === letter && row(where) >= first && row(where) <= last && typeof value === 'number') sum += value;
  return Math.round(sum * 100) / 100;
}

const workbook = async (who, query) => {
  const answer = await file(who, 'xlsx', query);
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.match(answer.headers.get('content-disposition'), /^attachment; filename="return-[0-9a-f-]+\.xlsx"$/);
  return sheetsOf(Buffer.from(await answer.arrayBuffer()));
};

test('a sheet a table, and each total is a sum that agrees with the value kept with it', async () => {
  for (const [who, query] of [[hub, 'reason=Review'], [coordinator, 'reason=The+board&as_counted=true']]) {
    const sheets = await workbook(who, query);
    assert.deepEqual([...sheets.keys()], ['Return', 'Figures', 'By age, sex and reason', 'Money', 'Match funding', 'In words']);
    let sums = 0;
    for (const cells of sheets.values())
      for (const { formula, value } of cells.values())
        if (formula) {
          assert.equal(summed(cells, formula), value, formula);
          sums += 1;
        }
    assert.ok(sums >= 6, `${sums} sums`);
  }
});

test('the workbook says what the answer of the API says', async () => {
  const { items } = (await coordinator.get(`/api/v1/returns/${id}/figures`)).body;
  const cells = (await workbook(coordinator, 'reason=x&as_counted=true')).get('Figures');
  const at = (name) => row([...cells].find(([where, { value }]) => column(where) === 'A' && value === name)[0]);
  for (const figure of items.filter((f) => f.category === 'total' && f.measure === 'young_people'))
    assert.equal(cells.get(`E${at(figure.intervention?.name ?? 'The spoke (different people)')}`).value, figure.value);
});

test('outside the spoke no file holds a small number, inside only where it is asked for', async () => {
  for (const [who, query, small] of [[hub, 'reason=x', false], [coordinator, 'reason=x', false], [coordinator, 'reason=x&as_counted=true', true]]) {
    const sheets = await workbook(who, query);
    const numbers = [...sheets.get('Figures').values(), ...sheets.get('By age, sex and reason').values()].map(({ value }) => value);
    assert.equal(numbers.some((value) => typeof value === 'number' && value > 0 && value < 5), small);
    const csv = await (await file(who, 'csv', query)).text();
    const values = csv.trim().split('\r\n').slice(1).map((line) => Number(line.split(',').at(-2)));
    assert.ok(values.length > 20);
    assert.equal(values.some((value) => value > 0 && value < 5), small);
  }
  assert.equal((await file(hub, 'xlsx', 'reason=x&as_counted=true')).status, 403);
  assert.equal((await file(hub, 'csv', 'reason=x&as_counted=true')).status, 403);
});

test('a file needs a reason, and is written down with it', async () => {
  for (const ending of ['xlsx', 'csv']) {
    const refused = await file(hub, ending, '');
    assert.equal(refused.status, 422);
    assert.equal((await refused.json()).errors[0].detail, 'Enter why you need this file');
    const why = `Board ${Math.random()}`;
    assert.equal((await file(hub, ending, new URLSearchParams({ reason: why }))).status, 200);
    const [kept] = JSON.parse(await server.psql(`SELECT json_agg(detail) FROM audit.access_log WHERE action = 'export' AND record_id = '${id}'
      AND detail ->> 'reason' = '${why}'`));
    assert.equal(kept.as, ending);
    assert.equal(kept.outside, true);
    assert.ok(kept.rows > 20);
  }
});

test('a file needs a recent sign-in', async () => {
  const { email, password } = people.accountOf('spoke_coordinator', 'southglos');
  const tired = await signIn(server, email, password);
  assert.equal((await taken(tired, 'csv')).status, 200);
  await server.psql(`UPDATE access.session SET confirmed_at = now() - interval '301 seconds'
    WHERE token_hash = sha256(convert_to('${/throughline=([^;]+)/.exec(tired.cookie)[1]}', 'UTF8'))`);
  for (const ending of ['xlsx', 'csv']) {
    const refused = await taken(tired, ending);
    assert.equal(refused.status, 403);
    assert.equal((await refused.json()).type, '/problems/recent-sign-in-needed');
  }
});

test('what somebody typed is never a formula', async () => {
  for (const said of ['=1+1', '+1', '-1', '@SUM(A1)', ' =1+1', '\t=1', 'a "quoted", text'])
    assert.match(await server.psql(`SELECT reporting.csv_cell($csv$${said}$csv$)`), /^"'?[^=+@-].*"$/s, said);
  const sheets = await workbook(hub, new URLSearchParams({ reason: '=HYPERLINK("x")' }));
  const [, cell] = [...sheets.get('Return')].find(([, { value }]) => value === '=HYPERLINK("x")');
  assert.equal(cell.formula, null);
});
