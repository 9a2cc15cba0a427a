/* GOV.UK error summary and messages from a problem document. */
import { find, findAll, freshId, make } from './dom.js';
import { fieldsOf } from './fields.js';

/** @typedef {import('./api.js').ApiProblem} ApiProblem */
/** @typedef {import('./fields.js').Field} Field */

const TITLE_LEAD = 'Error: ';

/**
 * Takes away all messages of a form.
 * @param {HTMLFormElement} form
 */
export function clearErrors(form) {
  for (const old of form.querySelectorAll('.govuk-error-summary')) old.remove();
  for (const message of findAll(form, '.govuk-error-message[id]', HTMLElement))
    clearMessage(form, message);
  if (document.title.startsWith(TITLE_LEAD))
    document.title = document.title.slice(TITLE_LEAD.length);
}

/** @param {HTMLFormElement} form @param {HTMLElement} message */
function clearMessage(form, message) {
  for (const each of form.querySelectorAll(`[aria-describedby~="${message.id}"]`)) {
    const ids = (each.getAttribute('aria-describedby') ?? '').split(' ');
    const rest = ids.filter((id) => id !== message.id).join(' ');
    if (rest) each.setAttribute('aria-describedby', rest);
    else each.removeAttribute('aria-describedby');
  }
  const group = message.closest('.govuk-form-group');
  group?.classList.remove('govuk-form-group--error');
  for (const field of group?.querySelectorAll('[aria-invalid]') ?? []) {
    field.removeAttribute('aria-invalid');
    field.classList.remove(...errorClasses(field));
  }
  message.remove();
}

/**
 * Shows what the server found: at each field, and all of it in a summary that
 * gets the focus.
 * @param {HTMLFormElement} form
 * @param {ApiProblem} problem
 * @param {(pointer: string) => string} names field name of a pointer
 */
export function showErrors(form, problem, names) {
  clearErrors(form);
  const lines = problem.errors.map((fault) => {
    const field = fieldFor(form, names(fault.pointer));
    if (field) showMessage(form, field, fault.detail);
    return { text: fault.detail, target: field?.id ?? null, field };
  });
  lines.sort((a, b) => placeOf(form, a.field) - placeOf(form, b.field));
  if (!lines.length)
    lines.push({ text: problem.message, target: null, field: null });
  const summary = makeSummary(lines, lines.length === 1 ? problem : null);
  form.prepend(summary);
  if (!document.title.startsWith(TITLE_LEAD))
    document.title = TITLE_LEAD + document.title;
  summary.focus();
  summary.scrollIntoView({ block: 'nearest' });
}

/* The summary goes down the page as its fields do; what belongs to none of
 * them comes first. */
/** @param {HTMLFormElement} form @param {Field | null} field */
function placeOf(form, field) {
  return field ? [...form.elements].indexOf(field) : -1;
}

/**
 * The field a fault is about: of that name, the first box of a date, the
 * first of a list.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {Field | null}
 */
export function fieldFor(form, name) {
  if (!name) return null;
  const fields = fieldsOf(form).filter((field) => field.type !== 'hidden');
  const tests = [
    (/** @type {string} */ own) => own === name,
    (/** @type {string} */ own) => own.startsWith(`${name}-`),
    (/** @type {string} */ own) => own.startsWith(`${name}[`),
    /* one plain value of a list: the group it belongs to */
    (/** @type {string} */ own) => own === name.replace(/\[\d+\](\[\w+\])?$/, ''),
  ];
  for (const test of tests) {
    const field = fields.find((each) => test(each.name));
    if (field) return withId(field);
  }
  return null;
}

/** @param {Field} field */
function withId(field) {
  if (!field.id) field.id = freshId('field');
  return field;
}

/** @param {HTMLFormElement} form @param {Field} field @param {string} text */
function showMessage(form, field, text) {
  const group = outerGroup(field);
  if (!group) return;
  const id = `${field.id}-error`;
  if (!find(form, `#${CSS.escape(id)}`, HTMLElement)) {
    const hidden = make('span', { class: 'govuk-visually-hidden' }, 'Error: ');
    const message = make('p', { id, class: 'govuk-error-message' }, hidden, text);
    placeMessage(group, field, message);
  }
  group.classList.add('govuk-form-group--error');
  const fieldset = field.closest('fieldset');
  const describes = fieldset && group.contains(fieldset) ? fieldset : field;
  const ids = describes.getAttribute('aria-describedby');
  describes.setAttribute('aria-describedby', ids ? `${ids} ${id}` : id);
  for (const each of isTick(field) ? [] : sameQuestion(group, field)) {
    each.setAttribute('aria-invalid', 'true');
    each.classList.add(...errorClasses(each));
  }
}

/** Dates have a group inside a group: the question's is the outer one. */
/** @param {Field} field */
function outerGroup(field) {
  const question = field.closest('[data-question]');
  return question ?? field.closest('.govuk-form-group');
}

/* Before the boxes, after label and hint, as GOV.UK places it. */
/** @param {Element} group @param {Field} field @param {HTMLElement} message */
function placeMessage(group, field, message) {
  const boxes = '.govuk-date-input, .govuk-radios, .govuk-checkboxes, ' +
    '.govuk-input__wrapper, .app-date-time';
  const whole = field.closest(boxes);
  (whole && group.contains(whole) ? whole : field).before(message);
}

/** @param {Element} group @param {Field} field */
function sameQuestion(group, field) {
  const stem = field.name.replace(/-(day|month|year|date|time)$/, '');
  if (stem === field.name) return [field];
  return findAll(group, `[name^="${CSS.escape(stem)}-"]`, HTMLElement);
}

/** @param {Field} field */
function isTick(field) {
  return ['radio', 'checkbox'].includes(field.type);
}

/** @param {Element} field */
function errorClasses(field) {
  return ['govuk-input', 'govuk-textarea', 'govuk-select']
    .filter((name) => field.classList.contains(name))
    .map((name) => `${name}--error`);
}

/**
 * @param {{text: string, target: string | null}[]} lines
 * @param {ApiProblem | null} problem
 */
function makeSummary(lines, problem) {
  const list = make('ul', { class: 'govuk-list govuk-error-summary__list' });
  for (const { text, target } of lines)
    list.append(make('li', {}, target ? linkTo(target, text) : text));
  const body = make('div', { class: 'govuk-error-summary__body' }, list);
  if (problem?.reference && problem.status >= 500)
    body.append(
      make('p', { class: 'govuk-hint' }, `Reference: ${problem.reference}`),
    );
  const title = make(
    'h2',
    { class: 'govuk-error-summary__title' },
    'There is a problem',
  );
  return make(
    'div',
    { class: 'govuk-error-summary', tabindex: '-1' },
    make('div', { role: 'alert' }, title, body),
  );
}

/** @param {string} id @param {string} text */
function linkTo(id, text) {
  const link = make('a', { href: `#${id}` }, text);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    const field = document.getElementById(id);
    field?.closest('.govuk-form-group')?.scrollIntoView({ block: 'nearest' });
    field?.focus();
  });
  return link;
}
