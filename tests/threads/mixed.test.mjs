// Many people at once on a server under ThreadSanitizer, which reports when
// it ends (tests/run-tests.sh looks). Here: each gets only their own answers.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { accountsOf, signIn } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

const ROUNDS = 12;
let server;
const clients = [];

// One of each role and, of the coordinators, one of each spoke.
function chosen(accounts) {
  const seen = new Set();
  return accounts.filter(({ roles: [{ role, spoke }] }) => {
    const key = role === 'spoke_coordinator' ? `${role} ${spoke}` : role;
    return !seen.has(key) && seen.add(key);
  });
}

before(async () => {
  server = await useServer();
  for (const account of chosen(server.accounts))
    clients.push({ account, client: await signIn(server, account.email, account.password) });
});
after(() => server.stop());

// Busy is an answer; anything else of 500 and more is not.
function sound(answer, what) {
  assert.ok(answer.status < 500 || answer.status === 503, `${what}: ${answer.status} ${answer.text}`);
}

let journeys = 0;

async function read({ account, client }) {
  const me = await client.get('/api/v1/session');
  sound(me, 'session');
  if (me.status === 200) assert.equal(me.body.user.email, account.email);
  const spoke = account.roles[0].spoke ?? 'bristol';
  const people = await client.get(`/api/v1/people?spoke=${spoke}&limit=5`);
  sound(people, 'people');
  for (const person of people.body?.items ?? []) {
    const journey = await client.get(`/api/v1/people/${person.id}/journey`);
    sound(journey, 'journey');
    if (journey.status === 200) journeys += 1;
    const again = await client.get(`/api/v1/people/${person.id}/journey`,
      { 'If-None-Match': journey.etag ?? '"none"' });
    sound(again, 'journey again');
  }
}

test('mixed reading by all roles at once', async () => {
  assert.ok(clients.length >= 12);
  await Promise.all(clients.map(async (who) => {
    for (let round = 0; round < ROUNDS; round++) await read(who);
  }));
  assert.ok(journeys > 100, `${journeys} journeys were read`);
});

test('pages, lists and the document beside it', async () => {
  const paths = ['/', '/sign-in', '/api/v1/openapi.json', '/healthz', '/readyz', '/nothing'];
  const { client } = clients[0];
  await Promise.all(Array.from({ length: 60 }, async (_, i) => {
    sound(await client.get(paths[i % paths.length]), paths[i % paths.length]);
  }));
});

test('wrong passwords, signing in and out side by side', async () => {
  const { nobody } = accountsOf(server);
  await Promise.all(clients.slice(0, 4).map(async ({ account }) => {
    const mine = await signIn(server, account.email, account.password);
    sound(await nobody.post('/api/v1/session', { email: account.email, password: 'not this one at all' }), 'wrong');
    assert.ok([204, 503].includes((await mine.delete('/api/v1/session')).status));
    assert.ok([401, 503].includes((await mine.get('/api/v1/session')).status));
  }));
});

test('clients that go away in the middle', async () => {
  const { client } = clients[0];
  await Promise.all(Array.from({ length: 40 }, async (_, i) => {
    const gone = new AbortController();
    setTimeout(() => gone.abort(), i);
    await fetch(new URL('/api/v1/people?spoke=bathnes&limit=50', server.baseUrl),
      { headers: { Cookie: client.cookie }, signal: gone.signal })
      .then((response) => response.text(), () => {});
  }));
  assert.equal((await client.get('/healthz')).status, 200);
});
