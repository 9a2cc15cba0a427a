// A critical incident meeting over HTTP: for the spoke's coordinators and those
// named on it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { expectStatus } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let anna; // coordinator
let ewan; // EIT officer of the same spoke
let nora; // coordinator of another
let meeting;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  anna = await people.as('spoke_coordinator', SPOKE);
  ewan = await people.as('eit_officer', SPOKE);
  nora = await people.as('spoke_coordinator', 'northsom');
  meeting = expectStatus(await anna.post('/api/v1/meetings', { spoke: SPOKE, type: 'critical_incident',
    title: 'After the incident', starts_at: new Date(Date.now() + 864e5).toISOString() }), 201).body;
});
after(() => server?.stop());

const home = () => `/api/v1/meetings/${meeting.id}`;
const named = async () => expectStatus(await anna.get(`${home()}/access`), 200).body.items;
const me = async (client) => expectStatus(await client.get('/api/v1/session'), 200).body.user;

describe('a critical incident meeting', () => {
  it('is open to who called it, and to nobody else of the spoke', async () => {
    expectStatus(await anna.get(home()), 200);
    for (const path of ['', '/agenda', '/minutes', '/access', '/attendance'])
      assert.equal((await ewan.get(home() + path)).status, 404, path);
    const { items } = expectStatus(await ewan.get(`/api/v1/meetings?spoke=${SPOKE}&limit=200`), 200).body;
    assert.ok(!items.some((each) => each.id === meeting.id), 'nor is it in a list');
    assert.deepEqual((await named()).map((each) => each.reason), ['Called the meeting']);
  });

  it('lets in whom its coordinator names, until that ends', async () => {
    const officer = await me(ewan);
    const let_in = (client, body) => client.post(`${home()}/access`, body);
    assert.equal((await let_in(ewan, { user_id: officer.id, reason: 'Leads' })).status, 403);
    assert.equal((await let_in(nora, { user_id: officer.id, reason: 'Leads' })).status, 404);
    const refused = await let_in(anna, {});
    assert.deepEqual([refused.status, refused.body.errors.map((each) => each.pointer)], [422, ['/user_id', '/reason']]);
    const place = expectStatus(await let_in(anna, { user_id: officer.id, reason: 'Leads for the police' }), 201).body;
    assert.equal((await let_in(anna, { user_id: officer.id, reason: 'Again' })).status, 409);
    expectStatus(await ewan.get(home()), 200);
    assert.equal((await ewan.get(`${home()}/access`)).body.items.length, 2);
    assert.equal((await ewan.post(`${home()}/access/${place.id}/end`, {})).status, 403);
    expectStatus(await anna.post(`${home()}/access/${place.id}/end`, {}), 200);
    assert.equal((await ewan.get(home())).status, 404);
  });

  it('is the only kind with a list of its own, and stays one', async () => {
    const other = expectStatus(await anna.post('/api/v1/meetings', { spoke: SPOKE, type: 'extraordinary', title: 'Another',
      starts_at: new Date(Date.now() + 864e5).toISOString() }), 201).body;
    const officer = await me(ewan);
    assert.equal((await anna.post(`/api/v1/meetings/${other.id}/access`, { user_id: officer.id, reason: 'Leads' })).status, 409);
    const show = await anna.get(home());
    const changed = await anna.patch(home(), { type: 'extraordinary' }, show.etag);
    assert.ok([409, 422].includes(changed.status), `it stays one: ${changed.status}`);
  });
});
