/* Risk over time: the table's words, and its chart. */
import './states.js';
import { find } from '../../js/dom.js';
import { transform, whenReady } from '../../js/region.js';
import { riskChart } from '../../js/risk-chart.js';
import { vocabulary } from '../../js/vocab.js';

/** @type {Record<string, string>} */
const CHANGES = {
  baseline: 'First assessment',
  reduced: 'Reduced',
  same: 'The same',
  increased: 'Increased',
  not_comparable: 'Not comparable: another version of the scale',
};

transform('risk', (data) => ({
  ...data,
  items: data.items.map((/** @type {any} */ item) => ({
    ...item,
    change_text: CHANGES[item.change],
    baseline_text: CHANGES[item.change_from_baseline],
    differs: item.panel_level && item.panel_level !== item.practitioner_level,
  })),
}));

whenReady('risk', async (region, data) => {
  const place = find(region, '[data-risk-chart]', HTMLElement);
  if (!place) return;
  const levels = await vocabulary('risk_level').catch(() => []);
  place.replaceChildren(riskChart(data.items, levels, place.clientWidth));
});
