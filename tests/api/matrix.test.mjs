// What is reviewed, as the pages show it: the files' own rows, for who answers
// for the service and nobody else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { ROLES, readOperations, readRows } from '../support/matrix.mjs';
import { useServer } from '../support/server.mjs';

let server;
let people;
let lead;
before(async () => {
  server = await useServer();
  people = accountsOf(server);
  lead = await people.as('ig_lead', 'bristol');
});
after(async () => server?.stop());

// All pages of a list that has pages, and the whole of one that has none.
async function all(path) {
  const items = [];
  for (let next = ''; next !== null;) {
    const { status, body, text } = await lead.get(next ? `${path}${path.includes('?') ? '&' : '?'}cursor=${next}` : path);
    assert.equal(status, 200, text);
    items.push(...body.items);
    next = body.next ?? null;
  }
  return items;
}

test('the matrix is the reviewed file, for each role', async () => {
  const reviewed = await readOperations();
  for (const role of ['spoke_coordinator', 'referrer', 'ig_lead']) {
    const shown = new Map();
    for (const { operation, about, summary, answers, role: shownRole } of await all(`/api/v1/access-matrix?role=${role}`)) {
      assert.equal(shownRole.code, role);
      for (const [scope, answer] of Object.entries(answers))
        if (answer) shown.set(`${operation},${about ?? ''},${scope.replaceAll('_', ' ')}`, [summary, answer]);
    }
    const wanted = new Map([...reviewed].map(([key, row]) => [key.replace(/,any$/, ',own'), [row.get('summary'), row.get(role)]]));
    assert.equal(shown.size, wanted.size);
    for (const [key, row] of wanted) assert.deepEqual(shown.get(key), row, key);
  }
});

test('one operation is shown with all roles, and a room with what is in it', async () => {
  const one = await all('/api/v1/access-matrix?operation=person.show');
  assert.deepEqual(one.map(({ role }) => role.code).sort(), [...ROLES].sort());
  const coordinator = one.find(({ role }) => role.code === 'spoke_coordinator');
  assert.deepEqual([coordinator.answers.own, coordinator.answers.other_spoke], ['yes', 'not found']);
  assert.equal(one.find(({ role }) => role.code === 'system_admin').answers.own, '-');
  const rooms = await all('/api/v1/access-matrix/rooms');
  const inRoom = await all('/api/v1/access-matrix?room=letter');
  assert.deepEqual(new Set(inRoom.map(({ room }) => room)), new Set(['letter']));
  assert.equal(new Set(inRoom.map(({ operation }) => operation)).size, rooms.find(({ code }) => code === 'letter').operations);
  assert.deepEqual(await all('/api/v1/access-matrix?room=no_such_room'), []);
});

test('the field catalogue is whole, and filtered by sensitivity and by whose', async () => {
  const [, ...fields] = await readRows('config/governance/fields.csv');
  const shown = await all('/api/v1/field-catalogue');
  assert.deepEqual(shown.flatMap(({ record, fields: of }) => of.map(({ name, category }) => `${record},${name},${category}`)).sort(),
    fields.map((row) => row.join(',')).sort());
  for (const record of shown) assert.ok(record.retention?.rule, `${record.record} has no rule`);
  const police = await all('/api/v1/field-catalogue?category=confidential');
  assert.ok(police.some(({ record }) => record === 'casework.referral_police_annex'));
  assert.ok(police.every((record) => record.fields.every(({ category }) => category === 'confidential')));
  const annex = police.find(({ record }) => record === 'casework.referral_police_annex');
  assert.deepEqual(annex.readers.filter(({ part }) => !part).map(({ role }) => role.code).sort(), ['eit_officer', 'eit_sergeant']);
  assert.ok((await all('/api/v1/field-catalogue?whose=user')).every(({ whose }) => whose === 'user'));
  assert.equal((await lead.get('/api/v1/field-catalogue?category=nonsense')).status, 422);
});

test('retention and flows are the files', async () => {
  const [head, ...flows] = await readRows('config/governance/flows.csv');
  assert.deepEqual((await all('/api/v1/field-catalogue/flows')).map((line) => head.map((column) => line[column])), flows);
  const [, ...own] = await readRows('config/governance/retention.csv');
  const rules = (await all('/api/v1/field-catalogue/retention')).map(({ code, label, rule, by }) => [by, code, label, rule]);
  assert.deepEqual(rules.filter(([by]) => by === 'service').map(([, ...rest]) => rest), own);
  const [, ...partnership] = await readRows('config/reference/retention_category.csv');
  for (const [code, label] of partnership) assert.ok(rules.some((rule) => rule[0] === 'partnership' && rule[1] === code && rule[2] === label), code);
});

test('no case worker reads it, and the database gives them no row', async () => {
  for (const role of ['spoke_coordinator', 'eit_officer', 'hub_analyst'])
    assert.equal((await (await people.as(role, 'bristol')).get('/api/v1/access-matrix')).status, 403, role);
});
