/*
 * The design systems' scripts, each fetched only where a page has the
 * component.
 */
import { findAll } from './dom.js';
import { onEnhance } from './enhance.js';
import { prepareRows } from './rows.js';

/** @typedef {{default?: any, [name: string]: any}} Module */

/** @type {Record<string, () => Promise<Module>>} */
const KINDS = {
  'govuk-button': () =>
    import('govuk-frontend/dist/govuk/components/button/button.mjs'),
  'govuk-character-count': () =>
    import('govuk-frontend/dist/govuk/components/character-count/character-count.mjs'),
  'govuk-checkboxes': () =>
    import('govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs'),
  'govuk-notification-banner': () =>
    import('govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs'),
  'govuk-password-input': () =>
    import('govuk-frontend/dist/govuk/components/password-input/password-input.mjs'),
  'govuk-radios': () =>
    import('govuk-frontend/dist/govuk/components/radios/radios.mjs'),
  'govuk-skip-link': () =>
    import('govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs'),
  'govuk-tabs': () =>
    import('govuk-frontend/dist/govuk/components/tabs/tabs.mjs'),
  'moj-add-another': () =>
    import('@ministryofjustice/frontend/moj/components/add-another/add-another.mjs'),
  'moj-alert': () =>
    import('@ministryofjustice/frontend/moj/components/alert/alert.mjs'),
  'moj-button-menu': () =>
    import('@ministryofjustice/frontend/moj/components/button-menu/button-menu.mjs'),
  'moj-date-picker': () =>
    import('@ministryofjustice/frontend/moj/components/date-picker/date-picker.mjs'),
  'moj-filter': () =>
    import('@ministryofjustice/frontend/moj/components/filter-toggle-button/filter-toggle-button.mjs'),
  'moj-multi-select': () =>
    import('@ministryofjustice/frontend/moj/components/multi-select/multi-select.mjs'),
  'moj-sortable-table': () =>
    import('@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs'),
};

/** @type {Record<string, any>} */
const CONFIG = {
  'moj-filter': {
    bigModeMediaQuery: '(min-width: 48.0625em)',
    /* Small screens hide it in any case; true would hide it on large ones. */
    startHidden: false,
    toggleButton: {
      showText: 'Show filter',
      hideText: 'Hide filter',
      classes: 'govuk-button--secondary',
    },
    toggleButtonContainer: { selector: '.moj-action-bar__filter' },
    closeButton: { text: 'Close', classes: 'moj-filter__close' },
    closeButtonContainer: { selector: '.moj-filter__header-action' },
  },
};

/** @type {WeakMap<HTMLElement, Promise<void>>} */
const started = new WeakMap();

/**
 * Resolves when the components below root work.
 * @param {ParentNode} root
 */
export async function componentsReady(root) {
  const inside = findAll(root, '[data-module]', HTMLElement);
  await Promise.allSettled(inside.map((each) => started.get(each)));
}

/** @param {HTMLElement} element */
async function start(element) {
  const kind = element.dataset.module ?? '';
  const load = KINDS[kind];
  if (!load) return;
  const module = await load();
  if (kind === 'moj-add-another') prepareRows(element);
  const Component = Object.values(module).find(
    (each) => each?.moduleName !== undefined,
  );
  new Component(element, CONFIG[kind] ?? {});
}

onEnhance((root) => {
  for (const element of findAll(root, '[data-module]', HTMLElement))
    if (!started.has(element)) started.set(element, start(element));
});
