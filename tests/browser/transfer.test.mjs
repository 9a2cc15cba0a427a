// Handing a young person to another spoke as people do it: offered from the
// episode, accepted by the other coordinator.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const FROM = 'bristol';
const TO = 'somerset';
const server = await useServer();
const browser = await openBrowser(server);
const sender = await accountsOf(server).as('spoke_coordinator', FROM);
after(async () => {
  await browser.close();
  await server.stop();
});

async function open(path, spoke, width = 1280) {
  const page = await browser.signedIn('spoke_coordinator', { spoke, width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

test('offered from the episode, then accepted: both see where it is', async () => {
  const { episode, person } = await makeCase(sender, FROM, 'active_monitoring', 'high');
  let page = await open(`/episodes/${episode.id}/transfer`, FROM);
  await page.getByLabel('Which spoke?').selectOption(TO);
  await page.getByLabel('Family moved').check();
  await page.getByLabel('What do they need to know').fill('Moved to Taunton.');
  await page.getByRole('radio', { name: 'High', exact: true }).check();
  await page.getByLabel('Risk assessments').check();
  await page.getByLabel('What lets you share it?').selectOption('pcsc_2022');
  await page.getByLabel('No', { exact: true }).check();
  await page.locator('#young_person_not_told').fill('Next week');
  await page.getByRole('button', { name: 'Offer the transfer' }).click();
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await page.locator('.govuk-error-summary').textContent(), /when the referrer was told/);
  assert.equal(await page.getByLabel('What do they need to know').inputValue(), 'Moved to Taunton.');
  await page.locator('#referrer_not_told').fill('Has left');
  await page.getByRole('button', { name: 'Offer the transfer' }).click();
  await page.waitForURL(/\/transfers\/[0-9a-f-]{36}/);
  await settled(page);
  await checkPage(page);
  const path = new URL(page.url()).pathname;
  await page.context().close();

  page = await open(path, TO);
  await checkPage(page);
  assert.match(await page.locator('main').textContent(), new RegExp(person.name));
  assert.equal(await page.getByRole('button', { name: 'Withdraw' }).count(), 0);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.locator('#accept-form').getByRole('button', { name: 'Accept' }).click();
  await page.waitForSelector('.app-flash');
  await settled(page);
  assert.match(await page.locator('main').textContent(), /Risk assessed/);
  await checkPage(page);
  await page.getByRole('link', { name: /^Open episode/ }).click();
  await page.waitForURL(/\/episodes\//);
  await settled(page);
  assert.match(await page.locator('main').textContent(), /Handed over from/);
  await page.context().close();
});

for (const width of [1280, 320])
  test(`the pages of transfers are clean at ${width}px`, async () => {
    const { episode } = await makeCase(sender, FROM, 'listed');
    for (const path of ['/transfers', '/transfers?direction=incoming&state=offered', `/episodes/${episode.id}/transfer`]) {
      const page = await open(path, FROM, width);
      await checkPage(page);
      assert.equal(await page.locator('.app-region__problem').count(), 0, path);
      await page.context().close();
    }
  });
