/* Nobody opens a critical incident without saying what for. */
import { find } from '../../js/dom.js';
import { enhance } from '../../js/enhance.js';
import { params, query } from '../../js/params.js';
import { transform } from '../../js/region.js';
import { Scope } from '../../js/scope.js';
import { principal } from '../../js/session.js';
import { render } from '../../js/view.js';
import '../../js/person-picker.js';
import { withChanges } from '../place/changes.js';

/* Who goes on to change it does so for the purpose it was opened for. */
transform('incident', (data) => ({ ...withChanges(data), opened_for: query().get('purpose') }));

async function start() {
  const place = find(document, '[data-incident]', HTMLElement);
  if (await principal()) open(place);
  place?.removeAttribute('aria-busy');
}

/** @param {HTMLElement | null} place */
function open(place) {
  const asked = find(document, '[data-purpose]', HTMLElement);
  const template = find(document, '#incident-whole', HTMLTemplateElement);
  if (!asked || !place || !template) return;
  if (!query().get('purpose')) {
    asked.hidden = false;
    return;
  }
  place.replaceChildren(render(template, new Scope(null, null, params())));
  enhance(place);
}

void start();
