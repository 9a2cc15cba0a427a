// How the pages of users sort what they are told, and what a link looks like.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkOf, userOf } from '../../web/pages/admin/sorted.js';

const grant = (state) => ({ state });

test('what is held stands apart from what was, what waits from what was decided', () => {
  const user = userOf({ state: 'invited', link: { state: 'expired' },
    grants: [grant('held'), grant('ended'), grant('to_come')],
    proposals: [grant('waiting'), grant('confirmed'), grant('refused'), grant('expired')] });
  assert.deepEqual(user.held.map((g) => g.state), ['held', 'to_come']);
  assert.deepEqual(user.past.map((g) => g.state), ['ended']);
  assert.deepEqual(user.waiting.map((g) => g.state), ['waiting']);
  assert.deepEqual(user.decided.map((g) => g.state), ['refused', 'expired'], 'a confirmed one is a role');
  assert.deepEqual([user.link_open, user.invite_over], [false, true]);
});

test('the secret of a link stands after the #, where no server sees it', () => {
  const link = new URL(linkOf('s3cret', 'https://vrp.example'));
  assert.equal(link.pathname + link.search, '/accept');
  assert.equal(link.hash, '#s3cret');
});
