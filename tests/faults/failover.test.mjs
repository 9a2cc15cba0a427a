// R36: the database is lost under load and its synchronous standby takes over:
// no acknowledged write is lost. The server finds it by itself, for both stand
// in its libpq string.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Cluster } from '../support/cluster.mjs';
import { awaitAnswer, pause } from './support/ask.mjs';
import { Load } from './support/load.mjs';
import { count, Place, SPOKES, timeIsUp } from './support/place.mjs';

const FAILOVERS = count(10, 1);
const BUFFERS = '64MB';
const REPLICATES = { wal_level: 'replica', max_wal_senders: '4', wal_keep_size: '64MB', hot_standby: 'on',
  max_connections: '60', synchronous_commit: 'on' };

// A copy of the running cluster that follows it, and on which each commit
// waits from then on.
async function standbyOf(place, folder) {
  const { cluster } = place;
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  const standby = new Cluster(folder, BUFFERS, REPLICATES);
  mkdirSync(standby.socket);
  standby.own([folder, standby.socket]);
  place.others.push(standby);
  cluster.run('pg_basebackup', '-h', cluster.socket, '-U', 'postgres', '-D', standby.data, '-R', '-c', 'fast', '-X', 'stream');
  await standby.startBeside();
  return standby;
}

async function commitsWaitFor(place, sql) {
  await sql("ALTER SYSTEM SET synchronous_standby_names = '*'");
  await sql('SELECT pg_reload_conf()');
  while (await sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") !== '1') await pause(20);
}

test(`the database is lost and its standby takes over, ${FAILOVERS} times`, async (t) => {
  for (let round = 0; round < FAILOVERS && !timeIsUp(); round++) {
    const place = new Place(t, REPLICATES);
    await place.cluster.startBeside();
    const standby = await standbyOf(place, join(place.folder, 'standby'));
    await commitsWaitFor(place, (text) => place.sql(text));
    const server = await place.serve({}, `${place.server.replace(place.cluster.socket,
      `${place.cluster.socket},${standby.socket}`)} target_session_attrs=read-write`);
    await server.ready('/readyz');
    const sessions = {};
    for (const spoke of SPOKES) sessions[spoke] = await place.signIn(server, spoke);
    const load = new Load(t, server.url, sessions);
    load.start();
    while (load.acknowledged.size < 20 && load.unexpected.length === 0) await pause(50);
    await place.crash();
    standby.run('pg_ctl', '-D', standby.data, '-w', 'promote');
    const took = await awaitAnswer(server.url, '/readyz', { within: 20000 });
    const before = load.acknowledged.size;
    while (load.acknowledged.size < before + 10 && load.unexpected.length === 0) await pause(50);
    await load.stop();
    const owner = place.owner.replace(place.cluster.socket, standby.socket);
    assert.deepEqual(await load.faults((text) => place.sql(text, owner)), []);
    t.diagnostic(`ready ${took.toFixed(0)} ms after the standby was promoted; ${load.acknowledged.size} writes acknowledged, ` +
      `${before} before; ${load.again} sent again`);
    await server.stop();
    place.clear();
  }
});
