/* Results, once there are words to search for. */
import { find } from '../../js/dom.js';
import { query } from '../../js/params.js';
import { Scope } from '../../js/scope.js';
import { render } from '../../js/view.js';

const template = find(document, '#results', HTMLTemplateElement);
const place = find(document, '[data-results]', HTMLElement);
if (template && place && query().get('q'))
  place.append(render(template, new Scope(null)));
else find(document, '#q', HTMLInputElement)?.focus();
