/* Notes: struck ones look struck, headings can be put in to begin with. */
import './states.js';
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { query } from '../../js/params.js';
import { transform } from '../../js/region.js';
import { vocabulary } from '../../js/vocab.js';

transform('notes', (data) => ({
  ...data,
  items: data.items.map((/** @type {any} */ item) => ({
    ...item,
    struck: item.replaced || item.in_error,
  })),
}));

/* "Facts", "Young person's voice", ... above what is there already. */
/** @param {HTMLButtonElement} button */
async function putHeadings(button) {
  const form = button.closest('form');
  const text = form && find(form, `[name="${button.dataset.headings}"]`, HTMLTextAreaElement);
  if (!text) return;
  const headings = await vocabulary('note_heading');
  const frame = headings.map(({ label }) => `${label}:\n`).join('\n');
  text.value = text.value ? `${text.value}\n\n${frame}` : frame;
  text.dispatchEvent(new Event('input', { bubbles: true }));
  text.focus();
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element && event.target.closest('[data-headings]');
  if (button instanceof HTMLButtonElement) void putHeadings(button);
});

onEnhance((root) => {
  const every = query().get('all_versions') === 'true';
  for (const link of findAll(root, '[data-versions]', HTMLElement))
    link.hidden = (link.dataset.versions === 'all') === every;
});
