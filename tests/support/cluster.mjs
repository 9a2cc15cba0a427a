// A PostgreSQL of a benchmark's or a fault drill's own: in a folder of theirs,
// reachable over a socket in it only. Filled with fsync off, measured with
// fsync on.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

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
  autovacuum: 'off', max_wal_size: '2GB', maintenance_work_mem: '512MB', max_parallel_maintenance_workers: '1' };

function programs() {
  const base = '/usr/lib/postgresql';
  const majors = existsSync(base)
    ? readdirSync(base).filter((name) => existsSync(join(base, name, 'bin/initdb'))) : [];
  if (majors.length === 0) throw new Error('no PostgreSQL server is installed');
  return join(base, majors.sort((a, b) => a - b).at(-1), 'bin');
}

export class Cluster {
  // settings: of postgresql.conf, over those measured with.
  constructor(folder, sharedBuffers, settings = {}) {
    this.bin = programs();
    this.folder = folder;
    this.data = join(folder, 'data');
    this.socket = join(folder, 'socket');
    this.settings = { shared_buffers: sharedBuffers, ...MEASURED, ...settings };
    this.running = false;
    // PostgreSQL will not run as root.
    this.account = process.getuid() === 0 ? 'postgres' : null;
  }

  // Files and folders that PostgreSQL's account has to write.
  own(paths) {
    if (this.account) execFileSync('chown', [this.account, ...paths]);
  }

  command(program, args) {
    const command = [join(this.bin, program), ...args];
    if (this.account) command.unshift('runuser', '-u', this.account, '--');
    return command;
  }

  run(program, ...args) {
    const command = this.command(program, args);
    const { status, stderr, stdout } = spawnSync(command[0], command.slice(1),
      { cwd: '/', encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    if (status !== 0) throw new Error(`${program}: ${stderr || stdout}`);
    return stdout;
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

  startArguments(filling, patience) {
    const settings = { ...this.settings, ...(filling ? FILLING : {}),
      listen_addresses: '', unix_socket_directories: this.socket, logging_collector: 'off' };
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`).join(' ');
    // Its log must not keep our pipes open.
    return ['-D', this.data, '-l', join(this.folder, 'postgres.log'), '-w', '-t', String(patience),
      '-o', options, 'start'];
  }

  start({ filling = false } = {}) {
    this.run('pg_ctl', ...this.startArguments(filling, 120));
    this.running = true;
  }

  // The same while this process does other things; so do the drills.
  async startBeside({ patience = 120, env = {} } = {}) {
    const [program, ...args] = this.command('pg_ctl', this.startArguments(false, patience));
    await promisify(execFile)(program, args, { cwd: '/', env: { ...process.env, ...env } });
    this.running = true;
  }

  // The process id of PostgreSQL, 0 if there is none.
  pid() {
    const file = join(this.data, 'postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  }

  // mode 'immediate' is what a crash is.
  stop(mode = 'fast') {
    if (!this.running) return;
    this.running = false;
    this.run('pg_ctl', '-D', this.data, '-m', mode, '-w', '-t', '120', 'stop');
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
