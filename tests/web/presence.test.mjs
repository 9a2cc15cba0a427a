// Who is writing: said at once, then seldom; shown in words; never in the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Presence } from '../../web/pages/meeting/presence.js';

function outside(others = []) {
  const world = { sent: [], shown: [], now: 0, fails: false };
  world.presence = new Presence({
    send: async (discussion, field) => {
      world.sent.push([discussion, field]);
      if (world.fails) throw new Error('offline');
      return { data: { others } };
    },
    labelOf: (field) => ({ summary: 'Summary' })[field] ?? '',
    show: (text) => world.shown.push(text),
  }, () => world.now);
  return world;
}
const settled = () => new Promise((done) => setImmediate(done));

test('typing is said at once, then every few seconds, and anew in another field', async () => {
  const world = outside();
  world.presence.typed('d1', 'summary');
  world.now = 3000;
  world.presence.typed('d1', 'summary');
  world.presence.typed('d1', 'next_review_on-day');
  world.now = 12_000;
  world.presence.typed('d1', 'next_review_on-month');
  await settled();
  assert.deepEqual(world.sent, [['d1', 'summary'], ['d1', 'next_review_on'], ['d1', 'next_review_on']]);
});

test('who only looks is not said to write; who stopped neither', async () => {
  const world = outside();
  await world.presence.look('d1');
  world.presence.typed('d1', 'summary');
  await settled();
  world.now = 21_000;
  await world.presence.look('d1');
  await world.presence.look('d2');
  await world.presence.look('');
  assert.deepEqual(world.sent, [['d1', null], ['d1', 'summary'], ['d1', null], ['d2', null]]);
});

test('the others are told by name and place; a failure hides the hint', async () => {
  const world = outside([{ name: 'Tom', field: 'summary' }, { name: 'Ada', field: 'unknown' }]);
  await world.presence.look('d1');
  assert.equal(world.shown.at(-1), 'Tom is writing in “Summary”. Ada is writing here');
  world.fails = true;
  await world.presence.look('d1');
  assert.equal(world.shown.at(-1), '');
});
