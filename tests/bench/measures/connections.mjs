// What connections cost: memory at 256 busy ones, 10,000 idle ones, 500 that
// ask for more than there is.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { alternate, line, median, middle, perSecond, ratio } from '../measure.mjs';
import { run, wrk } from '../load.mjs';
import { startPeer, startServer } from '../programs.mjs';

const clients = fileURLToPath(new URL('../clients/', import.meta.url));
const CROWD = 500;

const journeys = (bench, program, connections) => () => wrk({ url: program.url, script: 'journey',
  seconds: bench.seconds, connections, args: [bench.token, bench.hotFile] });

// The most it held while it was busy, in KiB.
async function memoryUnder(program, load) {
  let most = 0;
  const watch = setInterval(() => { most = Math.max(most, program.memory()); }, 100);
  try {
    await load();
  } finally {
    clearInterval(watch);
  }
  return Math.max(most, program.memory());
}

export async function memory(bench) {
  const server = await startServer(bench);
  const peer = bench.peer && await startPeer(bench);
  await Promise.all([server, peer].filter(Boolean).map((each) => each.ready('/healthz')));
  const own = await memoryUnder(server, journeys(bench, server, 256));
  const other = peer && await memoryUnder(peer, journeys(bench, peer, 256));
  await Promise.all([server, peer].filter(Boolean).map((each) => each.stop()));
  return [
    line('Memory at 256 connections', own / 1024, { at_most: 16, unit: ' MB', digits: 1 }),
    ...(peer ? [line('Memory at 256 connections v. Fastify + pg', own / other, { at_most: 0.125, digits: 3,
      figures: `Fastify ${(other / 1024).toFixed(0)} MB` })] : []),
  ];
}

// Idle connections held by a process of its own; `release()` lets them go.
function hold(bench, server, count) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${clients}idle.mjs`, server.url, String(count),
      `/api/v1/people/${bench.ids[0]}/journey`, bench.token], { stdio: ['pipe', 'pipe', 'inherit'] });
    const gone = new Promise((ended) => { child.on('exit', ended); });
    gone.then(() => reject(new Error(`${count} connections could not be held`)));
    child.stdout.once('data', () => resolve(async () => {
      child.stdin.end();
      await gone;
    }));
  });
}

export async function idle(bench) {
  const server = await startServer(bench, { THROUGHLINE_IDLE_SECONDS: '900' });
  await server.ready('/healthz');
  const busy = journeys(bench, server, 32);
  const sizes = [];
  const before = await memoryUnder(server, busy);
  const held = async () => {
    const release = await hold(bench, server, bench.idle);
    try {
      sizes.push((server.memory() - before) / bench.idle);
      return await busy();
    } finally {
      await release();
      await new Promise((resolve) => { setTimeout(resolve, 500); }); // until it has seen them go
    }
  };
  const found = await alternate(bench, { none: busy, held });
  await server.stop();
  const count = bench.idle.toLocaleString('en');
  return [
    line(`${count} idle connections, each`, median(sizes), { at_most: 10, unit: ' KiB', digits: 1 }),
    line(`Journey with ${count} idle connections v. none`, ratio(found.held, found.none), { at_least: 0.95,
      figures: `${perSecond(found.held)} v. ${perSecond(found.none)}` }),
  ];
}

export async function overload(bench) {
  const bounded = await startServer(bench);
  const endless = await startServer(bench, { THROUGHLINE_QUEUE_LENGTH: '10000' });
  await Promise.all([bounded.ready('/healthz'), endless.ready('/healthz')]);
  const crowd = (server, count) => async () => JSON.parse(await run(process.execPath, [`${clients}crowd.mjs`,
    server.url, String(count), String(bench.seconds), bench.token, bench.hotFile]));
  const found = await alternate(bench, { calm: crowd(bounded, 32), bounded: crowd(bounded, CROWD),
    endless: crowd(endless, CROWD) });
  await Promise.all([bounded.stop(), endless.stop()]);
  const ms = (results) => `${middle(results, 'p50').toFixed(0)} ms`;
  return [
    line(`Overload, ${CROWD} connections: goodput v. 32`, ratio(found.bounded, found.calm), { at_least: 0.85,
      figures: `${perSecond(found.bounded)} served, ${Math.round(middle(found.bounded, 'refused'))}/s refused; ${perSecond(found.calm)} at 32` }),
    line('Overload: p50 of the served v. unbounded queue', ratio(found.bounded, found.endless, 'p50'),
      { at_most: 0.55, figures: `${ms(found.bounded)} v. ${ms(found.endless)}` }),
  ];
}
