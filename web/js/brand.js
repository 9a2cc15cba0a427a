/* The partnership's name, and the banner of demo and training systems. */
import { findAll } from './dom.js';

const KEPT = 'brand';

/** @typedef {{name?: string, demo?: boolean, training?: boolean}} Brand */

/** @returns {Promise<Brand>} */
async function brand() {
  const kept = sessionStorage.getItem(KEPT);
  if (kept) return JSON.parse(kept);
  const response = await fetch('/brand.json');
  if (!response.ok) return {};
  const text = await response.text();
  sessionStorage.setItem(KEPT, text);
  return JSON.parse(text);
}

export async function showBrand() {
  const { name, demo, training } = await brand();
  if (name)
    for (const place of findAll(document, '[data-brand]', HTMLElement))
      place.textContent = name;
  const banner = document.getElementById('brand-banner');
  if (!banner || (!demo && !training)) return;
  const kind = banner.querySelector('strong');
  if (kind) kind.textContent = demo ? 'Demonstration' : 'Training';
  banner.hidden = false;
}
