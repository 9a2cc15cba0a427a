// R35: a backup, an accident, and the database as it stood just before it: on
// the copy every write acknowledged until then is there, the accident is not,
// `throughline audit verify` passes against the checkpoint a partner kept, and
// a server works on it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Cluster } from '../support/cluster.mjs';
import { root, withoutSettings } from '../support/programs.mjs';
import { ask, pause } from './support/ask.mjs';
import { Load } from './support/load.mjs';
import { count, Place, SPOKES } from './support/place.mjs';

const WRITES = count(500, 100);

function audit(place, sealer, ...args) {
  const { status, stdout, stderr } = spawnSync(place.program, ['audit', ...args], { cwd: root, encoding: 'utf8',
    env: { ...withoutSettings(), THROUGHLINE_SEAL_DATABASE: sealer, THROUGHLINE_SEAL_KEY_FILE: join(place.folder, 'seal.key') } });
  assert.equal(status, 0, stdout + stderr);
  return stdout + stderr;
}

// The copy: the base backup, then the archived log up to a named point.
async function restored(place, base, archive) {
  const folder = join(place.folder, 'copy');
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  const copy = new Cluster(folder, '64MB', { max_connections: '60', wal_level: 'replica', max_wal_senders: '4',
    restore_command: `cp ${archive}/%f %p`, recovery_target_name: 'before_the_accident', recovery_target_action: 'promote' });
  mkdirSync(copy.socket);
  copy.own([folder, copy.socket]);
  place.others.push(copy);
  copy.run('pg_verifybackup', '-n', base);
  execFileSync('cp', ['-a', base, copy.data]);
  writeFileSync(join(copy.data, 'recovery.signal'), '');
  copy.own([join(copy.data, 'recovery.signal')]);
  await copy.startBeside();
  return copy;
}

test('backup, accident, point-in-time restore', async (t) => {
  const place = new Place(t, { wal_level: 'replica', max_wal_senders: '4', archive_mode: 'on' });
  const archive = place.shared('archive');
  place.cluster.settings.archive_command = `test ! -f ${archive}/%f && cp %p ${archive}/%f`;
  const base = join(place.shared('base'), 'data');
  await place.cluster.startBeside();
  const server = await place.serve();
  await server.ready('/readyz');
  const sessions = {};
  for (const spoke of SPOKES) sessions[spoke] = await place.signIn(server, spoke);
  const load = new Load(t, server.url, sessions);
  const sealer = place.cluster.conninfo('throughline_sealer', 'drill');
  load.start();

  // While people work.
  place.cluster.run('pg_basebackup', '-h', place.cluster.socket, '-U', 'postgres', '-D', base, '-c', 'fast', '-X', 'stream');
  while (load.acknowledged.size < WRITES && load.unexpected.length === 0) await pause(50);
  await load.stop();
  audit(place, sealer, 'seal', '--once');
  const kept = join(place.folder, 'kept.json');
  writeFileSync(kept, audit(place, sealer, 'checkpoint'));
  await place.sql("SELECT pg_create_restore_point('before_the_accident')");

  const late = await ask(server.url, 'POST', '/api/v1/people', { cookie: sessions.bristol,
    body: { spoke: 'bristol', given_name: 'Invented', family_name: 'Afteraccident' } });
  assert.equal(late.status, 201);
  await place.sql("SET session_replication_role = replica; DELETE FROM casework.person_name; DELETE FROM audit.access_log");
  await place.sql('SELECT pg_switch_wal()');
  await server.stop();
  await place.crash();

  const copy = await restored(place, base, archive);
  const owner = copy.conninfo('postgres', 'drill');
  while (await place.sql('SELECT pg_is_in_recovery()', owner) !== 'f') await pause(50);
  assert.deepEqual(await load.faults((text) => place.sql(text, owner)), []);
  assert.equal(await place.sql("SELECT count(*) FROM casework.person_name WHERE family_name = 'Afteraccident'", owner), '0');
  const said = audit(place, copy.conninfo('throughline_sealer', 'drill'), 'verify', kept);
  assert.match(said, /^The access log is as it was sealed: .*; 0 rows are not sealed yet/);

  const again = await place.serve({}, copy.conninfo('throughline_server', 'drill'));
  await again.ready('/readyz');
  const id = [...load.acknowledged.values()][0];
  assert.ok(await place.signIn(again, 'bristol'));
  const seen = await Promise.all(SPOKES.map((spoke) => ask(again.url, 'GET', `/api/v1/people/${id}`, { cookie: sessions[spoke] })));
  assert.deepEqual(seen.map(({ status }) => status).sort(), [200, 404, 404, 404, 404]);
  t.diagnostic(`${load.acknowledged.size} acknowledged writes are on the copy; ${said.trim()}`);
  await again.stop();
});
