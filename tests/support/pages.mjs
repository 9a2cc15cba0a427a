// What people do on pages, as tests of several pages need it: press, follow,
// choose, fill in, and read.
import { checkPage, settled } from './browser.mjs';

const london = (how, days = 0) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', ...how })
  .format(new Date(Date.now() + days * 86400000));

/** The day so many days from now in London: 2026-03-27. */
export const dayIn = (days) => london({}, days);

/** The time in London: 14:05. */
export const timeNow = () => london({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Follows a link or a button that leads to another page. */
export async function follow(page, target, address) {
  await (typeof target === 'string' ? page.locator(target) : target).click();
  try {
    await page.waitForURL(address);
  } catch (error) {
    error.message += `\nThe page says: ${await faultsOf(page)}`;
    throw error;
  }
  await settled(page);
}

/** What a page that did not go on says of it. */
async function faultsOf(page) {
  const said = await page.locator('.govuk-error-summary, [data-save-state], .app-flash, .app-region__problem')
    .allInnerTexts();
  return `${page.url()} ${JSON.stringify(said.filter(Boolean))}`;
}

/** By all of its name. */
export const button = (part, name) => part.getByRole('button', { name, exact: true });
export const link = (part, name) => part.getByRole('link', { name, exact: true });
export const openDialog = (page) => page.locator('dialog[open]');

/** Waits until the page says that it is done. */
export const said = async (page, text) => {
  await page.locator('.app-flash', { hasText: text }).waitFor();
  await settled(page);
};

/** What can be read in a part of the page. */
export const wordsOf = (page, part = 'main') => page.locator(part).first().innerText();

/** Puts a day, 2026-03-27, into its three boxes. */
export async function fillDate(page, id, day) {
  const [year, month, date] = day.split('-').map(Number);
  await page.fill(`#${id}-day`, String(date));
  await page.fill(`#${id}-month`, String(month));
  await page.fill(`#${id}-year`, String(year));
}

/** Chooses what begins with those words, once it is offered. */
export async function choose(page, id, words) {
  const option = page.locator(`#${id} option`, { hasText: new RegExp(`^${words}`) });
  await option.first().waitFor({ state: 'attached' });
  await page.selectOption(`#${id}`, await option.first().getAttribute('value'));
}

/** What must be so on every page, on a desktop and as wide as a phone. */
export async function checkWidths(page) {
  await checkPage(page);
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await checkPage(page);
  await page.setViewportSize({ width, height });
}
