// The load generators: wrk for HTTP, pgbench for SQL. Each run ends by itself
// after its seconds; every child is remembered, so that Ctrl-C ends it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('./', import.meta.url));
const children = new Set();

export function endChildren() {
  for (const child of children) child.kill('SIGKILL');
}

export function run(command, args, { env = {}, patience = 120 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const late = setTimeout(() => child.kill('SIGKILL'), patience * 1000);
    let out = '';
    let said = '';
    children.add(child);
    child.stdout.on('data', (data) => { out += data; });
    child.stderr.on('data', (data) => { said += data; });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(late);
      children.delete(child);
      if (code === 0) resolve(out);
      else reject(new Error(`${command} ended with ${code}: ${said.slice(0, 1000)}${out.slice(-500)}`));
    });
  });
}

// Once a minute a session's last sight is renewed: of those that come in that
// moment all but one must begin anew. The server does, a plain client fails; so
// one failure a connection is no reason to stop.

// {rate, p50, p99 in ms, bytes a request, errors}. `script` is a file of wrk/.
export async function wrk({ url, script, connections = 32, seconds, args = [], mayRefuse = false }) {
  const out = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s',
    '-s', `${here}wrk/${script}.lua`, url, '--', ...args.map(String)],
  { env: { LUA_PATH: `${here}wrk/?.lua;;` }, patience: seconds + 60 });
  const result = JSON.parse(out.split('\n').find((line) => line.startsWith('{')));
  if (!mayRefuse && result.errors > connections)
    throw new Error(`${script} on ${url}: ${result.errors} of ${result.requests} answers were errors`);
  return result;
}

// {rate, mean in ms}. `script` is a path, or several to choose from.
export async function pgbench({ bin, conninfo, script, clients, seconds, variables = {} }) {
  const out = await run(`${bin}/pgbench`, ['-n', '-M', 'prepared', '-c', String(clients), '-j', '1',
    '-T', String(seconds), ...[script].flat().flatMap((file) => ['-f', file]),
    ...Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]), conninfo],
  { env: { PGOPTIONS: '-c plan_cache_mode=force_generic_plan' }, patience: seconds + 60 });
  const failed = Number(/number of failed transactions: (\d+)/.exec(out)?.[1] ?? 0);
  if (failed > clients) throw new Error(`pgbench ${[script].flat()[0]}: ${failed} failed transactions`);
  return { rate: Number(/tps = ([\d.]+)/.exec(out)[1]), mean: Number(/latency average = ([\d.]+)/.exec(out)[1]) };
}
