// Rounds, medians, and one line of the report.

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};

// `sides`: name -> function that measures once. After a warm-up of each, they
// take turns, every other round in the opposite order. Gives name -> results.
export async function alternate(bench, sides) {
  const names = Object.keys(sides);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await sides[name]();
  for (let round = 0; round < bench.rounds; round++) {
    for (const name of round % 2 ? [...names].reverse() : names) results[name].push(await sides[name]());
  }
  return results;
}

// The median over the rounds of one side's figure by the other's.
export const ratio = (above, below, figure = 'rate') =>
  median(above.map((result, round) => result[figure] / below[round][figure]));

export const middle = (results, figure = 'rate') => median(results.map((result) => result[figure]));

export const perSecond = (results) => `${Math.round(middle(results)).toLocaleString('en')}/s`;

// One line: `at_least` or `at_most` is the target; without one it only informs.
export function line(goal, value, { at_least: atLeast, at_most: atMost, unit = 'x', digits = 2, figures = '' }) {
  const good = atLeast === undefined && atMost === undefined ? null
    : (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
  const limit = atLeast !== undefined ? `>= ${atLeast}${unit}` : atMost !== undefined ? `<= ${atMost}${unit}` : '';
  return { goal, target: limit, value: `${value.toFixed(digits)}${unit}`, verdict: good === null ? '' : good ? 'PASS' : 'BELOW', figures };
}

export const skipped = (goal, why) => ({ goal, target: '', value: '-', verdict: '', figures: why });
