// Lists taken as a file: as the page shows them, with a reason, and the access
// log has each young person in it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { dateIn, expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';
import { unzip } from '../support/zip.mjs';

const SPOKE = 'bristol';
const server = await useServer();
const people = accountsOf(server);
let anna, nora, made, action;

before(async () => {
  anna = await people.as('spoke_coordinator', SPOKE);
  nora = await people.as('spoke_coordinator', 'northsom');
  made = await makeCase(anna, SPOKE, 'listed', 'high');
  action = expectStatus(await anna.post(`/api/v1/episodes/${made.episode.id}/actions`, {
    description: '=HYPERLINK("x") about "knives"', owner_agency: 'opcc_hub', owner_name: 'Sam', due_on: dateIn(7) }), 201).body;
});
after(() => server.stop());

async function take(client, path, reason = 'For the board of March') {
  const answer = await fetch(`${server.baseUrl}/api/v1/sheets/${path}${path.includes('?') ? '&' : '?'}reason=${encodeURIComponent(reason)}`,
    { headers: { Cookie: client.cookie, 'Sec-Fetch-Site': 'same-origin' } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
const lines = (answer) => answer.bytes.toString().split('\r\n');
const logged = async (where) => Number(await server.psql(`SELECT count(*) FROM audit.access_log WHERE action = 'export' AND ${where}`));

test('the caseload as CSV, filtered as the page is', async () => {
  const answer = await take(anna, `people.csv?spoke=${SPOKE}&risk=high`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /^text\/csv/);
  assert.match(answer.headers.get('content-disposition'), /filename="people\.csv"/);
  assert.match(lines(answer)[0], /^"Young person","Born","Age","Episode"/);
  const own = lines(answer).find((line) => line.includes(made.person.name));
  assert.ok(own.includes(made.episode.reference) && own.includes('"Listed","High"'), own);
  const low = await take(anna, `people.csv?spoke=${SPOKE}&risk=low`);
  assert.ok(!low.bytes.toString().includes(made.person.name));
});

test('no more of a birthday than is known', async () => {
  const born = async (how) => {
    await server.psql(`UPDATE casework.person SET born_on = '2010-01-01', born_precision = '${how}' WHERE id = '${made.person.id}'`);
    return lines(await take(anna, `people.csv?spoke=${SPOKE}&risk=high`)).find((line) => line.includes(made.person.name)).split('","').slice(1, 2);
  };
  for (const [how, words] of [['exact', '2010-01-01'], ['month', '2010-01'], ['year', '2010'], ['estimated', 'about 2010']])
    assert.deepEqual(await born(how), [words], how);
});

test('each young person in a file has a row of the access log that says why', async () => {
  const reason = `Board ${Date.now()}`;
  await take(anna, `people.csv?spoke=${SPOKE}&risk=high`, reason);
  assert.equal(await logged(`person_id = '${made.person.id}' AND purpose = '${reason}'`), 1);
  assert.equal(await logged(`record_kind = 'list' AND purpose = '${reason}' AND detail ->> 'list' = 'people'`), 1);
});

test('what looks like a formula is text', async () => {
  const answer = await take(anna, `actions.csv?spoke=${SPOKE}`);
  const own = lines(answer).find((line) => line.includes(made.person.name));
  assert.ok(own.includes('"\'=HYPERLINK(""x"") about ""knives"""'), own);
  assert.equal(await logged(`record_id = '${action.id}' AND person_id = '${made.person.id}'`), 1);
});

test('Excel holds the same, as text and numbers', async () => {
  const answer = await take(anna, `actions.xlsx?spoke=${SPOKE}`);
  assert.equal(answer.status, 200);
  const texts = unzip(answer.bytes).get('xl/sharedStrings.xml').toString();
  assert.ok(texts.includes(made.person.name) && texts.includes('=HYPERLINK('), 'typed as it was, and no formula');
  assert.ok(!unzip(answer.bytes).get('xl/worksheets/sheet1.xml').toString().includes('<f>'));
  for (const list of ['people', 'referrals', 'allocations'])
    assert.equal((await take(anna, `${list}.xlsx`)).status, 200, list);
  for (const list of ['referrals', 'allocations'])
    assert.ok(lines(await take(anna, `${list}.csv?state=all`)).length >= 1, list);
});

test('not without a reason, not of another spoke, not by who may not', async () => {
  const without = await take(anna, 'people.csv', ' ');
  assert.equal(without.status, 422);
  assert.match(without.bytes.toString(), /Enter why you need this file/);
  assert.equal((await take(nora, `people.csv?spoke=${SPOKE}`)).status, 404);
  assert.equal((await take(anna, 'nothing.csv')).status, 404);
  const theirs = await take(nora, 'people.csv?state=all');
  assert.ok(!theirs.bytes.toString().includes(made.person.name));
  const officer = await people.as('eit_officer', SPOKE);
  assert.equal((await take(officer, `people.csv?spoke=${SPOKE}`)).status, 403);
});
