// A confidential address leaves by no side door: whoever may not read it asks
// every address of the API for everything they have of the young person, and
// finds nothing of it anywhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { bringTo, makeAllocation, makeIntervention } from '../support/delivery.mjs';
import { useServer } from '../support/server.mjs';

const ROAD = 'Quillmarsh Hidden Lane';
const POSTCODE = 'BS99 9QX';
let server, people, coordinator, made, paths;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  made = await makeAllocation(coordinator, 'bristol', await makeIntervention(coordinator));
  await bringTo(coordinator, made.allocation.id, 'active');
  const added = await coordinator.post(`/api/v1/people/${made.person.id}/addresses`,
    { code: 'refuge', lines: ROAD, postcode: POSTCODE, confidential: true });
  assert.equal(added.status, 201, added.text);
  const { body } = await coordinator.get('/api/v1/openapi.json');
  paths = Object.keys(body.paths).filter((path) => body.paths[path].get && path.split('{').length === 2)
    .map((path) => (path.startsWith('/api/v1') ? path : `/api/v1${path}`));
});
after(() => server?.stop());

const hidden = (text) => !text.includes('Quillmarsh') && !text.includes('BS99') && !text.includes('9QX');
const ids = () => [made.person.id, made.episode.id, made.allocation.id];

// Everything the reader is given of the three, and how much that was.
async function asked(who) {
  let answers = 0;
  for (const path of paths) {
    for (const id of ids()) {
      const answer = await who.get(path.replace(/\{[^}]*\}/, id));
      assert.ok(hidden(answer.text), `${path}: ${answer.text.slice(0, 400)}`);
      if (answer.status === 200) answers += 1;
    }
  }
  return answers;
}

test('who may read it finds it, so that the question is a fair one', async () => {
  const found = [];
  for (const path of paths) {
    const answer = await coordinator.get(path.replace(/\{[^}]*\}/, made.person.id));
    if (!hidden(answer.text)) found.push(path);
  }
  assert.ok(found.length > 0);
});

test('an officer of the spoke reads much of the record, and nothing of the address', async () => {
  assert.ok(await asked(await people.as('eit_officer', 'bristol')) > 10);
});

test('nor does the provider who works with them', async () => {
  const provider = server.accounts.find((a) => a.roles.some((r) => r.role === 'provider_worker' && r.spoke === 'bristol'));
  assert.ok(provider);
  await asked(await people.as('provider_worker', 'bristol'));
});

test('nor by looking for it', async () => {
  const officer = await people.as('eit_officer', 'bristol');
  for (const words of [ROAD, POSTCODE, 'Quillmarsh']) {
    const answer = await officer.get(`/api/v1/search?q=${encodeURIComponent(words)}`);
    assert.ok(!answer.text.includes(made.person.id), words);
  }
  const match = await officer.get(`/api/v1/people/matches?given_name=Quillmarsh&family_name=Hidden&identifier=BS999QX`);
  assert.ok(!match.text.includes(made.person.id));
});

test('nor in what is printed, or read in an emergency', async () => {
  const officer = await people.as('eit_officer', 'bristol');
  const printed = await officer.get(`/api/v1/people/${made.person.id}/journey`, { Accept: 'text/html' });
  assert.ok(hidden(printed.text));
  const neighbour = await people.as('eit_sergeant', 'northsom');
  const opened = await neighbour.post('/api/v1/break-glass', { reference: made.episode.reference, purpose: 'missing',
    reason: 'Invented: the family is on the phone now' });
  assert.equal(opened.status, 201, opened.text);
  const seen = await neighbour.get(`/api/v1/break-glass/${opened.body.id}/case`);
  assert.equal(seen.status, 200);
  assert.ok(hidden(seen.text));
  await neighbour.post(`/api/v1/break-glass/${opened.body.id}/end`);
});
