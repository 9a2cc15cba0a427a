/* A file is asked for with its reason; what is refused is said in place. */
import { ApiProblem, request } from '../../js/api.js';
import { find } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import './states.js';

/** @param {HTMLFormElement} form @param {string} ending */
async function download(form, ending) {
  const wanted = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) wanted.set(name, String(value));
  const path = form.dataset.path ?? '';
  const { data } = await request('GET', `${path}.${ending}?${wanted}`, { file: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = `return-${path.split('/').at(-1)}.${ending}`;
  link.click();
  URL.revokeObjectURL(link.href);
  form.closest('dialog')?.close();
}

/** @param {HTMLFormElement} form @param {string} words empty: none */
function say(form, words) {
  const place = find(form, '[data-problem]', HTMLElement);
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

onEnhance((root) => {
  const form = find(root, 'form[data-download]', HTMLFormElement);
  if (!form || form.dataset.ready) return;
  form.dataset.ready = 'yes';
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const by = event.submitter;
    say(form, '');
    try {
      await download(form, by instanceof HTMLButtonElement ? by.value : 'xlsx');
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      say(form, error.errors[0]?.detail ?? error.message);
    }
  });
});
