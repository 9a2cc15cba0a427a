/* "/" goes to the search box, as in the tools people know. */
import { find } from './dom.js';
import { query } from './params.js';

/** @param {EventTarget | null} target */
function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input, textarea, select, [role="textbox"]'))
  );
}

document.addEventListener('keydown', (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key !== '/' || !plain || isTyping(event.target)) return;
  const box = find(document, '#site-search', HTMLInputElement);
  if (!box || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/** Shows the words searched for in the page's boxes. */
export function showSearchWords() {
  const words = query().get('q');
  if (!words) return;
  for (const box of document.querySelectorAll('input[name="q"]'))
    if (box instanceof HTMLInputElement) box.value = words;
}
