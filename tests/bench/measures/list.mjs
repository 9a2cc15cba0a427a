// The list of a spoke's referrals: against its own SQL, the peer, and itself
// far down.
import { alternate, line, perSecond, ratio } from '../measure.mjs';
import { pgbench, wrk } from '../load.mjs';
import { get, startPeer, startServer } from '../programs.mjs';
import { listScript } from '../scripts.mjs';

const DEEP = 600;

// The path of page `wanted`, walked there by the cursors in big steps.
async function pageFar(bench, server, wanted) {
  const step = 200;
  let rows = (wanted - 1) * bench.page;
  let cursor = null;
  while (rows > 0) {
    const limit = Math.min(step, rows);
    const { body } = await get(server.url, `/api/v1/referrals?spoke=bristol&limit=${limit}` +
      (cursor ? `&cursor=${cursor}` : ''), { token: bench.token });
    const { next } = JSON.parse(body);
    if (!next) return null;
    cursor = next;
    rows -= limit;
  }
  return `${bench.listPath}&cursor=${cursor}`;
}

async function deepest(bench, server) {
  for (let page = DEEP; page > 1; page = Math.floor(page / 2)) {
    const path = await pageFar(bench, server, page);
    if (path) return { page, path };
  }
  throw new Error('the list has one page only');
}

export async function list(bench) {
  const script = listScript(bench);
  const server = await startServer(bench);
  const peer = bench.peer && await startPeer(bench);
  await Promise.all([server, peer].filter(Boolean).map((each) => each.ready('/healthz')));
  const deep = await deepest(bench, server);
  const http = (program, path) => () => wrk({ url: program.url, script: 'get', seconds: bench.seconds,
    args: [bench.token, path] });
  const found = await alternate(bench, {
    own: () => pgbench({ bin: bench.bin, conninfo: bench.server, script, clients: 3, seconds: bench.seconds }),
    server: http(server, bench.listPath), deep: http(server, deep.path),
    ...(peer ? { peer: http(peer, bench.listPath), tuned: http(peer, `${bench.listPath}&statement=own`) } : {}) });
  await Promise.all([server, peer].filter(Boolean).map((each) => each.stop()));
  return [
    line('List v. pgbench on its own SQL', ratio(found.server, found.own), { at_least: 0.9,
      figures: `${bench.page} referrals: ${perSecond(found.server)}; pgbench ${perSecond(found.own)}` }),
    ...(peer ? [line('List v. Fastify + pg', ratio(found.server, found.peer), { at_least: 4.5,
      figures: `Fastify with a plain statement ${perSecond(found.peer)}` }),
    line("List v. Fastify + pg on the product's SQL", ratio(found.server, found.tuned),
      { figures: `${perSecond(found.tuned)}` })] : []),
    line(`List page ${deep.page} v. page 1 (time)`, ratio(found.server, found.deep), { at_most: 1.2,
      figures: `${perSecond(found.deep)} v. ${perSecond(found.server)}` }),
  ];
}
