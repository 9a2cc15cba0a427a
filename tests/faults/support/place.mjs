// Where a drill takes place: a PostgreSQL of its own with Throughline's schema,
// an account for each spoke, and servers on it. Made once as a template in
// FAULTS_FOLDER (tests/faults/run.sh), copied for each drill.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { Cluster, psql } from '../../support/cluster.mjs';
import { freePort, root, startServer, withoutSettings } from '../../support/programs.mjs';
import { programPath, runSql } from '../../support/server.mjs';
import { pause, signIn } from './ask.mjs';

export const SPOKES = ['bathnes', 'bristol', 'northsom', 'somerset', 'southglos'];
const DATABASE = 'drill';
const BUFFERS = '64MB';

// How often a drill does what it does: COUNT, the quick number, or the one of
// security.md.
export const count = (whole, quick) =>
  Number(process.env.COUNT || (process.env.QUICK ? quick : whole));

// MINUTES, where given, end a drill before its count is reached; it is judged
// by what was done until then, and says how much that was.
const until = performance.now() + Number(process.env.MINUTES || Infinity) * 60000;
export const timeIsUp = () => performance.now() > until;

const made = !process.env.FAULTS_FOLDER;
const home = process.env.FAULTS_FOLDER ?? mkdtempSync(join(tmpdir(), 'throughline-faults-'));
chmodSync(home, 0o755);

const places = new Set();

const leave = () => { if (made) rmSync(home, { recursive: true, force: true }); };
after(leave);

// Ended from outside, it leaves no server and no cluster behind either.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    for (const place of places) place.clear();
    leave();
    process.exit(1);
  });

function program(owner, ...args) {
  return execFileSync(programPath(), args, { cwd: root, encoding: 'utf8', env: { ...withoutSettings(),
    THROUGHLINE_ADMIN_DATABASE: owner, THROUGHLINE_DATA_ROOT: root } }).trim();
}

function account(owner, email, role) {
  return { email, password: program(owner, 'user', 'add', email, `Drill ${role}`, 'opcc_hub', role) };
}

// A cluster with the schema and the accounts, stopped.
function template() {
  const folder = join(home, 'template');
  if (existsSync(folder)) return folder;
  const making = join(home, 'making');
  mkdirSync(making);
  const cluster = new Cluster(making, BUFFERS);
  cluster.make();
  cluster.start({ filling: true });
  const owner = cluster.conninfo('postgres', DATABASE);
  psql(cluster.conninfo('postgres', 'postgres'), ['-c', `CREATE DATABASE ${DATABASE}`]);
  program(owner, 'migrate');
  const accounts = Object.fromEntries(SPOKES.map((spoke) =>
    [spoke, account(owner, `${spoke}@drill.test`, `spoke_coordinator:${spoke}`)]));
  accounts.analyst = account(owner, 'analyst@drill.test', 'hub_analyst');
  cluster.stop();
  writeFileSync(join(making, 'accounts.json'), JSON.stringify(accounts));
  renameSync(making, folder);
  return folder;
}

export class Place {
  // t: the test, with which all of it ends. settings: of PostgreSQL. folder:
  // elsewhere than beside the others.
  constructor(t, settings = {}, folder = mkdtempSync(join(home, 'place-'))) {
    const from = template();
    this.servers = [];
    this.others = []; // clusters in this folder: a standby, a copy
    t.after(() => this.clear());
    places.add(this);
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.program = programPath();
    chmodSync(folder, 0o755);
    this.cluster = new Cluster(folder, BUFFERS, { max_connections: '60', ...settings });
    execFileSync('cp', ['-a', join(from, 'data'), folder]);
    mkdirSync(this.cluster.socket);
    this.cluster.own([folder, this.cluster.socket]);
    this.accounts = JSON.parse(readFileSync(join(from, 'accounts.json'), 'utf8'));
    this.owner = this.cluster.conninfo('postgres', DATABASE);
    this.server = this.cluster.conninfo('throughline_server', DATABASE);
  }

  // A server on this database; `server` is another way to reach it.
  async serve(settings = {}, server = this.server) {
    const started = await startServer({ program: this.program, server, folder: this.folder },
      { THROUGHLINE_METRICS_PORT: '0', ...settings });
    this.servers.push(started);
    return started;
  }

  sql(text, owner = this.owner) { return runSql(owner, text); }

  // A folder that PostgreSQL writes, too.
  shared(name) {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    this.cluster.own([folder]);
    return folder;
  }

  command(...args) { return program(this.owner, ...args); }

  signIn(server, who) { return signIn(server.url, this.accounts[who]); }

  // As a crash or a cut of power ends PostgreSQL.
  async crash() {
    const pid = this.cluster.pid();
    process.kill(pid, 'SIGQUIT');
    while (existsSync(`/proc/${pid}`)) await pause(5);
    this.cluster.running = false;
  }

  log() { return readFileSync(join(this.folder, 'server.log'), 'utf8'); }

  clear() {
    for (const { child } of this.servers) child.kill('SIGKILL');
    for (const cluster of [this.cluster, ...this.others]) {
      cluster.running ||= cluster.pid() > 0;
      cluster.stop('immediate');
    }
    rmSync(this.folder, { recursive: true, force: true });
    places.delete(this);
  }
}

export { freePort };
