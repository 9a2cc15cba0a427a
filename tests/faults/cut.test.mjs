// R30: the way to the database falls silent (a stopped relay between), or is
// cut: every request is answered within 5 s, all is well within 10 s of its
// return, and no worker stays behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { ask, awaitAnswer, pause } from './support/ask.mjs';
import { Load } from './support/load.mjs';
import { count, freePort, Place, SPOKES } from './support/place.mjs';

const ROUNDS = count(10, 1);
const ANSWER_MS = 5000;
const RECOVERY_MS = 10000;
const PATH = '/api/v1/people?spoke=bristol&limit=1';

// socat between server and database, a process group of its own so that all
// its children stop with it.
class Relay {
  constructor(place) {
    this.folder = join(place.folder, 'relay');
    this.to = join(place.cluster.socket, '.s.PGSQL.5432');
    mkdirSync(this.folder);
    chmodSync(this.folder, 0o777);
    this.conninfo = place.server.replace(place.cluster.socket, this.folder);
  }

  async start() {
    const from = join(this.folder, '.s.PGSQL.5432');
    this.child = spawn('socat', [`UNIX-LISTEN:${from},fork,mode=0777,unlink-early`, `UNIX-CONNECT:${this.to}`],
      { detached: true, stdio: 'ignore' });
    while (!existsSync(from)) await pause(5);
  }

  signal(name) { process.kill(-this.child.pid, name); }
}

// The busy workers of each lane, as the server's own figures say.
async function workersBusy(metrics) {
  const { text } = await ask(metrics, 'GET', '/metrics');
  return [...text.matchAll(/throughline_(?:workers_busy|queue_length)\{lane="(\w+)"\} (\d+)/g)]
    .filter(([, , number]) => Number(number) > 0).map(([line]) => line);
}

async function silent(server, cookie) {
  const asked = Array.from({ length: 40 }, (_, i) => {
    if (i % 4 === 0)
      return ask(server.url, 'POST', '/api/v1/people', { cookie, body: { spoke: 'bristol', given_name: 'A', family_name: 'B' } });
    if (i % 10 === 1)
      return ask(server.url, 'POST', '/api/v1/session', { body: { email: 'nobody@drill.test', password: 'not a password of anybody' } });
    return ask(server.url, 'GET', PATH, { cookie });
  });
  const health = await ask(server.url, 'GET', '/healthz');
  assert.equal(health.status, 200);
  assert.ok(health.ms < 1000, `/healthz took ${health.ms.toFixed(0)} ms`);
  const answers = await Promise.all(asked);
  for (const { status, text, ms } of answers) {
    assert.equal(status, 503, text);
    assert.ok(ms <= ANSWER_MS, `it took ${ms.toFixed(0)} ms`);
  }
  return Math.max(...answers.map(({ ms }) => ms));
}

async function well(server, cookie) {
  const took = await awaitAnswer(server.url, PATH, { cookie, within: RECOVERY_MS });
  // As many at once as there are workers, several times over.
  const together = await Promise.all(Array.from({ length: 24 }, () => awaitAnswer(server.url, PATH, { cookie, within: RECOVERY_MS })));
  await awaitAnswer(server.url, '/readyz', { within: RECOVERY_MS });
  assert.ok(Math.max(...together) + took <= RECOVERY_MS);
  return took;
}

const FAULTS = [
  ['falls silent', (relay) => relay.signal('SIGSTOP'), (relay) => relay.signal('SIGCONT')],
  ['is cut', (relay) => relay.signal('SIGKILL'), (relay) => relay.start()],
  ['falls silent, then is cut', (relay) => relay.signal('SIGSTOP'),
    async (relay) => { relay.signal('SIGKILL'); await relay.start(); }],
];

test('the way to the database', async (t) => {
  const place = new Place(t);
  await place.cluster.startBeside();
  const relay = new Relay(place);
  t.after(() => relay.signal('SIGKILL'));
  await relay.start();
  const metricsPort = await freePort();
  const metrics = `http://127.0.0.1:${metricsPort}`;
  const server = await place.serve({ THROUGHLINE_METRICS_PORT: String(metricsPort) }, relay.conninfo);
  await server.ready('/readyz');
  const sessions = {};
  for (const spoke of SPOKES) sessions[spoke] = await place.signIn(server, spoke);
  const load = new Load(t, server.url, sessions, 4);
  load.start();
  for (const [fault, begin, mend] of FAULTS.slice(0, process.env.QUICK ? 2 : 3)) {
    await t.test(`${fault}, ${ROUNDS} times`, async () => {
      let slowest = 0;
      let recovery = 0;
      for (let round = 0; round < ROUNDS; round++) {
        await pause(200 + Math.random() * 200);
        begin(relay);
        slowest = Math.max(slowest, await silent(server, sessions.bristol));
        await mend(relay);
        recovery = Math.max(recovery, await well(server, sessions.bristol));
      }
      t.diagnostic(`${fault}: answered after at most ${slowest.toFixed(0)} ms, well again after at most ${recovery.toFixed(0)} ms`);
    });
  }
  await t.test('no worker stays behind, and no write', async () => {
    await load.stop();
    await pause(200);
    assert.deepEqual(await workersBusy(metrics), []);
    assert.deepEqual(await load.faults((text) => place.sql(text)), []);
    t.diagnostic(`${load.acknowledged.size} writes acknowledged, ${load.again} sent again`);
  });
  await server.stop();
});
