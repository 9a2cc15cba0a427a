// The pictures of dashboards: what is drawn, to which scale, and what is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawn, linePath, marked, niceTop, scales, shortened } from '../../web/js/figure-chart.js';

const cell = (value) => ({ value, hidden: value === null });
const SHEET = {
  label: 'Flow', chart: 'lines',
  columns: [{ label: 'Came', unit: 'count', mark: true }, { label: 'Not drawn', unit: 'count', mark: false }, { label: 'Open', unit: 'count', mark: true }],
  rows: [[2, 900, 30], [null, 900, 34], [4, 900, 40]].map((values, n) => ({ label: `Week ${n}`, total: false, cells: values.map(cell) }))
    .concat([{ label: 'All', total: true, cells: [6, 2700, 104].map(cell) }]),
};

test('columns that are marked, lines without their sum', () => {
  assert.deepEqual(marked(SHEET).map(({ at }) => at), [0, 2]);
  assert.equal(drawn(SHEET).length, 3);
});

test('what is ten times as much has a picture of its own', () => {
  assert.deepEqual(scales(SHEET).map((group) => group.map(({ label, k }) => `${label} ${k}`)), [['Came 0'], ['Open 1']]);
  const near = { ...SHEET, rows: SHEET.rows.map((row) => ({ ...row, cells: [cell(20), cell(1), cell(40)] })) };
  assert.deepEqual(scales(near).map((group) => group.length), [2]);
});

test('a hidden number breaks the line', () => {
  assert.equal(linePath(SHEET, 0, 100, 100, 5).match(/M/g).length, 2);
  assert.equal(linePath(SHEET, 2, 100, 100, 50).match(/M/g).length, 1);
});

test('round tops, and names that fit', () => {
  assert.deepEqual([0, 5, 6, 23, 212, 260].map(niceTop), [5, 5, 10, 25, 250, 500]);
  assert.equal(shortened('Short', 200), 'Short');
  assert.match(shortened('A name that is far too long for a phone', 100), /^A name.*…$/);
});
