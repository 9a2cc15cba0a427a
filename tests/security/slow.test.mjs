// R12: a thousand slow clients at once, each mode of slowhttptest: their
// connections are gone by the deadline and two seconds, and meanwhile /healthz
// is answered at once. The connections are counted by the server itself.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';

import { Place, freePort } from '../faults/support/place.mjs';
import { ask, pause } from '../faults/support/ask.mjs';

const CLIENTS = Number(process.env.SLOW_CLIENTS || 1000);
const HEAD = 10;
const BODY = 20;
const REPLY = 30;
const P99_MS = 1000;

// [what is slow, slowhttptest's switches, seconds until they are gone]
const MODES = [
  ['headers', ['-H', '-i', '3', '-x', '24', '-p', '3'], HEAD],
  ['bodies', ['-B', '-i', '3', '-x', '10', '-s', '8192', '-t', 'POST', '-f', 'application/json'], BODY],
  ['reading', ['-X', '-w', '1', '-y', '16', '-n', '5', '-z', '8', '-k', '3'], REPLY],
];

// {connections, connections_total}: now, and ever.
async function connections(metrics) {
  const { text } = await ask(metrics, 'GET', '/metrics');
  return Object.fromEntries([...text.matchAll(/^throughline_(connections\w*) (\d+)$/gm)].map(([, name, n]) => [name, Number(n)]));
}

for (const [what, switches, deadline] of MODES) {
  test(`${CLIENTS} clients with slow ${what}`, async (t) => {
    const place = new Place(t);
    await place.cluster.startBeside();
    const metricsPort = await freePort();
    const metrics = `http://127.0.0.1:${metricsPort}`;
    const server = await place.serve({ THROUGHLINE_METRICS_PORT: String(metricsPort) });
    await server.ready('/readyz');
    const path = what === 'bodies' ? '/api/v1/session' : '/api/v1/openapi.json';
    const attack = spawn('slowhttptest', ['-c', String(CLIENTS), '-r', String(CLIENTS / 2), '-l', String(deadline + 40),
      '-u', `${server.url}${path}`, ...switches], { stdio: 'ignore' });
    t.after(() => attack.kill('SIGKILL'));
    let over = false;
    attack.on('exit', () => { over = true; });

    const waits = [];
    let most = 0;
    let came = 0;
    let last = 0; // when the last of them came
    let gone = 0;
    while (!over && !gone) {
      const { status, ms } = await ask(server.url, 'GET', '/healthz');
      assert.equal(status, 200);
      waits.push(ms);
      const { connections: now, connections_total: ever } = await connections(metrics);
      most = Math.max(most, now);
      if (ever > came) { came = ever; last = performance.now(); }
      if (came > CLIENTS * 0.9 && now <= 5) gone = performance.now();
      await pause(50);
    }
    waits.sort((a, b) => a - b);
    const p99 = waits[Math.floor(waits.length * 0.99)];
    t.diagnostic(`${came} came, ${most} at once; gone ${((gone - last) / 1000).toFixed(1)} s after the last came; ` +
      `/healthz p99 ${p99.toFixed(0)} ms of ${waits.length}`);
    assert.ok(came >= CLIENTS * 0.9, `only ${came} came`);
    assert.ok(gone, 'they stayed');
    assert.ok(gone - last <= (deadline + 2) * 1000);
    assert.ok(p99 < P99_MS);
    await server.stop();
  });
}
