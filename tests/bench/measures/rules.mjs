// What two of the access rules cost: a scope nobody can forge, and a log row
// for every read. The rule is taken out of the bench's database and put back.
import { alternate, line, perSecond, ratio } from '../measure.mjs';
import { pgbench, wrk } from '../load.mjs';
import { psql } from '../../support/cluster.mjs';
import { startServer } from '../programs.mjs';
import { journeyScripts } from '../scripts.mjs';

const change = (bench, name) =>
  psql(bench.owner, ['-c', `CALL bench.variant(${name ? `'${name}'` : 'NULL'}, '${bench.email}')`]);

// Measures with the rules as they are.
const without = (bench, name, measure) => async () => {
  change(bench, name);
  try {
    return await measure();
  } finally {
    change(bench, null);
  }
};

export async function scope(bench) {
  const { own, reference } = journeyScripts(bench);
  const sql = (script) => () => pgbench({ bin: bench.bin, conninfo: bench.server, script, clients: 3, seconds: bench.seconds });
  const found = await alternate(bench, { real: sql(own), plain: without(bench, 'plain_scope', sql(own)),
    policies: sql(reference), plainPolicies: without(bench, 'plain_scope', sql(reference)) });
  return [
    line('Unforgeable scope v. plain setting, journey', ratio(found.real, found.plain), { at_least: 0.87,
      figures: `${perSecond(found.real)} v. ${perSecond(found.plain)}` }),
    line('The same where every policy asks (REF)', ratio(found.policies, found.plainPolicies), {
      figures: `${perSecond(found.policies)} v. ${perSecond(found.plainPolicies)}` }),
  ];
}

export async function log(bench) {
  const server = await startServer(bench);
  await server.ready('/healthz');
  const read = () => wrk({ url: server.url, script: 'journey', seconds: bench.seconds, args: [bench.token, bench.hotFile] });
  const write = () => wrk({ url: server.url, script: 'contact', seconds: bench.seconds,
    args: [bench.token, bench.writingFile, Date.now()] });
  const found = await alternate(bench, { read, readFree: without(bench, 'no_log', read),
    write, writeFree: without(bench, 'no_log', write) });
  await server.stop();
  return [
    line('Access log kept v. none (R25), journey', ratio(found.read, found.readFree), { at_least: 0.8,
      figures: `${perSecond(found.read)} v. ${perSecond(found.readFree)}` }),
    line('Access log kept v. none (R25), contact write', ratio(found.write, found.writeFree), { at_least: 0.8,
      figures: `${perSecond(found.write)} v. ${perSecond(found.writeFree)}` }),
  ];
}
