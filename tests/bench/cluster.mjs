// The benchmark's own PostgreSQL: in the state folder, reachable over a socket
// in it only. Filled with fsync off, measured with fsync on.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const MEASURED = {
  max_connections: '100',
  max_wal_size: '8GB', // a checkpoint in one round and not in the next says nothing
  checkpoint_timeout: '30min',
  random_page_cost: '1.1',
  effective_cache_size: '4GB',
  work_mem: '16MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
};
const FILLING = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off',
  autovacuum: 'off', maintenance_work_mem: '512MB', max_parallel_maintenance_workers: '1' };

function programs() {
  const base = '/usr/lib/postgresql';
  const majors = existsSync(base)
    ? readdirSync(base).filter((name) => existsSync(join(base, name, 'bin/initdb'))) : [];
  if (majors.length === 0) throw new Error('no PostgreSQL server is installed');
  return join(base, majors.sort((a, b) => a - b).at(-1), 'bin');
}

export class Cluster {
  constructor(folder, sharedBuffers) {
    this.bin = programs();
    this.folder = folder;
    this.data = join(folder, 'data');
    this.socket = join(folder, 'socket');
    this.settings = { shared_buffers: sharedBuffers, ...MEASURED };
    this.running = false;
    // PostgreSQL will not run as root.
    this.account = process.getuid() === 0 ? 'postgres' : null;
  }

  run(program, ...args) {
    const command = [join(this.bin, program), ...args];
    if (this.account) command.unshift('runuser', '-u', this.account, '--');
    const { status, stderr, stdout } = spawnSync(command[0], command.slice(1),
      { cwd: '/', encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    if (status !== 0) throw new Error(`${program}: ${stderr || stdout}`);
  }

  // Makes it if there is none.
  make() {
    if (existsSync(join(this.data, 'PG_VERSION'))) return;
    mkdirSync(this.socket, { recursive: true });
    chmodSync(this.folder, 0o755);
    if (this.account) execFileSync('chown', ['-R', this.account, this.folder]);
    this.run('initdb', '-D', this.data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8',
      '--locale=C.UTF-8', '--no-sync');
  }

  start({ filling = false } = {}) {
    const settings = { ...this.settings, ...(filling ? FILLING : {}),
      listen_addresses: '', unix_socket_directories: this.socket, logging_collector: 'off' };
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`).join(' ');
    // Its log must not keep our pipes open.
    this.run('pg_ctl', '-D', this.data, '-l', join(this.folder, 'postgres.log'), '-w', '-t', '120',
      '-o', options, 'start');
    this.running = true;
  }

  stop() {
    if (!this.running) return;
    this.running = false;
    this.run('pg_ctl', '-D', this.data, '-m', 'fast', '-w', '-t', '120', 'stop');
  }

  conninfo(user, database) {
    return `host=${this.socket} user=${user} dbname=${database}`;
  }
}

// Runs SQL as the superuser; gives unaligned rows.
export function psql(conninfo, args, { input, cwd } = {}) {
  const { status, stdout, stderr, signal } = spawnSync('psql',
    ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', conninfo, ...args],
    { encoding: 'utf8', input, cwd, maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, PGOPTIONS: '' } });
  if (status !== 0) throw new Error(`psql ${args.join(' ').slice(0, 200)}: ${signal ?? ''} ${stderr}`);
  return stdout.trim();
}
