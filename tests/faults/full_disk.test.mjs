// R31: the disk is full: writes are answered 503, nothing is half written, and
// when there is room again all is well without anybody touching the server.
// The disk is a small tmpfs, which only root can mount.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { ask, awaitAnswer, pause } from './support/ask.mjs';
import { Load } from './support/load.mjs';
import { count, Place, SPOKES } from './support/place.mjs';

const ROUNDS = count(5, 1);
const SIZE = '400m';

// A tmpfs, or a word why there is none.
function smallDisk() {
  if (process.getuid() !== 0) return { why: 'only root can mount a small disk: not run' };
  const folder = mkdtempSync(join(tmpdir(), 'throughline-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], { encoding: 'utf8' });
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    return { why: `a small disk cannot be mounted here (${stderr.trim()}): not run` };
  }
  // Lazily: this process still holds the server's log.
  return { folder, unmount: () => { execFileSync('umount', ['-l', folder]); rmSync(folder, { recursive: true }); } };
}

// Takes all the room there is, to the last bytes.
function fill(file) {
  const out = openSync(file, 'a');
  for (const size of [1 << 20, 1 << 12, 1 << 8]) {
    try {
      while (true) writeSync(out, Buffer.alloc(size));
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    }
  }
  closeSync(out);
}

// Fills it until writes are answered 503, which takes what the database had
// set aside; gives how to make room.
async function full(place, server, cookie) {
  const file = join(place.folder, 'filler');
  const body = { spoke: 'bristol', given_name: 'Invented', family_name: 'Thereisnoroom' };
  for (let tries = 0; tries < 2000; tries++) {
    fill(file);
    const answers = await Promise.all(Array.from({ length: 8 }, () =>
      ask(server.url, 'POST', '/api/v1/people', { cookie, body })));
    for (const { status, text } of answers) assert.ok([201, 503].includes(status), `${status} ${text}`);
    if (answers.every(({ status }) => status === 503)) return () => rmSync(file);
  }
  throw new Error('the disk never became full');
}

test(`the disk is full, ${ROUNDS} times`, async (t) => {
  const { folder, unmount, why } = smallDisk();
  if (why) return t.skip(why);
  const place = new Place(t, { max_wal_size: '64MB', min_wal_size: '32MB', wal_keep_size: '0', wal_recycle: 'off' }, join(folder, 'place'));
  t.after(unmount); // after the place is cleared
  await place.cluster.startBeside();
  const server = await place.serve();
  await server.ready('/readyz');
  const sessions = {};
  for (const spoke of SPOKES) sessions[spoke] = await place.signIn(server, spoke);
  const load = new Load(t, server.url, sessions, 4);
  load.start();
  let slowest = 0;
  let ended = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await pause(500);
    const makeRoom = await full(place, server, sessions.bristol);
    await pause(1000);
    const health = await ask(server.url, 'GET', '/healthz');
    assert.equal(health.status, 200);
    makeRoom();
    // PostgreSQL may have stopped itself where not even its log has room; then
    // whoever keeps it (systemd, this drill) starts it again.
    if (!existsSync(`/proc/${place.cluster.pid() || 'none'}`)) {
      ended += 1;
      await place.cluster.startBeside();
    }
    slowest = Math.max(slowest, await awaitAnswer(server.url, '/readyz', { within: 30000 }));
    const before = load.acknowledged.size;
    while (load.acknowledged.size < before + 5 && load.unexpected.length === 0) await pause(50);
  }
  await load.stop();
  assert.deepEqual(await load.faults((text) => place.sql(text)), []);
  assert.equal(await place.sql(`SELECT count(*) FROM casework.person p WHERE NOT EXISTS (SELECT FROM casework.person_name n
      WHERE n.person_id = p.id) OR NOT EXISTS (SELECT FROM casework.person_spoke s WHERE s.person_id = p.id)
      OR NOT EXISTS (SELECT FROM audit.access_log l WHERE l.record_id = p.id AND l.action = 'create')`), '0');
  t.diagnostic(`ready at most ${slowest.toFixed(0)} ms after there was room again; PostgreSQL had ended itself ${ended} times; ` +
    `${load.acknowledged.size} writes acknowledged, ${load.again} sent again`);
  await server.stop();
});
