// Logging a contact, durably; and the mix of a working day.
import { alternate, line, middle, perSecond, ratio } from '../measure.mjs';
import { pgbench, wrk } from '../load.mjs';
import { startPeer, startServer } from '../programs.mjs';
import { contactScript } from '../scripts.mjs';

const both = async (bench) => {
  const server = await startServer(bench);
  const peer = bench.peer && await startPeer(bench);
  const all = [server, peer].filter(Boolean);
  await Promise.all(all.map((each) => each.ready('/healthz')));
  return { server, peer, stop: () => Promise.all(all.map((each) => each.stop())) };
};

export async function contact(bench) {
  const script = contactScript(bench);
  const { server, peer, stop } = await both(bench);
  const http = (program) => () => wrk({ url: program.url, script: 'contact', seconds: bench.seconds,
    args: [bench.token, bench.writingFile, Date.now()] });
  const found = await alternate(bench, {
    own: () => pgbench({ bin: bench.bin, conninfo: bench.server, script, clients: 8, seconds: bench.seconds }),
    server: http(server), ...(peer ? { peer: http(peer) } : {}) });
  await stop();
  return [
    line('Contact write v. pgbench -c 8', ratio(found.server, found.own), { at_least: 0.9,
      figures: `${perSecond(found.server)}; pgbench ${perSecond(found.own)}` }),
    ...(peer ? [line('Contact write v. Fastify + pg', ratio(found.server, found.peer), { at_least: 2.5,
      figures: `Fastify ${perSecond(found.peer)}` })] : []),
  ];
}

export async function mixed(bench) {
  const { server, peer, stop } = await both(bench);
  const http = (program) => () => wrk({ url: program.url, script: 'mixed', seconds: bench.seconds,
    args: [bench.token, bench.hotFile, bench.listPath, bench.writingFile, Date.now()] });
  const found = await alternate(bench, { server: http(server), ...(peer ? { peer: http(peer) } : {}) });
  await stop();
  const own = `${perSecond(found.server)}, p99 ${middle(found.server, 'p99').toFixed(0)} ms`;
  if (!peer) return [line('Mixed, 50/30/20', middle(found.server), { unit: '/s', digits: 0, figures: own })];
  return [
    line('Mixed (50% journey, 30% list, 20% write) v. Fastify + pg', ratio(found.server, found.peer), { at_least: 3,
      figures: `${own}; Fastify ${perSecond(found.peer)}, p99 ${middle(found.peer, 'p99').toFixed(0)} ms` }),
    line('Mixed, p99 v. Fastify + pg', ratio(found.server, found.peer, 'p99'), { at_most: 0.5 }),
  ];
}
