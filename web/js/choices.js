/*
 * Selects filled from a list of the API: people, agencies, spokes.
 * <select data-choices="/api/v1/colleagues?spoke={spoke}"
 *         data-choice-value="id" data-choice-text="{name}, {agency_name}">
 * "session:spokes" are the spokes of the person signed in. {spoke} is what the
 * form's field of that name says, else the spoke worked in.
 */
import { get } from './api.js';
import { findAll } from './dom.js';
import { query } from './params.js';
import { Scope } from './scope.js';
import { currentPrincipal, principal } from './session.js';

/** The spoke worked in: the address's, or the person's first. */
export function currentSpoke() {
  const asked = query().get('spoke');
  return asked ?? currentPrincipal()?.spokes[0]?.code ?? '';
}

/** @param {HTMLSelectElement} select */
function spokeFor(select) {
  const field = select.form?.elements.namedItem('spoke');
  const chosen = field instanceof HTMLSelectElement && field.value;
  return chosen || currentSpoke();
}

/** @param {HTMLSelectElement} select @returns {Promise<any[]>} */
async function itemsFor(select) {
  const source = select.dataset.choices ?? '';
  const who = await principal();
  if (source === 'session:spokes') return who?.spokes ?? [];
  const scope = new Scope({ spoke: spokeFor(select) });
  const { data } = await get(scope.fill(source));
  return data.items;
}

/** @param {HTMLSelectElement} select */
async function fillOne(select) {
  const { choiceValue = 'id', choiceText = '{name}' } = select.dataset;
  const items = await itemsFor(select);
  const chosen = select.value;
  for (const option of [...select.options]) if (option.value) option.remove();
  for (const item of items) {
    const scope = new Scope(item);
    const text = scope.fill(choiceText, true).replace(/, $/, '');
    select.append(new Option(text, scope.text(choiceValue)));
  }
  select.value = chosen;
  if (items.length === 1 && select.dataset.choices === 'session:spokes')
    select.selectedIndex = select.options.length - 1;
}

/**
 * Fills every such select below root.
 * @param {ParentNode} root
 */
export async function fillChoices(root) {
  const fresh = findAll(root, 'select[data-choices]', HTMLSelectElement).filter(
    (select) => !select.dataset.filled,
  );
  for (const select of fresh) select.dataset.filled = 'yes';
  /* The spoke first: others may hang on it. */
  const [spokes, others] = [true, false].map((which) =>
    fresh.filter((select) => (select.name === 'spoke') === which),
  );
  await Promise.all(spokes.map(fillOne));
  await Promise.all(others.map(fillOne));
}

/* Another spoke: other colleagues. */
document.addEventListener('change', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLSelectElement) || field.name !== 'spoke') return;
  const hanging = findAll(
    field.form ?? document,
    'select[data-choices*="{spoke}"]',
    HTMLSelectElement,
  );
  for (const select of hanging) void fillOne(select);
});
