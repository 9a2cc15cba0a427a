/* A row of a file in words. */

/** @param {string} code */
export function words(code) {
  const text = code.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const NUMBER = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** @param {any} row */
export function rowOf({ line, cells }) {
  const figures = cells.figures ?? [];
  const named = cells.subject ?? cells.name ?? '';
  const dims = Object.values(cells.dims ?? {}).map((each) => words(String(each)));
  return {
    line,
    what: [cells.area, named || figures.map((/** @type {any} */ f) => words(f.measure)).join(', ')].filter(Boolean).join(': '),
    more: [...dims, cells.wording ?? ''].filter(Boolean).join(', '),
    said: figures.map((/** @type {any} */ f) =>
      [NUMBER.format(f.value), named ? f.unit : ''].filter(Boolean).join(' ')).join(', ') || 'None',
  };
}
