/* A new assessment: when the spoke looks at the chosen level again. */
import './states.js';
import { find } from '../../js/dom.js';
import { formatValue } from '../../js/format.js';
import { whenReady } from '../../js/region.js';

/**
 * The level that will hold: the panel's where there is one.
 * @param {HTMLFormElement} form
 */
function levelOf(form) {
  const data = new FormData(form);
  return String(data.get('panel_level') || data.get('practitioner_level') || '');
}

whenReady('episode', (region, data) => {
  const form = find(region, 'form#risk', HTMLFormElement);
  const hint = form && find(form, '[data-review-dates] .govuk-hint', HTMLElement);
  if (!form || !hint) return;
  const usual = hint.textContent ?? '';
  const say = () => {
    const due = data.review_dates?.[levelOf(form)];
    hint.textContent = due
      ? `${formatValue(due, 'date')} by the spoke's period for this level, if you leave it empty`
      : usual;
  };
  form.addEventListener('change', say);
  say();
});
