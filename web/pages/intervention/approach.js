/* Says what to beware of when an approach is chosen. */
import { find } from '../../js/dom.js';
import { Scope } from '../../js/scope.js';
import { vocabulary } from '../../js/vocab.js';
import { render } from '../../js/view.js';

/** @param {string} code */
async function say(code) {
  const place = find(document, '[data-approach-said]', HTMLElement);
  const template = find(document, '#approach-caution', HTMLTemplateElement);
  if (!place || !template) return;
  const items = await vocabulary('intervention_approach');
  const detail = /** @type {any} */ (items.find((item) => item.code === code))?.detail;
  const scope = new Scope({
    caution: detail?.caution ?? '',
    harmful: detail?.impact === 'harmful',
  });
  place.replaceChildren(render(template, scope));
}

document.addEventListener('change', (event) => {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.name === 'approach')
    void say(field.value);
});
