/*
 * Data into the page. A <template> is cloned and its attributes say what goes
 * where; text goes in as text, never as HTML. See web/README.md.
 */
import { freshId } from './dom.js';
import { isPermitted } from './session.js';
import { isPresent, Scope } from './scope.js';
import { tagClass } from './tags.js';

/**
 * A filled copy of a template.
 * @param {HTMLTemplateElement} template
 * @param {Scope} scope
 * @returns {DocumentFragment}
 */
export function render(template, scope) {
  const copy = /** @type {DocumentFragment} */ (
    document.importNode(template.content, true)
  );
  bindChildren(copy, scope);
  return copy;
}

/** @type {WeakMap<Element, Scope>} */
const scopes = new WeakMap();

/**
 * The scope a region was drawn in, for what it loads itself.
 * @param {Element} region
 */
export function scopeAround(region) {
  return scopes.get(region) ?? null;
}

/** @param {ParentNode} parent @param {Scope} scope */
function bindChildren(parent, scope) {
  for (const child of [...parent.children]) bindElement(child, scope);
}

/** @param {Element} element @param {Scope} scope */
function bindElement(element, scope) {
  if (!isWanted(element, scope)) return element.remove();
  if (element instanceof HTMLTemplateElement)
    return bindTemplate(element, scope);
  for (const { name, value } of [...element.attributes])
    bindAttribute(element, name, value, scope);
  if (element.hasAttribute('data-load')) scopes.set(element, scope);
  else if (!element.hasAttribute('data-text')) bindChildren(element, scope);
}

/** @param {Element} element @param {Scope} scope */
function isWanted(element, scope) {
  const when = element.getAttribute('data-if');
  const unless = element.getAttribute('data-unless');
  const permission = element.getAttribute('data-permission');
  return (
    (when === null || scope.holds(when)) &&
    (unless === null || !scope.holds(unless)) &&
    (permission === null || isPermitted(permission))
  );
}

/* data-each repeats, data-with steps into an object, data-if just unwraps;
 * a template without any of them is somebody else's. */
/** @param {HTMLTemplateElement} template @param {Scope} scope */
function bindTemplate(template, scope) {
  const { each, with: within } = template.dataset;
  if (each !== undefined) {
    const items = scope.get(each) ?? [];
    items.forEach((/** @type {any} */ item, /** @type {number} */ at) => {
      const inner = new Scope(item, scope, { index: at + 1 });
      const copy = render(template, inner);
      makeIdsFresh(copy);
      template.before(copy);
    });
    template.remove();
  } else if (within !== undefined) {
    const value = scope.get(within);
    if (isPresent(value))
      template.before(render(template, new Scope(value, scope)));
    template.remove();
  } else if (template.hasAttribute('data-if')) {
    template.replaceWith(render(template, scope));
  }
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 * @param {Scope} scope
 */
function bindAttribute(element, name, value, scope) {
  if (name === 'data-text') element.textContent = scope.text(value);
  else if (name === 'data-href') element.setAttribute('href', scope.fill(value));
  else if (name === 'data-value') setValue(element, scope.get(value));
  else if (name === 'data-tag') bindTag(element, value, scope);
  else if (name === 'data-time') bindTime(element, value, scope);
  else if (name.startsWith('data-attr-'))
    bindNamed(element, name.slice('data-attr-'.length), value, scope);
  else if (['action', 'data-load', 'data-next'].includes(name))
    element.setAttribute(name, fillKnown(value, scope));
}

/* data-next may name fields of the answer, which are not known yet. */
/** @param {string} value @param {Scope} scope */
function fillKnown(value, scope) {
  return value.replace(/\{[^{}]+\}/g, (part) => scope.fill(part) || part);
}

/** Scripts and styles cannot be attributes: the policy forbids them. */
const FORBIDDEN = /^(on|style$|srcdoc$)/;

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 * @param {Scope} scope
 */
function bindNamed(element, name, value, scope) {
  if (FORBIDDEN.test(name)) throw new Error(`data-attr-${name} is not allowed`);
  const address = ['href', 'src', 'action'].includes(name);
  const text = value.includes('{')
    ? scope.fill(value, !address)
    : scope.text(value);
  if (text === '' || text === 'false') element.removeAttribute(name);
  else element.setAttribute(name, text === 'true' ? '' : text);
}

/** @param {Element} element @param {any} value */
function setValue(element, value) {
  const text = value === undefined || value === null ? '' : String(value);
  element.setAttribute('data-value-set', '');
  if (element instanceof HTMLTextAreaElement) element.defaultValue = text;
  else element.setAttribute('value', text);
}

/* data-tag="level|risk": the label of the vocabulary, in the tag's colour. */
/** @param {Element} element @param {string} value @param {Scope} scope */
function bindTag(element, value, scope) {
  const [path, kind = ''] = value.split('|').map((part) => part.trim());
  const code = scope.get(path);
  if (!isPresent(code)) return element.remove();
  element.classList.add('govuk-tag', ...tagClass(kind, String(code)));
  if (!element.textContent?.trim())
    element.textContent = scope.text(`${path}|label:${kind}`);
}

/* <time data-time="at|instant">: machine and human reading. */
/** @param {Element} element @param {string} value @param {Scope} scope */
function bindTime(element, value, scope) {
  const [path, format = 'date'] = value.split('|').map((part) => part.trim());
  const at = scope.get(path);
  if (!at) return element.remove();
  element.setAttribute('datetime', String(at));
  element.textContent = scope.text(`${path}|${format}`);
}

const REFERENCES = ['for', 'aria-describedby', 'aria-labelledby',
  'aria-controls', 'data-opens'];

/**
 * Ids in a repeated part get a number, and what points at them follows.
 * @param {DocumentFragment} copy
 */
export function makeIdsFresh(copy) {
  /** @type {Map<string, string>} */
  const renamed = new Map();
  for (const element of copy.querySelectorAll('[id]')) {
    const id = freshId(element.id);
    renamed.set(element.id, id);
    element.id = id;
  }
  if (!renamed.size) return;
  for (const name of REFERENCES)
    for (const element of copy.querySelectorAll(`[${name}]`)) {
      const ids = (element.getAttribute(name) ?? '').split(' ');
      const fresh = ids.map((id) => renamed.get(id) ?? id).join(' ');
      element.setAttribute(name, fresh);
    }
}
