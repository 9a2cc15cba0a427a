// Dashboards as they are read: a coordinator's own spoke as counted, with the
// list behind a number; the hub's with small numbers hidden; whose and when in
// the address; a table taken as a file with its reason.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

const PAGES = ['/dashboards', '/dashboards/change', '/dashboards/fairness', '/dashboards/partners'];

async function open(role, spoke, path, width = 1280) {
  const page = await browser.signedIn(role, { spoke, width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}
const sheet = (page, name) => page.locator(`[data-sheet="${name}"]`);
// As wide as the screen: a phone would else show the page made smaller.
const wide = (page) => page.evaluate(() => window.innerWidth);

for (const [role, spoke, widths] of [['spoke_coordinator', 'bristol', [1280, 320]], ['hub_analyst', undefined, [390]]]) {
  test(`each page is whole for the ${role} at ${widths.join(' and ')} px`, async () => {
    for (const width of widths) {
      for (const path of PAGES) {
        const page = await open(role, spoke, path, width);
        await checkPage(page);
        assert.equal(await wide(page), width, path);
        assert.ok(await page.locator('.app-figures table').count() > 0, path);
        await page.context().close();
      }
    }
  });
}

test('every picture stands with its table, and says so', async () => {
  const page = await open('spoke_coordinator', 'bristol', '/dashboards?period=2025');
  const flow = sheet(page, 'flow');
  assert.equal(await flow.locator('svg[role=img]').count(), 2, 'those that come and go, and how many are open, each to its scale');
  assert.match(await flow.locator('svg[role=img]').first().getAttribute('aria-label'), /The table below says each number/);
  assert.ok(await flow.locator('tbody tr').count() > 52, 'each week of the year, and their sum');
  await page.context().close();
});

test('a number of the caseload opens its list', async () => {
  const page = await open('spoke_coordinator', 'bristol', '/dashboards');
  const link = sheet(page, 'caseload').locator('tr[data-total] a').first();
  const many = await link.locator('span').first().textContent();
  await link.click();
  await page.waitForURL(/\/episodes\?spoke=bristol/);
  await page.locator('main table tbody tr').first().waitFor();
  assert.ok(Number(many) > 0);
  await page.context().close();
});

test('the period is chosen in the form and stands in the address, also on the other pages', async () => {
  const page = await open('spoke_coordinator', 'bristol', '/dashboards');
  await page.getByLabel('Period').selectOption('2025-q3');
  await page.getByRole('button', { name: 'Apply filter' }).click();
  await page.waitForURL(/\?period=2025-q3$/);
  await sheet(page, 'flow').getByText('Q3 2025-26').first().waitFor();
  assert.equal(await page.getByLabel('Period').inputValue(), '2025-q3');
  await page.getByRole('link', { name: 'Change and support' }).click();
  await page.waitForURL(/\/dashboards\/change\?period=2025-q3$/);
  await sheet(page, 'risk_exit').getByText('Q3 2025-26').first().waitFor();
  await page.context().close();
});

test('the hub chooses a spoke; what is hidden is a letter, and no link', async () => {
  const page = await open('hub_analyst', undefined, '/dashboards?period=2025');
  await page.getByText('“c” is a number from 1 to 4').waitFor();
  assert.equal(await page.locator('.app-figures td a:visible').count(), 0);
  await page.locator('#spoke').selectOption('bristol');
  await page.getByRole('button', { name: 'Apply filter' }).click();
  await page.waitForURL(/spoke=bristol/);
  await sheet(page, 'flow').getByText('Bristol, City of: 2025-26').first().waitFor();
  assert.match(await sheet(page, 'decline_reason').textContent(), /Shown for all spokes together only/);
  await page.context().close();
});

test('a table is taken with a reason; any days are not for sharing', async () => {
  const page = await open('spoke_coordinator', 'bristol', '/dashboards?period=2025-q3');
  await sheet(page, 'referral_result').getByRole('button', { name: /Save as CSV/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save as CSV' }).click();
  await dialog.getByText('Enter why you need this file').waitFor();
  await dialog.getByLabel('Why do you need it?').fill('Invented: for our own meeting');
  await dialog.getByLabel(/With small numbers/).check();
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save as CSV' }).click()]);
  assert.equal(download.suggestedFilename(), 'referral_result.csv');
  await page.context().close();
});

test('both homes lead to them', async () => {
  for (const [role, spoke] of [['spoke_coordinator', 'bristol'], ['hub_grant_officer', undefined]]) {
    const page = await open(role, spoke, '/');
    await page.locator('main').getByRole('link', { name: /Dashboards/ }).click();
    await page.waitForURL(/\/dashboards$/);
    await page.context().close();
  }
  const analyst = await open('hub_analyst', undefined, '/');
  assert.ok(await analyst.getByRole('link', { name: 'Returns', exact: true }).count() > 0, 'the returns are in the analyst’s menu');
  await analyst.context().close();
});
