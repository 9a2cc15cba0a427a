/* Paths, conditions and formats of the templates; addresses of pages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.sessionStorage = { getItem: () => null, setItem() {}, removeItem() {} };
const { Scope } = await import('../../web/js/scope.js');
const { matchPattern } = await import('../../web/js/params.js');
const { formatValue } = await import('../../web/js/format.js');
const { tagClass } = await import('../../web/js/tags.js');
const { groupTasks } = await import('../../web/pages/home/tasks.js');

const outer = new Scope({ name: 'Outer', id: 'o/1' }, null, { id: 'p1' });
const scope = new Scope({ id: 'i', risk: { level: 'high' }, list: [], names: ['A', 'B'] }, outer, { index: 2 });

test('a missing field is never borrowed from the object around', () => {
  assert.equal(scope.get('name'), undefined);
  assert.equal(scope.text('name'), '');
  assert.equal(scope.get('^.name'), 'Outer');
  assert.equal(scope.get('risk.level'), 'high');
  assert.equal(scope.get('names.1'), 'B');
  assert.equal(scope.get('@index'), 2);
  assert.equal(scope.get('@id'), 'p1');
  assert.equal(scope.get('none.at.all'), undefined);
});

test('conditions', () => {
  for (const [condition, holds] of [
    ['risk', true], ['list', false], ['names', true], ['risk.level=high,low', true],
    ['risk.level=low', false], ['risk.level!=low', true], ['none=', true],
    ['risk and names', true], ['risk and list', false],
  ])
    assert.equal(scope.holds(condition), holds, condition);
});

test('addresses are made safe, plain texts are not touched', () => {
  assert.equal(scope.fill('/people/{^.id}?n={@index}'), '/people/o%2F1?n=2');
  assert.equal(scope.fill('{^.name} & {names}', true), 'Outer & A, B');
});

test('patterns', () => {
  assert.deepEqual(matchPattern(['/people/new', '/people/{id}'], '/people/7/'), { id: '7' });
  assert.deepEqual(matchPattern(['/people/new', '/people/{id}'], '/people/new'), {});
  assert.equal(matchPattern(['/people/{id}'], '/people'), null);
});

test('formats', () => {
  for (const [value, format, text] of [
    ['2025-03-03', 'date', '3 March 2025'],
    ['2025-07-03T13:15:00Z', 'instant', '3 July 2025 at 2:15pm'],
    ['2025-07-03T23:30:00Z', 'instant', '4 July 2025 at 12:30am'],
    ['2025-01-03T12:00:00Z', 'instant', '3 January 2025 at midday'],
    ['2025-01-03T09:00:00Z', 'time', '9am'],
    [['a_b', 'c'], 'label:none', 'A b, C'],
    [1, 'count:young person/young people', '1 young person'],
    [['x', 'y'], 'count:item', '2 items'],
    [0, 'count:item', '0 items'],
    [false, 'yesno', 'No'],
    [1234.5, 'money', '£1,234.50'],
    [null, 'date', ''],
  ])
    assert.equal(formatValue(value, format), text, format);
  assert.throws(() => formatValue('x', 'nosuch'), /no format/);
});

test('tags never lack a colour', () => {
  assert.deepEqual(tagClass('risk_level', 'very_high'), ['govuk-tag--risk-very-high']);
  assert.deepEqual(tagClass('episode_state', 'closed'), ['govuk-tag--grey']);
  assert.deepEqual(tagClass('unheard', 'of'), ['govuk-tag--grey']);
});

test('tasks are grouped by when they are due, each once', () => {
  const task = (id, due_on, overdue = false) => ({ id, kind: 'action', title: id, due_on, href: null, overdue });
  const { groups, total, overdue } = groupTasks(
    [task('later', '2026-06-30'), task('none', null), task('late', '2026-05-01', true),
      task('today', '2026-06-01'), task('soon', '2026-06-08')],
    '2026-06-01',
  );
  assert.deepEqual(groups.map((g) => [g.title, g.items.map((t) => t.id)]), [
    ['Overdue', ['late']], ['Today', ['today']],
    ['In the next 7 days', ['soon']], ['Later', ['later', 'none']],
  ]);
  assert.deepEqual([total, overdue], [5, 1]);
});
