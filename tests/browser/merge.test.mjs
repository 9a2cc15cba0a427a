// Two records of one young person as people meet them: found from the record,
// compared, merged with a reason, and parted again.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf, inventedName } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { expectStatus } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const server = await useServer();
const browser = await openBrowser(server);
const coordinator = await accountsOf(server).as('spoke_coordinator', SPOKE);
after(async () => {
  await browser.close();
  await server.stop();
});

const make = async (fields) => expectStatus(await coordinator.post('/api/v1/people',
  { spoke: SPOKE, born_precision: 'exact', ...fields }), 201).body;

async function pair() {
  const name = inventedName();
  const one = await make({ ...name, born_on: '2010-05-04' });
  const two = await make({ ...name, given_name: `${name.given_name}s`, born_on: '2010-04-05' });
  return { one, two };
}

async function open(path, width = 1280) {
  const page = await browser.signedIn('spoke_coordinator', { spoke: SPOKE, width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}
const redrawn = async (page) => {
  await page.waitForSelector('.app-flash');
  await settled(page);
};

test('found, compared, merged with a reason, and parted again', async () => {
  const { one, two } = await pair();
  const page = await open(`/people/${one.id}/duplicates`);
  await page.getByRole('link', { name: /^Compare with/ }).first().click();
  await page.waitForURL(/compare/);
  await settled(page);
  await checkPage(page);
  assert.match(await page.locator('main').textContent(), new RegExp(two.name));
  await page.getByRole('button', { name: 'Merge the two records' }).click();
  await page.waitForSelector('.govuk-error-summary');
  await page.getByLabel('How do you know').fill('Same mother');
  await page.getByRole('button', { name: 'Merge the two records' }).click();
  await page.waitForURL(new RegExp(`/people/${one.id}$`));
  await settled(page);
  assert.match(await page.locator('main').textContent(), /stands for/);
  await checkPage(page);
  await page.goto(`${server.baseUrl}/people/${two.id}`);
  await settled(page);
  assert.equal(await page.locator('h1:visible').textContent(), one.name);
  await page.getByText('Unmerge').click();
  await page.getByLabel('Why are they not').fill('Cousins');
  await page.getByRole('button', { name: 'Part the two records' }).click();
  await redrawn(page);
  await page.goto(`${server.baseUrl}/people/${two.id}`);
  await settled(page);
  assert.equal(await page.locator('h1:visible').textContent(), two.name);
  await page.context().close();
});

test('not the same person is remembered, and taken back', async () => {
  const { one, two } = await pair();
  const page = await open(`/people/${one.id}/duplicates`);
  const row = page.getByRole('row', { name: new RegExp(two.name) });
  await row.locator('summary').click();
  await row.getByLabel('How do you know?').fill('Cousins');
  await row.getByRole('button', { name: 'Not the same person' }).click();
  await redrawn(page);
  assert.match(await page.locator('main').textContent(), /Said not to be the same/);
  await checkPage(page);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.getByRole('link', { name: /^Compare with/ }).first().waitFor();
  await page.context().close();
});

for (const width of [1280, 320])
  test(`the pages of two records are clean at ${width}px`, async () => {
    const { one, two } = await pair();
    for (const path of [`/people/${one.id}/duplicates`, `/people/${one.id}/compare/${two.id}`]) {
      const page = await open(path, width);
      await checkPage(page);
      assert.equal(await page.locator('.app-region__problem').count(), 0, path);
      await page.context().close();
    }
  });
