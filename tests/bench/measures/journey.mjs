// The journey: against one-SQL JSON, against its own SQL, against the peer;
// and unchanged (304) against whole.
import { alternate, line, middle, perSecond, ratio } from '../measure.mjs';
import { pgbench, wrk } from '../load.mjs';
import { startPeer, startServer } from '../programs.mjs';
import { journeyScripts } from '../scripts.mjs';

export async function journey(bench) {
  const scripts = journeyScripts(bench);
  const server = await startServer(bench);
  const one = bench.peer && await startPeer(bench);
  const two = bench.peer && await startPeer(bench, { WORKERS: '2', POOL: '4' });
  await Promise.all([server, one, two].filter(Boolean).map((each) => each.ready('/healthz')));
  const sql = (script) => () => pgbench({ bin: bench.bin, conninfo: bench.server, script, clients: 3, seconds: bench.seconds });
  const http = (program) => () => wrk({ url: program.url, script: 'journey', seconds: bench.seconds,
    args: [bench.token, bench.hotFile] });
  const found = await alternate(bench, { reference: sql(scripts.reference), own: sql(scripts.own), server: http(server),
    ...(one ? { peer: http(one), two: http(two) } : {}) });
  await Promise.all([server, one, two].filter(Boolean).map((each) => each.stop()));
  const size = `${(middle(found.server, 'bytes') / 1024).toFixed(1)} KiB`;
  return [
    line('Journey v. REF (one-SQL JSON)', ratio(found.server, found.reference), { at_least: 1.5,
      figures: `${perSecond(found.server)} of ${size} over HTTP, p99 ${middle(found.server, 'p99').toFixed(0)} ms; REF ${perSecond(found.reference)}` }),
    line('Journey v. pgbench on its own SQL', ratio(found.server, found.own), { at_least: 0.95,
      figures: `pgbench ${perSecond(found.own)}` }),
    ...(one ? [
      line('Journey v. Fastify + pg', ratio(found.server, found.peer), { at_least: 3,
        figures: `Fastify ${perSecond(found.peer)}` }),
      line('Journey v. Fastify + pg, two processes', ratio(found.server, found.two), {
        figures: `Fastify ${perSecond(found.two)}` })] : []),
  ];
}

export async function unchanged(bench) {
  const server = await startServer(bench);
  await server.ready('/healthz');
  const http = (file, fresh) => () => wrk({ url: server.url, script: 'journey', seconds: bench.seconds,
    args: [bench.token, file, fresh] });
  const tagged = await bench.tagFile(server);
  const found = await alternate(bench, { whole: http(tagged, 'whole'), fresh: http(tagged, 'fresh') });
  await server.stop();
  if (middle(found.fresh, 'bytes') > 1500) throw new Error('the unchanged journeys came whole');
  return [line('304 v. whole journey', ratio(found.fresh, found.whole), { at_least: 5,
    figures: `${perSecond(found.fresh)} v. ${perSecond(found.whole)}` })];
}
