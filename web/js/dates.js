/* Today and Yesterday buttons beside the three boxes of a date. */
import { find, findAll } from './dom.js';
import { onEnhance } from './enhance.js';
import { addDays, londonClock, today } from './time.js';

/** @param {HTMLElement} group @param {string} part @param {string} value */
function setBox(group, part, value) {
  const box = find(group, `[name$="-${part}"]`, HTMLInputElement);
  if (!box) return;
  box.value = value;
}

/**
 * @param {HTMLElement} group
 * @param {string} days "0" today, "-1" yesterday
 */
function setDay(group, days) {
  const [year, month, day] = addDays(today(), Number(days)).split('-');
  setBox(group, 'day', String(Number(day)));
  setBox(group, 'month', String(Number(month)));
  setBox(group, 'year', year);
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest('[data-day], [data-now]');
  const group = button?.closest('[data-question]');
  if (!(button instanceof HTMLElement) || !(group instanceof HTMLElement))
    return;
  if (button.dataset.day !== undefined) setDay(group, button.dataset.day);
  if (button.dataset.now !== undefined) {
    setDay(group, '0');
    setBox(group, 'time', londonClock(Date.now()).time);
  }
  const box = find(group, 'input', HTMLInputElement);
  box?.form?.dispatchEvent(new CustomEvent('form:typed'));
});

/* A new contact was most likely made just now: data-default="now". */
onEnhance((root) => {
  for (const group of findAll(root, '[data-question][data-default]', HTMLElement)) {
    if (findAll(group, 'input', HTMLInputElement).some((box) => box.value))
      continue;
    if (group.dataset.default !== 'now') setDay(group, group.dataset.default ?? '0');
    else {
      setDay(group, '0');
      setBox(group, 'time', londonClock(Date.now()).time);
    }
  }
});
