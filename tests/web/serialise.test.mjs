/* Form fields to JSON, faults back to fields, objects into forms. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  namePath, pointerToName, toJson, toPairs, toParts,
} from '../../web/js/serialise.js';

const text = (name, value) => ({ name, value });

test('names and pointers', () => {
  assert.deepEqual(namePath('title'), ['title']);
  assert.deepEqual(namePath('concerns[0][concern]'), ['concerns', 0, 'concern']);
  assert.equal(pointerToName('/concerns/0/concern'), 'concerns[0][concern]');
  assert.equal(pointerToName('/a~1b'), 'a/b');
  assert.equal(pointerToName(''), '');
});

test('what is empty is left out of something new', () => {
  const { body } = toJson([text('note', ' '), text('title', 'Visit')]);
  assert.deepEqual(body, { title: 'Visit' });
});

test('what is empty is emptied in a change', () => {
  const { body } = toJson(
    [text('note', ''), { name: 'needs', value: 'x', kind: 'list', off: true }],
    { partial: true },
  );
  assert.deepEqual(body, { note: null, needs: [] });
});

test('kinds', () => {
  const { body } = toJson([
    { name: 'minutes', value: '45', kind: 'integer' },
    { name: 'cost', value: '£1,250.50', kind: 'number' },
    { name: 'odd', value: 'many', kind: 'integer' },
    { name: 'safe', value: 'false', kind: 'boolean' },
    { name: 'seen', value: 'true', kind: 'boolean' },
    { name: 'alone', value: 'true', kind: 'boolean', off: true },
    { name: 'tags', value: 'a', kind: 'list' },
    { name: 'tags', value: 'b', kind: 'list', off: true },
    { name: 'tags', value: 'c', kind: 'list' },
    { name: 'concerns', value: 'cce', kind: 'list', member: 'concern' },
  ]);
  assert.deepEqual(body, {
    minutes: 45, cost: 1250.5, odd: 'many', safe: false, seen: true,
    alone: false, tags: ['a', 'c'], concerns: [{ concern: 'cce' }],
  });
});

test('dates in three boxes and instants', () => {
  const { body } = toJson([
    text('born_on-day', '3'), text('born_on-month', '3'),
    text('born_on-year', '2010'), text('at-day', '1'), text('at-month', '7'),
    text('at-year', '2026'), text('at-time', '2:15pm'),
    text('due_on-day', ''), text('due_on-month', ''), text('due_on-year', ''),
  ]);
  assert.deepEqual(body, { born_on: '2010-03-03', at: '2026-07-01T13:15:00Z' });
});

test('dates inside rows', () => {
  const { body } = toJson([
    text('moves[0][on]-day', '1'), text('moves[0][on]-month', '2'),
    text('moves[0][on]-year', '2026'),
  ]);
  assert.deepEqual(body, { moves: [{ on: '2026-02-01' }] });
});

test('gaps and empty rows close, and faults find the row that was meant', () => {
  const { body, names } = toJson([
    text('people[0][name]', ''), text('people[2][name]', 'Second'),
    text('people[5][name]', 'Fifth'), text('people[5][role]', ''),
  ]);
  assert.deepEqual(body, { people: [{ name: 'Second' }, { name: 'Fifth' }] });
  assert.equal(names('/people/0/name'), 'people[2][name]');
  assert.equal(names('/people/1/role'), 'people[5][role]');
  assert.equal(names('/people'), 'people');
  assert.equal(names('/other'), 'other');
});

test('an object into the fields of a form', () => {
  assert.deepEqual(
    toPairs({ a: 1, b: null, c: { d: true }, e: [{ f: 'x' }], g: ['p', 'q'] }),
    [['a', '1'], ['b', ''], ['c[d]', 'true'], ['e[0][f]', 'x'], ['g', 'p'], ['g', 'q']],
  );
  assert.deepEqual(toParts('2010-03-09'), {
    day: '9', month: '3', year: '2010', date: '2010-03-09', time: '',
  });
  assert.equal(toParts('2026-07-01T13:15:00Z').time, '14:15');
});
