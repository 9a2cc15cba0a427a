// R3: whoever has the server's password and no session is told nothing by any
// function that the server may call: a record of the demo partnership answers as
// one that is not there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { root, useServer } from '../support/server.mjs';

let server;
before(async () => { server = await useServer(); });
after(async () => server?.stop());

test('without a session no function tells of a record', async (t) => {
  const child = promisify(execFile)('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', server.conninfo, '-f', '-'],
    { maxBuffer: 16 * 1024 * 1024 });
  child.child.stdin.end(`BEGIN;
\\ir ${join(root, 'tests/support/without_session.sql')}
SELECT json_agg(t) FROM pg_temp.told() AS t;
ROLLBACK;`);
  const told = JSON.parse((await child).stdout);
  const { asked } = told.pop();
  assert.ok(asked > 5000, `${asked} asked`);
  t.diagnostic(`${asked} calls`);
  assert.deepEqual(told.map((each) => `${each.function} of ${each.record}: ${each.says}`), []);
});
