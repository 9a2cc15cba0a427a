// R33: where no database connection is to be had, the answer is 503 within two
// seconds, at the start and later; as soon as there is one, all is well.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';

import { ask, awaitAnswer, pause } from './support/ask.mjs';
import { Place } from './support/place.mjs';

const WITHIN_MS = 2000;
const RECOVERY_MS = 10000;
const SLOTS = 20;
const PATH = '/api/v1/people?spoke=bristol&limit=1';

// Others who take every connection there is, but for the administrator's.
async function takeAll(place) {
  const others = Array.from({ length: SLOTS }, () => spawn('psql',
    ['-X', '-q', '-d', place.cluster.conninfo('throughline_sealer', 'drill'), '-c', 'SELECT pg_sleep(600)'],
    { stdio: 'ignore' }));
  while (Number(await place.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'throughline_sealer'")) < SLOTS - 3)
    await pause(20);
  return async () => {
    await place.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'throughline_sealer'");
    for (const other of others) other.kill('SIGKILL');
  };
}

async function allBusy(server, cookie) {
  const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => i % 3
    ? ask(server.url, 'GET', PATH, { cookie })
    : ask(server.url, 'POST', '/api/v1/people', { cookie, body: { spoke: 'bristol', given_name: 'A', family_name: 'B' } })));
  for (const { status, text, headers, ms } of answers) {
    assert.equal(status, 503, text);
    assert.ok(headers['retry-after']);
    assert.ok(ms <= WITHIN_MS, `it took ${ms.toFixed(0)} ms`);
  }
  return Math.max(...answers.map(({ ms }) => ms));
}

test('no connection to be had', async (t) => {
  const place = new Place(t, { max_connections: String(SLOTS), superuser_reserved_connections: '3' });
  await place.cluster.startBeside();
  const free = await takeAll(place);
  const server = await place.serve();

  await t.test('max_connections reached before the server starts', async () => {
    await awaitAnswer(server.url, '/healthz');
    assert.equal((await ask(server.url, 'GET', '/readyz')).status, 503);
    const slowest = await allBusy(server, '__Host-throughline=none');
    await free();
    const recovered = await awaitAnswer(server.url, '/readyz', { within: RECOVERY_MS });
    t.diagnostic(`503 after at most ${slowest.toFixed(0)} ms; ready ${recovered.toFixed(0)} ms after there was one`);
  });

  await t.test('connections are taken away while it serves', async () => {
    const cookie = await place.signIn(server, 'bristol');
    await awaitAnswer(server.url, PATH, { cookie });
    await place.sql('ALTER ROLE throughline_server CONNECTION LIMIT 0');
    await place.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'throughline_server'");
    const slowest = await allBusy(server, cookie);
    await place.sql('ALTER ROLE throughline_server CONNECTION LIMIT -1');
    const recovered = await awaitAnswer(server.url, PATH, { cookie, within: RECOVERY_MS });
    t.diagnostic(`503 after at most ${slowest.toFixed(0)} ms; serving ${recovered.toFixed(0)} ms after there was one`);
  });
  await server.stop();
});
