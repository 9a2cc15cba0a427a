/*
 * What a path means inside a template. `name` is the field of the item at
 * hand and of nothing else: a missing name is never borrowed from outside.
 *
 *   name, risk.level, 0.title   fields            .   the item itself
 *   ^.name, ^.^.id              of the item around
 *   @id, @index                 from the address; place in the list, from 1
 */
import { formatValue } from './format.js';

export class Scope {
  /**
   * @param {any} value
   * @param {Scope | null} [parent]
   * @param {Record<string, string | number>} [names] what @name means
   */
  constructor(value, parent = null, names = {}) {
    this.value = value;
    this.parent = parent;
    this.names = names;
  }

  /** @param {string} path @returns {any} */
  get(path) {
    if (path === '.' || path === '') return this.value;
    if (path.startsWith('^')) return this.parent?.get(path.slice(2));
    if (path.startsWith('@')) return this.#named(path.slice(1));
    let at = this.value;
    for (const key of path.split('.')) at = at?.[key];
    return at;
  }

  /** @param {string} name @returns {string | number | undefined} */
  #named(name) {
    return this.names[name] ?? this.parent?.get(`@${name}`);
  }

  /**
   * "path|format" as text.
   * @param {string} expression
   */
  text(expression) {
    const [path, format] = expression.split('|').map((part) => part.trim());
    return formatValue(this.get(path), format);
  }

  /**
   * "/people/{id}?from={start|date}" with its {…} filled in, each made safe
   * for an address unless `plain`.
   * @param {string} pattern
   * @param {boolean} [plain]
   */
  fill(pattern, plain = false) {
    return pattern.replace(/\{([^{}]+)\}/g, (all, expression) => {
      const text = this.text(expression);
      return plain ? text : encodeURIComponent(text);
    });
  }

  /**
   * "path", "path=a,b", "path!=a": present and not empty, one of, none of.
   * Several joined by " and " must all hold.
   * @param {string} condition
   * @returns {boolean}
   */
  holds(condition) {
    return condition.split(' and ').every((each) => this.#holdsOne(each));
  }

  /** @param {string} condition */
  #holdsOne(condition) {
    const parts = condition.trim().match(/^([^!=]+)(!?=)(.*)$/);
    if (!parts) return isPresent(this.get(condition.trim()));
    const value = String(this.get(parts[1]) ?? '');
    return parts[3].split(',').includes(value) === (parts[2] === '=');
  }
}

/** @param {any} value */
export function isPresent(value) {
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}
