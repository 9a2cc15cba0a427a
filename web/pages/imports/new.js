/* The chosen file goes into the box below it, so that there is one way in. */
import { announce, find } from '../../js/dom.js';

const LARGEST = 200_000;

/** @param {string} text */
function say(text) {
  const hint = find(document, '#file-hint', HTMLElement);
  if (hint) hint.textContent = text;
  announce(text);
}

/** @param {File} file */
async function take(file) {
  const box = find(document, '#csv', HTMLTextAreaElement);
  const name = find(document, 'input[name="file_name"]', HTMLInputElement);
  if (!box || !name) return;
  if (file.size > LARGEST) {
    say('This file is larger than 200 KB. Ask whoever runs the server to take it in by the terminal.');
    return;
  }
  try {
    box.value = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    say('The file has letters we cannot read: in your spreadsheet save it as “CSV UTF-8 (Comma delimited)”.');
    return;
  }
  name.value = file.name;
  say(`${file.name} is in the box below.`);
}

const input = find(document, '[data-file-input]', HTMLInputElement);
const group = find(document, '[data-file]', HTMLElement);
if (group) group.hidden = false;
input?.addEventListener('change', () => {
  if (input.files?.[0]) void take(input.files[0]);
});
