/* Three steps on one page: start, scan, keep the recovery codes. */
import { find } from '../../js/dom.js';
import { showCodes } from '../../js/recovery.js';

const SVG = 'http://www.w3.org/2000/svg';
/* Modules of white around the code that scanners need. */
const MARGIN = 4;

/** @param {string} id */
const step = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {Element} svg @param {{size: number, path: string}} qr */
function draw(svg, qr) {
  const side = qr.size + 2 * MARGIN;
  svg.setAttribute('viewBox', `${-MARGIN} ${-MARGIN} ${side} ${side}`);
  const ground = document.createElementNS(SVG, 'path');
  ground.setAttribute('d', `M${-MARGIN} ${-MARGIN}h${side}v${side}h${-side}z`);
  ground.setAttribute('fill', '#fff');
  const dark = document.createElementNS(SVG, 'path');
  dark.setAttribute('d', qr.path);
  dark.setAttribute('fill', '#000');
  svg.replaceChildren(ground, dark);
}

/** @param {{secret: string, uri: string, qr: {size: number, path: string}}} setup */
function showScan({ secret, uri, qr }) {
  const place = step('scan');
  const svg = place.querySelector('[data-qr]');
  if (svg) draw(svg, qr);
  find(place, '[data-uri]', HTMLAnchorElement)?.setAttribute('href', uri);
  const text = find(place, '[data-secret]', HTMLElement);
  if (text) text.textContent = (secret.match(/.{1,4}/g) ?? []).join(' ');
  step('start').hidden = true;
  place.hidden = false;
  find(place, 'h2', HTMLElement)?.focus();
}

/** @param {string} id @param {(data: any) => void} then */
function whenSaved(id, then) {
  step(id).addEventListener('form:saved', (event) => {
    event.preventDefault();
    if (event instanceof CustomEvent) then(event.detail.data);
  });
}

whenSaved('start-form', showScan);
whenSaved('finish-form', ({ recovery_codes: codes }) => {
  step('scan').hidden = true;
  sessionStorage.removeItem('principal');
  showCodes(step('done'), codes);
});
