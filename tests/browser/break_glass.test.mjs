// Emergency access as people meet it: opened by a reference with a reason, read
// while it is open, told on the spoke's home and judged there.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const coordinator = await accountsOf(server).as('spoke_coordinator', 'bristol');
after(async () => {
  await browser.close();
  await server.stop();
});

async function open(path, role, spoke, width = 1280) {
  const page = await browser.signedIn(role, { spoke, width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

test('a record of another spoke is opened, read, closed, and judged by its coordinator', async () => {
  const { episode, person } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  const page = await open('/break-glass/new', 'eit_officer', 'somerset', 390);
  await checkPage(page, 'opening in an emergency');
  await page.getByLabel('Reference of the case').fill('BR-E20-9999');
  await page.getByLabel('Missing young person').check();
  await page.getByLabel('Why can it not wait?').fill('Invented: the family is on the phone now');
  await page.getByRole('button', { name: 'Open the record' }).click();
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await page.locator('.govuk-error-summary').textContent(), /Nothing can be opened by this reference/);
  await page.getByLabel('Reference of the case').fill(episode.reference);
  await page.getByRole('button', { name: 'Open the record' }).click();
  await page.waitForURL('**/break-glass/*-*');
  await page.getByRole('heading', { name: person.name }).waitFor();
  await checkPage(page, 'a record open in an emergency');
  const address = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Close the record now' }).click();
  await page.waitForURL('**/break-glass');
  await page.close();

  const home = await open('/', 'spoke_coordinator', 'bristol');
  await home.getByText('opened in an emergency').first().waitFor();
  await home.goto(server.baseUrl + address);
  await settled(home);
  await home.getByLabel('Justified', { exact: true }).check();
  await home.getByLabel('What did you find?').fill('They were found by it');
  await checkPage(home, 'a review');
  await home.getByRole('button', { name: 'Record the review' }).click();
  await home.getByText('They were found by it').waitFor();
  await home.goto(`${server.baseUrl}/break-glass`);
  await settled(home);
  await checkPage(home, 'what was opened in an emergency');
  await home.close();
});
