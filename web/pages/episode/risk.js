/* Risk over time: the table's words, and its chart. */
import './states.js';
import { find, findAll } from '../../js/dom.js';
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
    agreed: Boolean(item.panel_level) && !item.meeting,
  })),
}));

whenReady('risk', async (region, data) => {
  const place = find(region, '[data-risk-chart]', HTMLElement);
  if (!place) return;
  const levels = await vocabulary('risk_level').catch(() => []);
  place.replaceChildren(riskChart(data.items.filter((/** @type {any} */ { in_error: struck }) => !struck), levels, place.clientWidth));
});

const all = new URLSearchParams(location.search).get('all_versions') === 'true';
whenReady('risk', (region) => {
  for (const link of findAll(region, '[data-versions]', HTMLElement))
    link.hidden = (link.dataset.versions === 'all') === all;
});
