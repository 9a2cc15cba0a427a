// Servers that a benchmark or a fault drill starts and ends by their own pids:
// `throughline serve`, or any other program that answers over HTTP.
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const running = new Set();

export function endPrograms() {
  for (const program of running) program.child.kill('SIGKILL');
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// One GET; status 0 where nobody answers.
export function get(url, path, { token, headers = {} } = {}) {
  return new Promise((resolve) => {
    const sent = request(new URL(path, url), { agent: false, headers: {
      ...(token ? { Cookie: `__Host-throughline=${token}` } : {}), ...headers } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece) => { body += piece; });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    sent.on('error', () => resolve({ status: 0, headers: {}, body: '' }));
    sent.end();
  });
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export class Program {
  constructor(command, args, env, log, port) {
    const output = openSync(log, 'a');
    this.url = `http://127.0.0.1:${port}`;
    this.startedAt = performance.now();
    this.child = spawn(command, args, { cwd: root, env, stdio: ['ignore', output, output] });
    this.log = log;
    this.over = false;
    this.ended = new Promise((resolve) => {
      this.child.on('exit', () => { this.over = true; running.delete(this); resolve(); });
    });
    running.add(this);
  }

  // Waits for a 200 of `path`; gives the milliseconds since the start.
  async ready(path, options, every = 20) {
    for (let waited = 0; waited < 20000; waited += every) {
      if (this.over) break;
      const { status } = await get(this.url, path, options);
      if (status === 200) return performance.now() - this.startedAt;
      await pause(every);
    }
    throw new Error(`it did not come up${this.over ? ', it ended' : ''}: ${this.lastWords()}`);
  }

  // The end of its log, for the folder it stands in is gone with the drill.
  lastWords() { return readFileSync(this.log, 'utf8').split('\n').slice(-6).join(' | '); }

  // Kilobytes held in memory now.
  memory() {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]);
  }

  async stop() {
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 15000);
    await this.ended;
    clearTimeout(late);
  }
}

export const withoutSettings = () => Object.fromEntries(Object.entries(process.env)
  .filter(([name]) => !name.startsWith('THROUGHLINE_')));

// place: {program, server (a libpq string), folder (for its log)}.
export async function startServer(place, settings = {}) {
  const port = Number(settings.THROUGHLINE_PORT ?? await freePort());
  return new Program(place.program, ['serve'], { ...withoutSettings(), THROUGHLINE_DATABASE: place.server,
    THROUGHLINE_PORT: String(port), THROUGHLINE_DATA_ROOT: root, THROUGHLINE_LOG_LEVEL: 'info', ...settings },
  `${place.folder}/server.log`, port);
}
