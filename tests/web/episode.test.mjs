/* What the pages of the work say: risk as a picture, change in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeText, distanceRow, itemsText, questionOf, valueText } from '../../web/js/outcome-words.js';
import { placePoints, stepPath } from '../../web/js/risk-chart.js';

const LEVELS = ['low', 'medium', 'high', 'very_high'].map((code) => ({ code, label: code }));
const assessed = (at, level, practitioner = level) =>
  ({ assessed_at: `${at}T12:00:00Z`, level, practitioner_level: practitioner });
const UNTIL = Date.parse('2026-01-31T12:00:00Z');

test('risk goes from left to right by time, up by level', () => {
  const points = placePoints([assessed('2026-01-11', 'low'), assessed('2026-01-01', 'very_high', 'high'),
    assessed('2026-01-21', 'medium')], LEVELS, 640, UNTIL);
  assert.deepEqual(points.map(({ x }) => Math.round(x)), [86, 265, 443]);
  const [first, second, third] = points;
  assert.ok(first.y < third.y && third.y < second.y);
  assert.ok(first.ring > first.y, 'the practitioner said less');
  assert.equal(second.ring, null);
});

test('a level of another scale has no place', () => {
  assert.equal(placePoints([assessed('2026-01-11', 'level_9')], LEVELS, 640, UNTIL).length, 0);
  assert.deepEqual(placePoints([], LEVELS, 640, UNTIL), []);
});

test('the level holds until the next, and until today', () => {
  assert.equal(stepPath([], 300), '');
  assert.equal(stepPath([{ x: 86, y: 16, ring: null }, { x: 200, y: 100, ring: null }], 300),
    'M86.0 16.0H200.0V100.0H282');
});

test('a value reads in its words, else as a number', () => {
  assert.equal(valueText({ value: 4, words: 'Very high' }), 'Very high');
  assert.equal(valueText({ value: 0, words: null }), '0');
  assert.equal(valueText({ value: 17.98, words: null }), '17.98');
  assert.equal(valueText({ value: null, words: null }), '');
  assert.equal(valueText(null), '');
});

test('a change has its sign; none has no text', () => {
  assert.deepEqual([2, -1.5, 0, null].map(changeText), ['+2', '−1.5', '', '']);
});

test('an empty place says why', () => {
  const tried = distanceRow({ baseline: { value: 2 }, latest: null, change: null,
    outcomes: [{ point: 'baseline', value: 2 }, { point: 'exit', value: null, not_measured: 'declined_to_say' }] });
  assert.equal(tried.baseline_text, '2');
  assert.equal(tried.latest_missing, 'Not measured');
  const never = distanceRow({ baseline: null, latest: { value: 3 }, change: null, outcomes: [{ point: 'exit', value: 3 }] });
  assert.equal(never.baseline_missing, 'Missing');
});

test('a measure asks for its answers, or for a number in its range', () => {
  const values = [{ code: 'no', label: 'No', detail: { instrument: 'yes_no', score: '0' } },
    { code: 'yes', label: 'Yes', detail: { instrument: 'yes_no', score: '1' } }];
  const measure = (detail) => ({ code: 'x', label: 'X', detail });
  assert.deepEqual(questionOf(measure({ instrument: 'yes_no', min: '0', max: '1', step: '1' }), values).answers,
    [{ label: 'No', value: '0' }, { label: 'Yes', value: '1' }]);
  assert.deepEqual(questionOf(measure({ instrument: 'one_to_five', min: '1', max: '5', step: '1' }), values),
    { answers: [], hint: '1 to 5, a whole number', items: null, named: null });
  assert.equal(questionOf(measure({ instrument: 'percent', min: '0', max: '100', step: '0.01' }), values).hint, '0 to 100');
  assert.equal(questionOf(measure({ instrument: 'rcads', min: '', max: '', step: '0.01' }), values).hint, 'The score');
});

test('an instrument with items asks for each, by name where they have one', () => {
  const sdq = { code: 'sdq_total', label: 'SDQ', detail: { instrument: 'sdq', min: '0', max: '40', step: '1', items: '2',
    item_min: '0', item_max: '10', item_labels: 'Conduct problems|Prosocial' } };
  assert.deepEqual(questionOf(sdq, []).items, { labels: ['Conduct problems', 'Prosocial'],
    hint: 'Each from 0 to 10. The score is worked out from all of them.' });
  assert.equal(itemsText({ items: [4, 9] }, sdq), 'Conduct problems 4, Prosocial 9');
  const mental = { code: 'swemwbs', label: 'S', detail: { items: '2', item_min: '1', item_max: '5' } };
  assert.deepEqual(questionOf(mental, []).items?.labels, ['Item 1', 'Item 2']);
  assert.equal(itemsText({ items: null }, sdq), '');
});

test('a score says its band beside its number', () => {
  assert.equal(valueText({ value: 17, words: null, band: 'High' }), '17 (high)');
});
