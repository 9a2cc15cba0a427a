// Who the load asks for: a hot set of young people of Bristol, another set
// that contacts are written to, and the coordinator who asks.
import { writeFileSync } from 'node:fs';

import { psql } from '../support/cluster.mjs';
import { get } from './programs.mjs';

export const EMAIL = 'bristol.co.1@bench.test';
const HOT = 999;
const WRITING = 5000;

// Through the product's own sign-in: the account's key is '01'.
export function signIn(owner) {
  const token = 'bench-coordinator'.padEnd(43, '-');
  const signed = psql(owner, ['-c', `DELETE FROM access.session;
    SELECT access.sign_in('${EMAIL}', '01', '${token}', '127.0.0.1', 'bench', 'bench')`]);
  if (!signed) throw new Error('the coordinator cannot sign in');
  return token;
}

const idsOf = (owner, set) => psql(owner, ['-c', `
  SELECT md5('person ' || (k * 5 + ${set.offset}))::uuid FROM generate_series(${set.from}, ${set.to}) AS k`]).split('\n');

// Numbers of the sets, their ids, and files of these for wrk.
export function choosePeople(owner, persons, folder) {
  const offset = Number(psql(owner, ['-c', `SELECT id - (SELECT min(id) FROM bench.spoke)
    FROM bench.spoke WHERE code = 'bristol'`]));
  const most = Math.floor(persons / 5) - 1;
  const end = Math.min(HOT, Math.floor(most / 2));
  const hot = { from: 1, to: end, offset };
  const writing = { from: end + 1, to: Math.min(most, end + WRITING), offset };
  const ids = idsOf(owner, hot);
  const hotFile = `${folder}/hot`;
  const writingFile = `${folder}/writing`;
  writeFileSync(hotFile, `${ids.join('\n')}\n`);
  writeFileSync(writingFile, `${idsOf(owner, writing).join('\n')}\n`);
  return { hot, writing, ids, hotFile, writingFile };
}

// A file of "id etag", the tags as the server gives them now.
export async function tagFile(bench, server) {
  const lines = [];
  for (const id of bench.ids) {
    const { headers, status } = await get(server.url, `/api/v1/people/${id}/journey`, { token: bench.token });
    if (status !== 200) throw new Error(`no journey of ${id}: ${status}`);
    lines.push(`${id} ${headers.etag}`);
  }
  const file = `${bench.folder}/tagged`;
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

// The contacts and sessions the load has written go, so that the next run finds the same.
export function sweep(owner) {
  psql(owner, ['-c', `SET session_replication_role = replica;
    DELETE FROM casework.contact WHERE trigger = 'bench';
    DELETE FROM casework.session WHERE created_at > (SELECT at FROM bench.made);
    DELETE FROM audit.access_log WHERE at > (SELECT at FROM bench.made)`]);
  psql(owner, ['-c', 'VACUUM (ANALYZE) casework.contact, casework.session, audit.access_log, casework.journey_version']);
}
