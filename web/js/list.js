/*
 * Lists by address: filters, sorting and pages are links and GET forms, so
 * that Back, bookmarks and sharing work. These put the address into the page.
 */
import { fillChoices } from './choices.js';
import { find, findAll } from './dom.js';
import { onEnhance } from './enhance.js';
import { fill } from './fields.js';
import { params, query } from './params.js';
import { regionOf } from './region.js';
import { fillVocabularies } from './vocab.js';

/**
 * The same page with some of the query changed; null takes a part away.
 * @param {Record<string, string | null>} change
 */
export function addressWith(change) {
  const wanted = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(change))
    if (value === null) wanted.delete(name);
    else wanted.set(name, value);
  return wanted.size ? `?${wanted}` : location.pathname;
}

/* <th data-sort="last_contact"> becomes a link that sorts, or turns round. */
/** @param {HTMLElement} head */
function makeSortable(head) {
  const field = head.dataset.sort ?? '';
  const now = query().get('sort') ?? head.closest('table')?.dataset.sorted;
  const up = now === field;
  const down = now === `-${field}`;
  head.setAttribute(
    'aria-sort',
    up ? 'ascending' : down ? 'descending' : 'none',
  );
  const link = document.createElement('a');
  link.className = 'app-sort';
  link.href = addressWith({ sort: up ? `-${field}` : field, cursor: null });
  link.append(...head.childNodes);
  head.append(link);
}

/* Next page of a list: the cursor goes into the address. */
/** @param {HTMLElement} pages */
function linkPages(pages) {
  const next = regionOf(pages)?.data?.next;
  const further = find(pages, '[data-page="next"]', HTMLAnchorElement);
  const first = find(pages, '[data-page="first"]', HTMLAnchorElement);
  if (further) {
    further.hidden = !next;
    if (next) further.href = addressWith({ cursor: next });
  }
  if (first) {
    first.hidden = !query().has('cursor');
    first.href = addressWith({ cursor: null });
  }
  pages.hidden = !next && !query().has('cursor');
}

/** @param {HTMLFormElement} form */
async function showFilter(form) {
  await Promise.allSettled([fillVocabularies(form), fillChoices(form)]);
  fill(form, [...query()]);
  const chosen = [...query()].filter(
    ([name, value]) => value && form.elements.namedItem(name),
  );
  const clear = find(form, '[data-clear-filter]', HTMLAnchorElement);
  if (clear) {
    clear.hidden = chosen.length === 0;
    clear.href = location.pathname;
  }
}

/* Marks the sub-navigation's place, and fills {id} in its links. */
/** @param {HTMLAnchorElement} link */
function markPlace(link) {
  const names = params();
  const raw = link.getAttribute('href') ?? '';
  const href = decodeURIComponent(raw).replace(
    /\{@?(\w+)\}/g,
    (all, name) => encodeURIComponent(names[name] ?? ''),
  );
  link.setAttribute('href', href);
  if (new URL(link.href).pathname === location.pathname)
    link.setAttribute('aria-current', 'page');
}

onEnhance((root) => {
  for (const head of findAll(root, 'th[data-sort]', HTMLElement))
    makeSortable(head);
  for (const pages of findAll(root, '[data-pages]', HTMLElement))
    linkPages(pages);
  for (const form of findAll(root, 'form[data-filter]', HTMLFormElement))
    void showFilter(form);
  for (const link of findAll(root, 'a[data-place]', HTMLAnchorElement))
    markPlace(link);
});
