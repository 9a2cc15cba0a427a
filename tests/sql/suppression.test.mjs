// No hidden cell of a table can be worked out from what is shown. The attacker
// here knows every shown cell and total, that hidden ones are at least 1, and
// tries all tables there could be: at least four values must remain for each
// hidden cell, as many as hiding 1 to 4 leaves by itself.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { useServer } from '../support/server.mjs';

const VALUES_LEFT = 4;
let server;

before(async () => { server = await useServer(); });
after(async () => server?.stop());

// A small generator of its own: the same tables every time.
function randomness(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function coordinates(sizes) {
  return sizes.reduce((all, size) => all.flatMap((at) => [...Array(size).keys()].map((n) => [...at, n])), [[]]);
}

// Inner cells and every total over them, as {at: [...], count}; null is a total.
function table(random, sizes) {
  const inner = new Map(coordinates(sizes).map((at) => [at.join(), [0, 0, 1, 2, 3, 4, 5, 8, 13, 40][random(10)]]));
  const cells = coordinates(sizes.map((size) => size + 1)).map((at) => {
    const place = at.map((n, d) => (n === sizes[d] ? null : n));
    let count = 0;
    for (const [key, value] of inner)
      if (key.split(',').every((n, d) => place[d] === null || place[d] === +n)) count += value;
    return { at: place.map((n) => (n === null ? null : `line ${n}`)), count };
  });
  return cells;
}

async function suppressed(tables) {
  const child = promisify(execFile)('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', server.conninfo, '-f', '-'],
    { maxBuffer: 1 << 26 });
  child.child.stdin.end(`SELECT json_agg(x.hidden ORDER BY t.n)
      FROM jsonb_array_elements('${JSON.stringify(tables)}') WITH ORDINALITY AS t(cells, n)
     CROSS JOIN LATERAL (SELECT json_agg(s.suppressed) AS hidden FROM reporting.suppress(t.cells) AS s) AS x;`);
  return JSON.parse((await child).stdout);
}

// Every line of a table: a total and the cells it is the sum of, as positions.
function lines(cells) {
  const all = [];
  for (const [i, cell] of cells.entries())
    for (const [d, name] of cell.at.entries())
      if (name === null) {
        const parts = cells.map((_, j) => j).filter((j) => cells[j].at[d] !== null
          && cells[j].at.every((n, e) => e === d || n === cell.at[e]));
        all.push({ total: i, parts });
      }
  return all;
}

// Whether there is a table with `wanted` in cell `p` that looks the same. Tried
// are values up to 6 from the true ones, which can only make it look worse.
function possible(cells, hidden, all, p, wanted) {
  const value = cells.map((cell, i) => (hidden[i] ? null : cell.count));
  value[p] = wanted;
  const open = value.map((v, i) => (v === null ? i : -1)).filter((i) => i >= 0)
    .sort((a, b) => cells[a].at.filter((n) => n === null).length - cells[b].at.filter((n) => n === null).length);
  const of = cells.map((_, i) => all.filter((line) => line.total === i || line.parts.includes(i)));
  const holds = ({ total, parts }) => {
    let sum = 0;
    let missing = 0;
    for (const part of parts) if (value[part] === null) missing += 1; else sum += value[part];
    if (value[total] === null) return true;
    return missing ? sum + missing <= value[total] : sum === value[total];
  };
  const fill = (n) => {
    if (n === open.length) return true;
    const i = open[n];
    for (let step = 0; step <= 12; step += 1) {
      const tried = cells[i].count + (step % 2 ? -1 : 1) * Math.ceil(step / 2);
      if (tried < 1) continue;
      value[i] = tried;
      if (of[i].every(holds) && fill(n + 1)) return true;
    }
    value[i] = null;
    return false;
  };
  return of[p].every(holds) && fill(0);
}

function valuesLeft(cells, hidden, all, p) {
  let left = 0;
  for (let wanted = Math.max(1, cells[p].count - 5); wanted <= cells[p].count + 5 && left < VALUES_LEFT; wanted += 1)
    left += possible(cells, hidden, all, p, wanted);
  return left;
}

function weakest(cells, hidden) {
  const all = lines(cells);
  return Math.min(Infinity, ...cells.map((_, i) => i).filter((i) => hidden[i]).map((i) => valuesLeft(cells, hidden, all, i)));
}

// Sizes of a table, and how many of them; large ones take the attacker long.
const SHAPES = [[[2], 25], [[3], 25], [[5], 25], [[2, 2], 25], [[3, 2], 25], [[3, 3], 12], [[2, 2, 2], 12]];

test('random tables: nothing small is shown, zeros stay, and nothing hidden can be worked out', async () => {
  const random = randomness(20261122);
  const tables = SHAPES.flatMap(([sizes, many]) => Array.from({ length: many }, () => table(random, sizes)));
  const answers = await suppressed(tables);
  let hiddenCells = 0;
  let pinnedWithoutMore = 0;
  for (const [n, cells] of tables.entries()) {
    const hidden = answers[n];
    const small = cells.map(({ count }) => count > 0 && count < 5);
    cells.forEach(({ count }, i) => {
      if (small[i]) assert.ok(hidden[i], `a count of ${count} is shown`);
      if (count === 0) assert.ok(!hidden[i], 'a zero is hidden');
      hiddenCells += hidden[i];
    });
    assert.ok(weakest(cells, hidden) >= VALUES_LEFT, JSON.stringify({ cells, hidden }));
    pinnedWithoutMore += weakest(cells, small) < VALUES_LEFT;
  }
  // The attacker is worth his salt: without further cells he finds most.
  assert.ok(hiddenCells > 300);
  assert.ok(pinnedWithoutMore > 50, `${pinnedWithoutMore} tables were open before`);
});

test('a list whose total is known elsewhere keeps its total, and its secret', async () => {
  const random = randomness(7);
  const lists = Array.from({ length: 60 }, () => table(random, [2 + random(3)]))
    .filter((cells) => cells.at(-1).count >= 5)
    .map((cells) => cells.map((cell) => (cell.at[0] === null ? { ...cell, keep: true } : cell)));
  const answers = await suppressed(lists);
  for (const [n, cells] of lists.entries()) {
    const hidden = answers[n];
    assert.equal(hidden.at(-1), false);
    if (hidden.slice(0, -1).every(Boolean)) continue; // withheld whole, zeros too
    assert.ok(weakest(cells, hidden) >= VALUES_LEFT, JSON.stringify({ cells, hidden }));
  }
});

test('what was hidden before stays hidden, and protected', async () => {
  const cells = [{ at: ['a'], count: 30, hide: true }, { at: ['b'], count: 9 }, { at: ['c'], count: 60 }, { at: [null], count: 99 }];
  const [hidden] = await suppressed([cells]);
  assert.deepEqual(hidden, [true, true, false, false]);
});

test('a table with nothing small is shown whole', async () => {
  assert.deepEqual(await suppressed([[{ at: ['a'], count: 5 }, { at: ['b'], count: 0 }, { at: [null], count: 5 }], []]),
    [[false, false, false], null]);
});

test('a total that nobody publishes needs no second cell', async () => {
  assert.deepEqual(await suppressed([[{ at: ['a'], count: 2 }, { at: ['b'], count: 7 }]]), [[true, false]]);
});
