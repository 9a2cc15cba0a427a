// The commands that need no database, and what they say when called wrongly.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, programPath, root } from '../support/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'throughline-settings-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(args, variables = {}) {
  const { status, stdout, stderr } = spawnSync(programPath(), args,
    { maxBuffer: 64 * 1024 * 1024, cwd: root, env: cleanEnvironment(variables), encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('no command, or an unknown one: usage and exit code 2', () => {
  for (const args of [[], ['dance'], ['--help']]) {
    const { status, stderr } = run(args);
    assert.equal(status, 2);
    assert.match(stderr, /^usage: throughline COMMAND/);
  }
  assert.match(run(['--version']).stdout, /^throughline \d+\.\d+\.\d+\n$/);
  assert.equal(run(['routes', 'all']).status, 2);
});

test('serve never falls back to a database of its own', () => {
  const { status, stderr } = run(['serve']);
  assert.equal(status, 1);
  assert.match(stderr, /serve needs the setting database/);
});

test('a colour that white text cannot be read on is refused', () => {
  const { status, stderr } = run(['check-config'], { THROUGHLINE_PARTNERSHIP_COLOUR: '#ffd500' });
  assert.equal(status, 1);
  assert.match(stderr, /partnership_colour is like #123a4a/);
});

test('an unknown setting is an error that names its line', () => {
  const file = join(folder, 'wrong.conf');
  writeFileSync(file, '[http]\n# fine\nport = 8080\nprot = 1\n');
  const { status, stderr } = run(['check-config'], { THROUGHLINE_CONFIG: file });
  assert.equal(status, 1);
  assert.match(stderr, /wrong\.conf, line 4: there is no setting prot in section \[http\]/);
  assert.match(run(['check-config'], { THROUGHLINE_PROT: '1' }).stderr,
    /THROUGHLINE_PROT: there is no such setting/);
});

test('the example is a good settings file', () => {
  const { status, stdout, stderr } = run(['check-config'], {
    THROUGHLINE_CONFIG: join(root, 'config/throughline.conf.example'),
    THROUGHLINE_WEB_ROOT: process.env.THROUGHLINE_WEB_ROOT ?? '' });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^settings: good$/m);
});

test('a secret never shows', () => {
  const { stdout, stderr } = run(['check-config'],
    { THROUGHLINE_DATABASE: 'host=db password=hunter2-hunter2' });
  assert.match(stdout, /^database: set$/m);
  assert.doesNotMatch(stdout + stderr, /hunter2/);
});

test('healthcheck tells by its exit code', async () => {
  let status = 200;
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(request.url);
    response.writeHead(status).end('{}');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const variables = cleanEnvironment({ THROUGHLINE_PORT: String(server.address().port) });
  // Not spawnSync: the server it asks is in this process.
  const check = () => new Promise((resolve) => {
    spawn(programPath(), ['healthcheck'], { cwd: root, env: variables }).on('exit', resolve);
  });
  assert.equal(await check(), 0);
  status = 503;
  assert.equal(await check(), 1);
  await new Promise((resolve) => server.close(resolve));
  assert.equal(await check(), 1);
  assert.deepEqual(seen, ['/healthz', '/healthz']);
});

test('the route table is the committed one, so that a changed permission shows', () => {
  const { status, stdout } = run(['routes']);
  assert.equal(status, 0);
  assert.equal(stdout, readFileSync(join(root, 'tests/api/routes.txt'), 'utf8'),
    'if the change is right: build-test/throughline routes > tests/api/routes.txt');
});

test('openapi prints a document with the served paths', () => {
  const { status, stdout } = run(['openapi']);
  assert.equal(status, 0);
  const document = JSON.parse(stdout);
  assert.match(document.openapi, /^3\.1\./);
  assert.ok(Object.keys(document.paths).length > 0);
});
