// Single moments: from the start to the first answer, one search, the longest
// journey; and what size does to the work of the database.
import { Agent, request } from 'node:http';

import { alternate, line, median, percentile, perSecond, ratio, skipped } from '../measure.mjs';
import { psql } from '../../support/cluster.mjs';
import { pgbench } from '../load.mjs';
import { startServer } from '../programs.mjs';
import { journeyScripts, listScript, searchScripts } from '../scripts.mjs';

export async function start(bench) {
  const took = [];
  for (let n = 0; n < Math.max(3, bench.rounds); n++) {
    const server = await startServer(bench);
    took.push(await server.ready(`/api/v1/people/${bench.ids[0]}/journey`, { token: bench.token }, 1));
    await server.stop();
  }
  return [line('Start to the first journey answered', median(took), { at_most: 100, unit: ' ms', digits: 0 })];
}

// Milliseconds of each GET, one after the other on one connection.
async function timed(server, bench, paths) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const one = (path) => new Promise((resolve, reject) => {
    const began = performance.now();
    const sent = request(new URL(path, server.url), { agent,
      headers: { Cookie: `__Host-throughline=${bench.token}` } }, (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode === 200 ? resolve(performance.now() - began)
        : reject(new Error(`${path}: ${answer.statusCode}`))));
    });
    sent.on('error', reject);
    sent.end();
  });
  const took = [];
  for (const path of paths) took.push(await one(path));
  agent.destroy();
  return took;
}

// What people type: whole names, beginnings, misspellings, dates of birth.
function queriesFrom(conninfo, count) {
  return JSON.parse(psql(conninfo, ['-c', `
    SELECT json_agg(CASE k % 5
               WHEN 0 THEN given_name || ' ' || family_name
               WHEN 1 THEN left(given_name, 3) || ' ' || left(family_name, 4)
               WHEN 2 THEN overlay(family_name PLACING substr(family_name, 3, 1) || substr(family_name, 2, 1) FROM 2 FOR 2)
               WHEN 3 THEN to_char(born_on, 'DD/MM/YYYY')
               ELSE given_name END)
      FROM (SELECT *, row_number() OVER () AS k
              FROM (SELECT * FROM bench.person WHERE spoke = 'bristol' ORDER BY md5(n::text) LIMIT ${count}) x) y`]));
}

export async function search(bench) {
  const server = await startServer(bench);
  await server.ready('/healthz');
  const paths = queriesFrom(bench.owner, 40 * bench.rounds).map((query) => `/api/v1/search?q=${encodeURIComponent(query)}`);
  await timed(server, bench, paths.slice(0, 20));
  const took = await timed(server, bench, paths);
  await server.stop();
  const kinds = ['name', 'beginnings', 'misspelt', 'date', 'first name'].map((kind, k) => [kind, (k + 4) % 5])
    .map(([kind, k]) => `${kind} ${median(took.filter((_, n) => n % 5 === k)).toFixed(1)}`);
  return [
    line(`Search at ${bench.persons.toLocaleString('en')} people, p50`, median(took), { at_most: 50, unit: ' ms', digits: 1,
      figures: `${kinds.join(', ')} ms` }),
    line('Search, p99', percentile(took, 0.99), { at_most: 50, unit: ' ms', digits: 1 }),
  ];
}

export async function longest(bench) {
  const server = await startServer(bench);
  await server.ready('/healthz');
  const id = psql(bench.owner, ['-c', `SELECT id FROM bench.person WHERE contacts > 300 AND spoke = 'bristol' LIMIT 1`]);
  const took = id ? await timed(server, bench, Array(30).fill(`/api/v1/people/${id}/journey`)) : [];
  await server.stop();
  return id ? [line('The longest journey (400 events), p50', median(took.slice(5)), { unit: ' ms', digits: 1 })]
    : [skipped('The longest journey', 'nobody in the spoke has one')];
}

// The work of the database, hot, in the large and in the small one.
export async function size(bench) {
  if (!bench.small) return [skipped('Size', 'no smaller database to compare with')];
  const names = queriesFrom(bench.small.owner, 20);
  const sql = (where, script) => () => pgbench({ bin: bench.bin, conninfo: where.server, script, clients: 2, seconds: bench.seconds });
  const scripts = (where) => ({ journey: journeyScripts(where).own, list: listScript(where), search: searchScripts(where, names) });
  const large = scripts(bench);
  const small = scripts(bench.small);
  const rows = [];
  for (const [what, most] of [['journey', 1.5], ['list', 1.8], ['search', 1.5]]) {
    const found = await alternate(bench, { large: sql(bench, large[what]), small: sql(bench.small, small[what]) });
    rows.push(line(`${bench.persons.toLocaleString('en')} v. ${bench.small.persons.toLocaleString('en')} people, hot: ${what} (time)`,
      ratio(found.small, found.large), { at_most: most, figures: `${perSecond(found.large)} v. ${perSecond(found.small)}` }));
  }
  return rows;
}
