/*
 * What the address says. The page's patterns stand on <body data-pattern>;
 * {id} in them becomes params().id.
 */

/**
 * Matches a path against patterns; null when none fits.
 * @param {string[]} patterns
 * @param {string} path
 * @returns {Record<string, string> | null}
 */
export function matchPattern(patterns, path) {
  const given = path.replace(/\/+$/, '').split('/');
  for (const pattern of patterns) {
    const wanted = pattern.replace(/\/+$/, '').split('/');
    if (wanted.length !== given.length) continue;
    /** @type {Record<string, string>} */
    const found = {};
    const fits = wanted.every((part, at) => {
      const name = part.match(/^\{(\w+)\}$/)?.[1];
      if (name) found[name] = decodeURIComponent(given[at]);
      return name || part === given[at];
    });
    if (fits) return found;
  }
  return null;
}

/** The {names} of this page's address. */
export function params() {
  const patterns = (document.body.dataset.pattern ?? '').split(/\s*,\s*/);
  return matchPattern(patterns, location.pathname) ?? {};
}

/* Search words are personal: they live in the history entry of this tab,
 * not in the address. */
const PRIVATE = 'q';

/** The query of this page, with the words kept out of the address. */
export function query() {
  const found = new URLSearchParams(location.search);
  const kept = history.state?.[PRIVATE];
  if (typeof kept === 'string' && !found.has(PRIVATE))
    found.set(PRIVATE, kept);
  return found;
}

/** Takes the search words out of the address, once, at the start. */
export function hidePrivateQuery() {
  const found = new URLSearchParams(location.search);
  const words = found.get(PRIVATE);
  if (words === null) return;
  found.delete(PRIVATE);
  const rest = found.toString();
  const address = location.pathname + (rest ? `?${rest}` : '') + location.hash;
  history.replaceState({ ...history.state, [PRIVATE]: words }, '', address);
}
