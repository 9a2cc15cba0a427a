/* The sergeant's queue: each row is released or kept by itself. */
import { ApiProblem, post } from '../../js/api.js';
import { find, findAll } from '../../js/dom.js';
import { flash } from '../../js/flash.js';
import { query } from '../../js/params.js';
import { reload, whenReady } from '../../js/region.js';

/** @param {HTMLButtonElement} button */
async function release(button) {
  if (!button.dataset.sure) {
    button.dataset.sure = 'yes';
    button.textContent = 'Release to all agencies: sure?';
    return;
  }
  const { contact, version } = button.dataset;
  try {
    await post(`/api/v1/contacts/${contact}/release`, {}, { etag: `"${version}"` });
    flash('Released', 'now');
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    flash(error.message, 'now');
  }
  await reload(button);
}

whenReady('held', (region) => {
  for (const form of findAll(region, 'form[data-api]', HTMLFormElement)) {
    const button = find(form.closest('li') ?? region, '[data-release]', HTMLButtonElement);
    form.dataset.version = button?.dataset.version;
  }
  for (const button of findAll(region, '[data-release]', HTMLButtonElement))
    button.addEventListener('click', () => void release(button));
});

const kept = query().get('kept') === 'true';
find(document, kept ? '[data-kept]' : '[data-waiting]', HTMLElement)?.setAttribute('aria-current', 'page');
