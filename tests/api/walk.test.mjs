// The walk that README.md shows: referral to closure with curl, and the whole
// of it in the journey afterwards.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';

import { root, useServer } from '../support/server.mjs';

const server = await useServer();
after(async () => server.stop());

const accounts = process.env.THROUGHLINE_ACCOUNTS ?? join(server.folder ?? '', 'demo-accounts.json');

test('a young person goes from referral to closure through the API', async () => {
  const { stdout } = await promisify(execFile)(join(root, 'docs/walk.sh'), [],
    { env: { ...process.env, BASE: server.baseUrl, ACCOUNTS: accounts } });
  const journey = stdout.slice(stdout.indexOf('7. '));
  for (const event of ['closure  Episode closed', 'episode  Removed from active monitoring',
    'risk  Risk assessed: Low', 'outcome  Feeling safe at school', 'allocation  1-2-1 mentoring: Completed',
    'session  1-2-1 mentoring: Attended', 'discussion  Extra panel', 'triage  Accepted to panel', 'triage  Triage began', 'referral  Referral:'])
    assert.ok(journey.includes(event), `the journey shows "${event}":\n${journey}`);
});
