/* The quarters of a year as columns, the spokes as rows. */
import { transform } from '../../js/region.js';
import './states.js';

/** "2026-27" @param {number} year */
const yearName = (year) => `${year}-${String((year + 1) % 100).padStart(2, '0')}`;

transform('hub', (data) => {
  /** @type {{quarter: string, quarter_name: string, spoke: string, spoke_name: string, state: string, match: {enough: boolean} | null}[]} */
  const items = data.items;
  const quarters = [...new Map(items.map((item) => [item.quarter, item.quarter_name])).entries()].sort();
  const spokes = [...new Map(items.map((item) => [item.spoke, item.spoke_name])).entries()].sort((a, b) => a[1].localeCompare(b[1]));
  const first = quarters[0]?.[0] ?? '';
  const year = Number(first.slice(0, 4));
  const now = new Date();
  return {
    ...data,
    waiting: items.filter((item) => item.state === 'submitted' || item.state === 'restated'),
    quarters: quarters.map(([, name]) => ({ name })),
    spokes: spokes.map(([code, name]) => ({ name, cells: quarters.map(([quarter]) => {
      const found = items.find((item) => item.spoke === code && item.quarter === quarter);
      return { ...found, short: found?.match ? !found.match.enough : false };
    }) })),
    year_name: yearName(year), before: year - 1, before_name: yearName(year - 1),
    after: year < now.getFullYear() - (now.getMonth() < 3 ? 1 : 0) ? year + 1 : null, after_name: yearName(year + 1),
  };
});
