/* <button data-opens="id"> opens the dialog; data-closes shuts it. */

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const opener = target?.closest('[data-opens]');
  if (opener instanceof HTMLElement) {
    const dialog = document.getElementById(opener.dataset.opens ?? '');
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    return;
  }
  target?.closest('[data-closes]')?.closest('dialog')?.close('');
});

/* The menu button of narrow windows. */
document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest('[data-menu]');
  if (!button) return;
  const open = button.getAttribute('aria-expanded') !== 'true';
  button.setAttribute('aria-expanded', String(open));
  document.getElementById('navigation')?.toggleAttribute('data-open', open);
});
