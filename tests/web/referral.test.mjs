/* How far a referral has come, and settings in groups: both in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsOf, whereNow } from '../../web/pages/referral/progress.js';
import { grouped, shownOf } from '../../web/pages/setting/groups.js';

const referral = (more) => ({
  state: 'submitted', submitted_at: '2026-01-05T10:00:00Z', triaged_at: null, decided_at: null,
  told_at: null, heard_at: null, questions: [], result: null, ...more });
const texts = (more) => stepsOf(referral(more)).map(({ text, done }) => `${done ? 'x' : '-'} ${text}`);

test('what is done is told as done, what is to come as to come', () => {
  assert.deepEqual(stepsOf(referral({ state: 'draft', submitted_at: null })), []);
  assert.deepEqual(texts(), ['x You sent it', '- We look at it', '- We decide what to do', '- We write to you']);
  assert.deepEqual(texts({ state: 'information_requested', triaged_at: 'x', questions: [{ asked_at: 'y' }] }),
    ['x You sent it', 'x We looked at it', 'x We asked you a question', '- We decide what to do', '- We write to you']);
  assert.deepEqual(texts({ state: 'declined', triaged_at: 'x', decided_at: 'y', told_at: 'z' }),
    ['x You sent it', 'x We looked at it', 'x Not accepted', 'x We wrote to you']);
  assert.deepEqual(texts({ state: 'accepted_to_panel', triaged_at: 'x', decided_at: 'y' }).slice(-3),
    ['x Accepted: the panel will discuss them', '- We write to you',
      '- The meeting discusses it, and we write to you again']);
  assert.deepEqual(texts({ state: 'withdrawn', result: { at: 'y' } }), ['x You sent it', 'x It was withdrawn']);
});

test('one line says where it is now', () => {
  assert.equal(whereNow({ state: 'information_requested' }), 'We need your answer');
  assert.equal(whereNow({ state: 'declined', told_at: null }), 'Not accepted');
  assert.equal(whereNow({ state: 'declined', told_at: 'x' }), 'Not accepted: we have written to you');
});

test('numbers say what they count, codes their words, long words how they begin', () => {
  const setting = (more) => ({ setting: 's', group: 'clocks', kind: 'number', value: '1', words: null, unit: 'working days', ...more });
  assert.equal(shownOf(setting()), '1 working day');
  assert.equal(shownOf(setting({ value: '2' })), '2 working days');
  assert.equal(shownOf(setting({ kind: 'codes', value: 'a|b', words: 'A, B', unit: null })), 'A, B');
  const groups = grouped([setting(), setting({ group: 'letters', kind: 'text', unit: null, value: 'x '.repeat(200) })], true);
  assert.deepEqual(groups.map(({ title }) => title), ['Working-day clocks', 'Letters to referrers']);
  assert.ok(groups[1].items[0].shown.length < 150 && groups[1].items[0].shown.endsWith('…'));
  assert.equal(groups[0].items[0].may_change, true);
});
