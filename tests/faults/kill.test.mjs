// R28: the server is killed under load, over and over: no acknowledged write is
// lost, none is there twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pause } from './support/ask.mjs';
import { Load } from './support/load.mjs';
import { count, freePort, Place, SPOKES, timeIsUp } from './support/place.mjs';

const KILLS = count(1000, 10);

test(`kill -9 under load, ${KILLS} times`, async (t) => {
  const place = new Place(t);
  await place.cluster.startBeside();
  const settings = { THROUGHLINE_PORT: String(await freePort()) };
  let server = await place.serve(settings);
  await server.ready('/readyz');
  const sessions = {};
  for (const spoke of SPOKES) sessions[spoke] = await place.signIn(server, spoke);
  const load = new Load(t, server.url, sessions);
  load.start();
  let busy = 0;
  let kills = 0;
  for (; kills < KILLS && !timeIsUp(); kills++) {
    const before = load.acknowledged.size;
    await pause(Math.random() * 150);
    while (load.acknowledged.size === before && load.unexpected.length === 0) await pause(2);
    busy += load.waiting > 0;
    server.child.kill('SIGKILL');
    await server.ended;
    server = await place.serve(settings);
  }
  await server.ready('/readyz');
  await load.stop();
  t.diagnostic(`${kills} kills, ${busy} with requests under way; ${load.acknowledged.size} writes acknowledged, ` +
    `${load.again} sent again`);
  assert.ok(busy >= kills * 0.9);
  assert.ok(load.acknowledged.size >= kills);
  assert.deepEqual(await load.faults((text) => place.sql(text)), []);
  await server.stop();
});
