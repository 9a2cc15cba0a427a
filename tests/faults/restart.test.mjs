// R29: PostgreSQL crashes and comes back, over and over, under load: 5 s after
// it is ready the server serves again, and no acknowledged write is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ask, awaitAnswer, pause } from './support/ask.mjs';
import { Load } from './support/load.mjs';
import { count, Place, SPOKES, timeIsUp } from './support/place.mjs';

const RESTARTS = count(200, 3);
const READY_MS = 5000;

test(`PostgreSQL restarts, ${RESTARTS} times`, async (t) => {
  const place = new Place(t);
  await place.cluster.startBeside();
  const server = await place.serve();
  await server.ready('/readyz');
  const sessions = {};
  for (const spoke of SPOKES) sessions[spoke] = await place.signIn(server, spoke);
  const load = new Load(t, server.url, sessions);
  const path = '/api/v1/people?spoke=bristol&limit=1';
  let slowest = 0;
  let restarts = 0;
  load.start();
  for (; restarts < RESTARTS && !timeIsUp(); restarts++) {
    await pause(Math.random() * 300);
    await place.crash();
    const without = await ask(server.url, 'GET', path, { cookie: sessions.bristol });
    assert.equal(without.status, 503, without.text);
    assert.ok(without.headers['retry-after']);
    await place.cluster.startBeside();
    slowest = Math.max(slowest, await awaitAnswer(server.url, path, { cookie: sessions.bristol }));
    assert.ok(slowest <= READY_MS, `it served ${slowest.toFixed(0)} ms after the database was ready`);
  }
  await load.stop();
  t.diagnostic(`${restarts} restarts: serving again after at most ${slowest.toFixed(0)} ms; ` +
    `${load.acknowledged.size} writes acknowledged, ${load.again} sent again`);
  assert.deepEqual(await load.faults((text) => place.sql(text)), []);
  await server.stop();
});
